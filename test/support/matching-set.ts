import type { KnownChild, PersonDetails } from '../../src/enquiries/domain/person.js';
import { upnCheckLetter } from '../../src/policy/domain/identifiers.js';

/** An enquiry about an invented child, and which record is the right one (none: the child is not known). */
export interface KnownTruth {
  readonly asked: PersonDetails;
  readonly truth?: string;
  readonly errors: readonly string[];
}

const GIVEN =
  'Ada Ben Cara Dylan Ella Finn Grace Harry Isla Jack Kira Liam Mia Noah Olga Piotr Rosa Sam Tomas Una Vera Will Yusuf Zara Amelia Charlie Maria-Luisa'.split(
    ' ',
  );
const FAMILY =
  'Amis Bullard Catchpole Dye Eke Frost Gooch Howes Ives Jermy Kett Larter Mace Nudd Oram Pye Quantrill Rix Skipper Thrower Utting Vincent Wones Youngs Kowalska Ferreira O’Neill Ahmed'.split(
    ' ',
  );
const STREETS = ['Mill Lane', 'Quay Road', 'Church Street', 'The Loke'];

/** Numbers that look like chance and are the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A register of so many families, with brothers and sisters, twins in every eighth, two families to some postcodes. */
export function register(seed: number, families: number): KnownChild[] {
  const chance = seeded(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)] as T;
  const children: KnownChild[] = [];
  for (let family = 0; family < families; family++) {
    const familyName = pick(FAMILY);
    const postcode = `NR${1 + Math.floor(chance() * 30)} ${1 + Math.floor(chance() * 9)}A${'BDEFGH'[family % 6]}`;
    const address = { lines: [`${1 + Math.floor(chance() * 90)} ${pick(STREETS)}`], postcode };
    const count = family % 8 === 0 ? 2 : 1 + Math.floor(chance() * 3);
    let born = birthday(chance);
    const names = new Set<string>();
    for (let sibling = 0; sibling < count; sibling++) {
      let givenName = pick(GIVEN);
      while (names.has(givenName)) givenName = pick(GIVEN);
      names.add(givenName);
      if (sibling > 0 && family % 8 !== 0) born = birthday(chance);
      const body = `9269901${String(born.year - 2000 + 4)
        .padStart(2, '0')
        .slice(-2)}${String(children.length % 1000).padStart(3, '0')}`;
      children.push({
        childId: `child-${children.length}`,
        givenName,
        familyName,
        dateOfBirth: born.date,
        sex: chance() < 0.5 ? 'F' : 'M',
        upn: upnCheckLetter(body) + body,
        addresses: [address],
        parents: [`Kim ${familyName}`],
      });
    }
  }
  return children;
}

function birthday(chance: () => number): { date: string; year: number } {
  const year = 2010 + Math.floor(chance() * 11);
  const month = 1 + Math.floor(chance() * 12);
  const day = 1 + Math.floor(chance() * 28);
  return { year, date: `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}` };
}

/** Enquiries about children of the register, with the errors that enquiries have, and some about children it does not hold. */
export function enquiries(seed: number, known: readonly KnownChild[], count: number): KnownTruth[] {
  const chance = seeded(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)] as T;
  return Array.from({ length: count }, (_, index): KnownTruth => {
    if (index % 5 === 4) return { asked: stranger(known, chance), errors: ['not known'] };
    const child = pick(known);
    const { childId, upn: _upn, parents: _parents, ...told } = child;
    const errors: string[] = [];
    let asked: PersonDetails = told;
    const err = (likely: number, name: string, change: (person: PersonDetails) => PersonDetails) => {
      if (chance() >= likely) return;
      errors.push(name);
      asked = change(asked);
    };
    err(0.3, 'number given', (person) => ({ ...person, ...(child.upn === undefined ? {} : { upn: child.upn }) }));
    err(0.2, 'slip in given name', (person) => ({ ...person, givenName: slip(person.givenName ?? '', chance) }));
    err(0.15, 'slip in family name', (person) => ({ ...person, familyName: slip(person.familyName ?? '', chance) }));
    err(0.06, 'names exchanged', (person) => ({
      ...person,
      givenName: person.familyName ?? '',
      familyName: person.givenName ?? '',
    }));
    err(0.1, 'day and month exchanged', (person) => ({ ...person, dateOfBirth: exchanged(person.dateOfBirth ?? '') }));
    err(0.4, 'moved', (person) => ({ ...person, addresses: [{ lines: ['9 Quay Street'], postcode: 'IP1 1AA' }] }));
    err(0.05, 'another family name', (person) => ({ ...person, familyName: pick(FAMILY) }));
    return { asked, truth: childId, errors };
  });
}

/** A child whose details are the register's by half: the family name of one, the birthday of another. */
function stranger(known: readonly KnownChild[], chance: () => number): PersonDetails {
  const one = known[Math.floor(chance() * known.length)];
  const other = known[Math.floor(chance() * known.length)];
  return {
    givenName: GIVEN[Math.floor(chance() * GIVEN.length)] ?? '',
    familyName: one?.familyName ?? '',
    dateOfBirth: other?.dateOfBirth ?? '',
    addresses: [{ lines: ['2 Elm Road'], postcode: 'CB1 1AA' }],
  };
}

function slip(name: string, chance: () => number): string {
  if (name.length < 3) return name;
  const at = 1 + Math.floor(chance() * (name.length - 2));
  if (chance() < 0.5) return name.slice(0, at) + name.slice(at + 1);
  return name.slice(0, at) + (name[at + 1] ?? '') + (name[at] ?? '') + name.slice(at + 2);
}

function exchanged(date: string): string {
  const [year, month, day = ''] = date.split('-');
  return Number(day) <= 12 ? `${year}-${day}-${month}` : date;
}
