import { isAuthorityCode } from './authority-codes.js';

/**
 * The numbers of pupils and schools: their form and their check digits. Nothing about a child may be inferred from the
 * parts of a number; the authority in a UPN is that of the school which allocated it, not of the home.
 */

export type IdentifierFault = 'length' | 'characters' | 'check' | 'unknown-authority';

export type Checked<T> =
  | ({ readonly valid: true } & T)
  | {
      readonly valid: false;
      readonly fault: IdentifierFault;
      /** One sentence that does not repeat the number. */
      readonly because: string;
    };

/** I, O and S are never used. A is 0, Z is 22. */
const LETTERS = 'ABCDEFGHJKLMNPQRTUVWXYZ';

export interface Upn {
  /** Thirteen characters, capitals, no spaces. */
  readonly upn: string;
  /** A temporary number ends in a letter and is given up once the permanent one is known. */
  readonly kind: 'permanent' | 'temporary';
}

/** Unique Pupil Number: a check letter and twelve characters, of which the last may be a letter. */
export function checkUpn(text: string): Checked<Upn> {
  const upn = text.replace(/\s/g, '').toUpperCase();
  if (upn.length !== 13) return fault('length', 'A UPN has 13 characters.');
  if (!/^[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]$/.test(upn)) {
    return fault('characters', 'A UPN is a letter, eleven digits and a digit or letter; I, O and S are never used.');
  }
  if (!isAuthorityCode(upn.slice(1, 4))) return fault('unknown-authority', 'No authority has the code in this UPN.');
  if (upnCheckLetter(upn.slice(1)) !== upn[0]) return fault('check', 'The first letter does not agree with the rest.');
  return { valid: true, upn, kind: /\d$/.test(upn) ? 'permanent' : 'temporary' };
}

/**
 * The check letter for characters 2 to 13: each times its position, a letter by its place in the alphabet, the sum's
 * remainder by 23.
 */
export function upnCheckLetter(body: string): string {
  let sum = 0;
  for (const [index, character] of [...body].entries()) {
    const value = /\d/.test(character) ? Number(character) : LETTERS.indexOf(character);
    sum += value * (index + 2);
  }
  return LETTERS[sum % 23] ?? '';
}

/** Unique Learner Number: ten digits, the first not 0; the digits times 10 to 1 leave 10 by 11. */
export function checkUln(text: string): Checked<{ readonly uln: string }> {
  const uln = text.replace(/\s/g, '');
  const form = tenDigits(uln, 'A ULN');
  if (form !== undefined) return form;
  if (uln.startsWith('0')) return fault('characters', 'A ULN does not begin with 0.');
  return weighed(uln, 10) % 11 === 10 ? { valid: true, uln } : fault('check', 'The last digit does not agree.');
}

/** NHS number: ten digits; the first nine times 10 to 2 and the check digit make a multiple of 11. */
export function checkNhsNumber(text: string): Checked<{ readonly nhsNumber: string }> {
  const nhsNumber = text.replace(/[\s-]/g, '');
  const form = tenDigits(nhsNumber, 'An NHS number');
  if (form !== undefined) return form;
  if (weighed(nhsNumber, 10) % 11 === 0) return { valid: true, nhsNumber };
  return fault('check', 'The last digit does not agree.');
}

/** Unique Reference Number of a school: six digits, not beginning with 0; no check digit. */
export function checkUrn(text: string): Checked<{ readonly urn: string }> {
  const urn = text.trim();
  if (urn.length !== 6) return fault('length', 'A URN has 6 digits.');
  return /^[1-9]\d{5}$/.test(urn)
    ? { valid: true, urn }
    : fault('characters', 'A URN has 6 digits and does not begin with 0.');
}

/** DfE number: authority and establishment, `926/2025` or `9262025`. */
export function checkLaEstab(
  text: string,
): Checked<{ readonly laEstab: string; readonly authority: string; readonly establishment: string }> {
  const laEstab = text.replace(/[\s/]/g, '');
  if (laEstab.length !== 7) return fault('length', 'A DfE number has 7 digits.');
  if (!/^\d{7}$/.test(laEstab)) return fault('characters', 'A DfE number has digits only.');
  const authority = laEstab.slice(0, 3);
  if (!isAuthorityCode(authority)) return fault('unknown-authority', 'No authority has the code in this DfE number.');
  return { valid: true, laEstab, authority, establishment: laEstab.slice(3) };
}

function tenDigits(text: string, what: string): ReturnType<typeof fault> | undefined {
  if (text.length !== 10) return fault('length', `${what} has 10 digits.`);
  return /^\d{10}$/.test(text) ? undefined : fault('characters', `${what} has digits only.`);
}

/** Each digit times a weight that falls by one from the first. */
function weighed(digits: string, first: number): number {
  return [...digits].reduce((sum, digit, index) => sum + Number(digit) * (first - index), 0);
}

function fault(kind: IdentifierFault, because: string): { valid: false; fault: IdentifierFault; because: string } {
  return { valid: false, fault: kind, because };
}
