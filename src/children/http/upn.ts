import { registerDecorator } from 'class-validator';

const LETTERS = 'ABCDEFGHJKLMNPQRTUVWXYZ';

/**
 * Whether a text is a Unique Pupil Number: a check letter, then eleven digits, then a digit or, in a temporary number, a
 * letter. The check letter is the sum of the digits times their places, modulo 23 (DOMAIN 3.1).
 */
export function isUpn(text: string): boolean {
  if (!/^[A-HJ-NP-RT-Z]\d{11}[0-9A-HJ-NP-RT-Z]$/.test(text)) return false;
  let sum = 0;
  for (let place = 2; place <= 13; place++) {
    const mark = text.charAt(place - 1);
    sum += (LETTERS.includes(mark) ? LETTERS.indexOf(mark) : Number(mark)) * place;
  }
  return LETTERS.charAt(sum % 23) === text.charAt(0);
}

/** A field that holds a UPN. */
export function IsUpn(): PropertyDecorator {
  return (target, propertyName) =>
    registerDecorator({
      name: 'isUpn',
      target: target.constructor,
      propertyName: propertyName as string,
      validator: {
        validate: (value: unknown) => typeof value === 'string' && isUpn(value),
        defaultMessage: () => 'Must be a UPN whose check letter is right.',
      },
    });
}
