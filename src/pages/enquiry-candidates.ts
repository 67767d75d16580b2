import type { Proposal } from '../enquiries/domain/roll-check.js';
import type { EnquiryRead } from '../enquiries/queries/read-enquiry.js';
import { dateInWords } from './dates.js';

/** Of a child's record, what it is compared by. */
export interface KnownPerson {
  readonly givenName?: string;
  readonly familyName?: string;
  readonly dateOfBirth?: string;
  readonly sex?: string;
  readonly upn?: string;
  readonly formerUpns?: readonly string[];
  readonly address?: {
    readonly lines: readonly string[] | string;
    readonly postcode?: string;
    readonly confidential?: boolean;
  };
  readonly parents?: readonly { readonly name: string }[];
}

const FIELDS: Readonly<Record<string, string>> = {
  upn: 'Unique pupil number',
  'nhs-number': 'NHS number',
  'family-name': 'Family name',
  'given-name': 'Given name',
  'date-of-birth': 'Date of birth',
  sex: 'Sex',
  address: 'Address',
  parents: 'Parents and carers',
  siblings: 'Brothers and sisters',
};

const BANDS: Readonly<Record<string, string>> = {
  same: 'Reads as the same child',
  possible: 'Possibly the same child',
  'not-enough': 'Little agrees',
  conflict: 'A number agrees, names and birthday do not',
};

const SIGNS: Readonly<Record<string, string>> = { '+': 'speaks for it', '-': 'speaks against it', '0': '' };

/** The records that may be the child's, best first, each with its comparison in words (R38, docs/matching.md). */
export function candidatesOf(enquiry: EnquiryRead, known: ReadonlyMap<string, KnownPerson>) {
  const { proposals, link, rejected, unsure } = enquiry;
  return [...proposals]
    .sort((one, other) => other.score - one.score)
    .map((proposal, index) => {
      const { childId, band, score, why, perhapsTwin, urn } = proposal;
      const person = known.get(childId);
      const needed = unsure.find((each) => each.childId === childId)?.needed;
      return {
        number: index + 1,
        childId,
        band: BANDS[band] ?? band,
        score: `${score.toFixed(2)} of 1`,
        why,
        perhapsTwin,
        name: person === undefined ? 'Record not shown' : nameOf(person),
        school: urn === undefined ? 'On no roll' : `On the roll of school ${urn}`,
        href: `/children/${childId}`,
        rows: proposal.fields.map((each) => rowOf(each, enquiry, person)),
        confirmed: link?.childId === childId,
        rejected: rejected.includes(childId),
        ...(needed === undefined ? {} : { needed }),
      };
    });
}

function rowOf({ field, reads, sign }: Proposal['fields'][number], enquiry: EnquiryRead, person?: KnownPerson) {
  const sense = SIGNS[sign] ?? '';
  return {
    field: FIELDS[field] ?? field,
    told: toldOf(field, enquiry) ?? 'not given',
    known: (person && recordedOf(field, person)) ?? 'not given',
    reads: sense === '' ? reads : `${reads} (${sense})`,
  };
}

function toldOf(field: string, { child = {} }: EnquiryRead): string | undefined {
  const { upn, nhsNumber, familyName, givenName, knownAs, dateOfBirth, sex, address, formerAddress, parents } = child;
  switch (field) {
    case 'upn':
      return upn;
    case 'nhs-number':
      return nhsNumber;
    case 'family-name':
      return familyName;
    case 'given-name':
      return [givenName, knownAs && `called ${knownAs}`].filter(Boolean).join(', ') || undefined;
    case 'date-of-birth':
      return dateOfBirth && dateOrText(dateOfBirth);
    case 'sex':
      return sex;
    case 'address':
      return (
        [address, formerAddress].flatMap((each) => (each ? [addressInWords(each)] : [])).join('; before: ') || undefined
      );
    case 'parents':
      return parents?.join(', ');
    default:
      return undefined;
  }
}

function recordedOf(field: string, person: KnownPerson): string | undefined {
  const { upn, formerUpns = [], familyName, givenName, dateOfBirth, sex, address, parents } = person;
  switch (field) {
    case 'upn':
      return [upn, ...formerUpns.map((each) => `${each} before`)].filter(Boolean).join(', ') || undefined;
    case 'family-name':
      return familyName;
    case 'given-name':
      return givenName;
    case 'date-of-birth':
      return dateOfBirth && dateOrText(dateOfBirth);
    case 'sex':
      return sex;
    case 'address':
      return address && (address.confidential ? 'Confidential: not shown here' : addressInWords(address));
    case 'parents':
      return parents?.map(({ name }) => name).join(', ');
    default:
      return undefined;
  }
}

export function addressInWords({ lines, postcode }: { lines: readonly string[] | string; postcode?: string }): string {
  return [lines, postcode ?? []].flat(2).join(', ');
}

function nameOf({ givenName = '', familyName = '' }: KnownPerson): string {
  return `${givenName} ${familyName.toUpperCase()}`.trim() || 'Name not known';
}

/** A date that was erased, or told as it never was, is no date. */
export function dateOrText(date: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(date) ? dateInWords(date) : date;
}
