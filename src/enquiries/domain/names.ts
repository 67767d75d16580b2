/** Names as they are compared: small letters without accents, apostrophes and hyphens. */

/** 'O’Brien-Łuczak' is 'obrien luczak': hyphens part, apostrophes join. */
export function normalName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[’'`´]/g, '')
    .replace(/[łŁ]/g, 'l')
    .replace(/[øØ]/g, 'o')
    .replace(/[đĐ]/g, 'd')
    .replace(/ß/g, 'ss')
    .toLowerCase()
    .replace(/[^\p{L}]+/gu, ' ')
    .trim();
}

export function nameParts(name: string): string[] {
  return normalName(name)
    .split(' ')
    .filter((part) => part !== '');
}

const ALIKE: readonly (readonly [RegExp, string])[] = [
  [/ph/g, 'f'],
  [/[ck]h/g, 'k'],
  [/kn|gn/g, 'n'],
  [/wr/g, 'r'],
  [/sch|sh|ci|ti(?=on)/g, 's'],
  [/[cq]/g, 'k'],
  [/x/g, 'ks'],
  [/[zj]/g, 's'],
  [/[vw]/g, 'f'],
  [/[dt]h?/g, 't'],
  [/[bp]/g, 'p'],
  [/g/g, 'k'],
];

/** How a name sounds, roughly: consonants that English ears confuse are one, vowels after the first are none. Finds candidates, decides nothing. */
export function soundOf(name: string): string {
  const plain = ALIKE.reduce((sound, [from, to]) => sound.replace(from, to), normalName(name).replace(/ /g, ''));
  const first = plain.slice(0, 1).replace(/[aeiouy]/, 'a');
  return (first + plain.slice(1).replace(/[aeiouyh]/g, '')).replace(/(.)\1+/g, '$1');
}

/** Changes of one letter, or exchanges of two neighbours, between two words; more than `most` is reported as `most + 1`. */
export function slips(a: string, b: string, most = 2): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      next.push(cost);
    }
    before = row;
    row = next;
  }
  return Math.min(row[b.length] ?? 0, most + 1);
}

export type NameLikeness = 'same' | 'part' | 'spelling' | 'sound' | 'different';

/**
 * The same; one of several parts the same ('Ana Maria', 'Maria'); a spelling variant: one slip, two in a word of seven
 * letters or more; alike by sound only; different.
 */
export function nameLikeness(a: string, b: string): NameLikeness {
  const [one, other] = [normalName(a), normalName(b)];
  if (one === other) return 'same';
  const joined: readonly [string, string] = [one.replaceAll(' ', ''), other.replaceAll(' ', '')];
  if (joined[0] === joined[1]) return 'same';
  const parts = new Set(nameParts(b));
  if (nameParts(a).some((part) => part.length > 2 && parts.has(part))) return 'part';
  const length = Math.min(joined[0].length, joined[1].length);
  const allowed = length >= 7 ? 2 : length >= 3 ? 1 : 0;
  if (slips(joined[0], joined[1]) <= allowed) return 'spelling';
  const sound = soundOf(a);
  return sound.length > 1 && sound === soundOf(b) ? 'sound' : 'different';
}
