import { checkNhsNumber, checkUpn } from '../../policy/domain/identifiers.js';
import type { LocalDate } from '../../schools/domain/local-date.js';
import { nameLikeness, nameParts, normalName } from './names.js';
import type { PersonDetails, PlaceOfLiving } from './person.js';

export type Field =
  | 'upn'
  | 'nhs-number'
  | 'family-name'
  | 'given-name'
  | 'date-of-birth'
  | 'sex'
  | 'address'
  | 'parents'
  | 'siblings';

/** How one field of the enquiry reads against the record, in words; a person sees this, not the weight. */
export interface FieldReading {
  readonly field: Field;
  /** 'spelling variant', 'day and month exchanged', 'cannot be compared: not given'. No personal data. */
  readonly reads: string;
  readonly sign: '+' | '-' | '0';
  readonly weight: number;
  /** The field agrees wholly. */
  readonly exact: boolean;
}

/** Weights of score model 1: name, date and postcode that agree come to 0.95; docs/matching.md says why. */
const WEIGHTS = {
  upn: 1,
  temporaryUpn: 0.3,
  otherUpn: -0.15,
  nhsNumber: 1,
  otherNhsNumber: -0.4,
  familyName: { same: 0.25, part: 0.2, spelling: 0.18, sound: 0.12, different: -0.05 },
  givenName: { same: 0.25, part: 0.2, spelling: 0.18, sound: 0.12, different: -0.15 },
  knownAs: 0.22,
  exchanged: 0.2,
  exchangedVariant: 0.15,
  dateOfBirth: { same: 0.3, exchanged: 0.2, slip: 0.12, different: -0.25 },
  sex: -0.1,
  postcode: 0.15,
  address: 0.1,
  uncertainAddress: 0.05,
  parent: 0.05,
  sibling: 0.05,
} as const;

const reading = (field: Field, reads: string, weight: number, exact = false): FieldReading => ({
  field,
  reads,
  sign: weight > 0 ? '+' : weight < 0 ? '-' : '0',
  weight,
  exact,
});

const notGiven = (field: Field): FieldReading => reading(field, 'cannot be compared: not given', 0);

/** A permanent number that agrees is the best evidence; a child may have had several, so another number settles little. */
export function readUpn(asked: PersonDetails, known: PersonDetails): FieldReading {
  if (asked.upn === undefined || known.upn === undefined) return notGiven('upn');
  const [one, other] = [checkUpn(asked.upn), checkUpn(known.upn)];
  if (!one.valid) return reading('upn', 'cannot be compared: not a valid number', 0);
  const former = (known.formerUpns ?? []).some((text) => normalUpn(text) === one.upn);
  if (!former && (!other.valid || other.upn !== one.upn)) {
    return reading('upn', 'different: a child may have several', WEIGHTS.otherUpn);
  }
  if (one.kind === 'temporary') return reading('upn', 'the same temporary number: weak evidence', WEIGHTS.temporaryUpn);
  return former
    ? reading('upn', 'the same as a former number', WEIGHTS.upn, true)
    : reading('upn', 'the same', WEIGHTS.upn, true);
}

function normalUpn(text: string): string {
  return text.replace(/\s/g, '').toUpperCase();
}

export function readNhsNumber(asked: PersonDetails, known: PersonDetails): FieldReading {
  if (asked.nhsNumber === undefined || known.nhsNumber === undefined) return notGiven('nhs-number');
  const [one, other] = [checkNhsNumber(asked.nhsNumber), checkNhsNumber(known.nhsNumber)];
  if (!one.valid || !other.valid) return reading('nhs-number', 'cannot be compared: not a valid number', 0);
  if (one.nhsNumber === other.nhsNumber) return reading('nhs-number', 'the same', WEIGHTS.nhsNumber, true);
  return reading('nhs-number', 'different', WEIGHTS.otherNhsNumber);
}

const LIKENESS = {
  same: 'the same',
  part: 'one part of the name is the same',
  spelling: 'spelling variant',
  sound: 'sounds alike',
  different: 'different',
} as const;

/** Both names together, for they may stand exchanged. */
export function readNames(asked: PersonDetails, known: PersonDetails): [FieldReading, FieldReading] {
  const { givenName: given, familyName: family } = asked;
  const straight: [FieldReading, FieldReading] = [readFamilyName(asked, known), readGivenName(asked, known)];
  if (given === undefined || family === undefined || known.givenName === undefined || known.familyName === undefined) {
    return straight;
  }
  const across = [nameLikeness(given, known.familyName), nameLikeness(family, known.givenName)];
  const exchanged = across.every((likeness) => likeness === 'same' || likeness === 'spelling');
  if (!exchanged || straight.some(({ sign }) => sign === '+')) return straight;
  const [reads, weight] = across.every((likeness) => likeness === 'same')
    ? ['the same, with given and family name exchanged', WEIGHTS.exchanged]
    : ['spelling variant, with given and family name exchanged', WEIGHTS.exchangedVariant];
  return [reading('family-name', reads, weight), reading('given-name', reads, weight)];
}

function readFamilyName(asked: PersonDetails, known: PersonDetails): FieldReading {
  if (asked.familyName === undefined || known.familyName === undefined) return notGiven('family-name');
  const likeness = nameLikeness(asked.familyName, known.familyName);
  if (likeness === 'same') return reading('family-name', LIKENESS.same, WEIGHTS.familyName.same, true);
  const others = [...(known.otherFamilyNames ?? []), ...(asked.otherFamilyNames ?? [])].map(normalName);
  const names = [normalName(asked.familyName), normalName(known.familyName)];
  if (others.some((name) => names.includes(name))) {
    return reading('family-name', 'the same as another name of the family', WEIGHTS.familyName.part);
  }
  return reading('family-name', LIKENESS[likeness], WEIGHTS.familyName[likeness]);
}

function readGivenName(asked: PersonDetails, known: PersonDetails): FieldReading {
  if (asked.givenName === undefined || known.givenName === undefined) return notGiven('given-name');
  const likeness = nameLikeness(asked.givenName, known.givenName);
  if (likeness === 'same') return reading('given-name', LIKENESS.same, WEIGHTS.givenName.same, true);
  const called = [
    [asked.knownAs, known.givenName],
    [asked.givenName, known.knownAs],
    [asked.knownAs, known.knownAs],
  ].some(([one, other]) => one !== undefined && other !== undefined && normalName(one) === normalName(other));
  if (called) return reading('given-name', 'the same as the name the child is known by', WEIGHTS.knownAs);
  return reading('given-name', LIKENESS[likeness], WEIGHTS.givenName[likeness]);
}

export function readDateOfBirth(asked: LocalDate | undefined, known: LocalDate | undefined): FieldReading {
  if (asked === undefined || known === undefined) return notGiven('date-of-birth');
  const weights = WEIGHTS.dateOfBirth;
  if (asked === known) return reading('date-of-birth', 'the same', weights.same, true);
  const [one, other] = [asked.split('-'), known.split('-')];
  if (one[0] === other[0] && one[1] === other[2] && one[2] === other[1]) {
    return reading('date-of-birth', 'day and month exchanged', weights.exchanged);
  }
  const differing = ['year', 'month', 'day'].filter((_, index) => one[index] !== other[index]);
  if (differing.length > 1) return reading('date-of-birth', 'different', weights.different);
  return reading('date-of-birth', `the same but for the ${differing[0]}`, weights.slip);
}

export function readSex(asked: PersonDetails['sex'], known: PersonDetails['sex']): FieldReading {
  if (asked === undefined || known === undefined || asked === 'U' || known === 'U') return notGiven('sex');
  return asked === known ? reading('sex', 'the same', 0, true) : reading('sex', 'different', WEIGHTS.sex);
}

/** The best of all addresses on either side. People move: a different address says nothing against a match. */
export function readAddress(asked: readonly PlaceOfLiving[] = [], known: readonly PlaceOfLiving[] = []): FieldReading {
  const pairs = asked.flatMap((one) => known.map((other) => readPlace(one, other)));
  const [best] = pairs.sort((a, b) => b.weight - a.weight);
  return best ?? notGiven('address');
}

function readPlace(one: PlaceOfLiving, other: PlaceOfLiving): FieldReading {
  const [a, b] = [normalPostcode(one.postcode), normalPostcode(other.postcode)];
  const [house, otherHouse] = [houseNumber(one.lines), houseNumber(other.lines)];
  if (a !== '' && a === b && isWhole(a)) {
    if (house === '' || otherHouse === '')
      return reading('address', 'the same postcode, house not given: uncertain', WEIGHTS.address);
    if (house === otherHouse) return reading('address', 'the same postcode and house', WEIGHTS.postcode, true);
    return reading('address', 'the same postcode, another house', WEIGHTS.uncertainAddress);
  }
  const [street, otherStreet] = [normalName(one.lines.join(' ')), normalName(other.lines.join(' '))];
  if (house !== '' && house === otherHouse && street !== '' && street === otherStreet) {
    return reading('address', 'the same house and street, postcode not the same or not given', WEIGHTS.address);
  }
  return reading('address', 'different: a family may have moved', 0);
}

export function normalPostcode(postcode: string | undefined): string {
  return (postcode ?? '').replace(/\s/g, '').toUpperCase();
}

function isWhole(postcode: string): boolean {
  return /^[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}$/.test(postcode);
}

function houseNumber(lines: readonly string[]): string {
  return /\b\d+[a-z]?\b/i.exec(lines.join(' '))?.[0].toLowerCase() ?? '';
}

export function readParents(asked: readonly string[] = [], known: readonly string[] = []): FieldReading {
  if (asked.length === 0 || known.length === 0) return notGiven('parents');
  const shared = asked.some((one) => known.some((other) => sameFullName(one, other)));
  return shared
    ? reading('parents', 'a parent of the same name', WEIGHTS.parent)
    : reading('parents', 'no name in common', 0);
}

export function readSiblings(
  asked: PersonDetails['siblings'] = [],
  known: PersonDetails['siblings'] = [],
): FieldReading {
  if (asked.length === 0 || known.length === 0) return notGiven('siblings');
  const shared = asked.some((one) =>
    known.some(
      (other) =>
        sameFullName(one.name, other.name) &&
        (one.dateOfBirth ?? other.dateOfBirth) === (other.dateOfBirth ?? one.dateOfBirth),
    ),
  );
  return shared
    ? reading('siblings', 'a sibling of the same name', WEIGHTS.sibling)
    : reading('siblings', 'no name in common', 0);
}

/** The same parts in any order. */
function sameFullName(one: string, other: string): boolean {
  return nameParts(one).sort().join(' ') === nameParts(other).sort().join(' ') && nameParts(one).length > 0;
}
