import {
  type FieldReading,
  readAddress,
  readDateOfBirth,
  readNames,
  readNhsNumber,
  readParents,
  readSex,
  readSiblings,
  readUpn,
} from './field-readings.js';
import { normalName } from './names.js';
import type { KnownChild, PersonDetails } from './person.js';

/** Stored with each proposal, so that one can be explained after the model has changed. */
export const SCORE_MODEL = 'matching-1';

/**
 * `same`: a number agrees and nothing speaks against it, or names, date of birth and address all agree.
 * `conflict`: a number agrees while date of birth and both names do not: two records to be looked at, never one child.
 */
export type Band = 'same' | 'possible' | 'not-enough' | 'conflict';

const SAME = 0.95;
const POSSIBLE = 0.5;

export interface MatchProposal {
  readonly childId: string;
  readonly band: Band;
  /** 0 to 1; the order of the list, not shown beside it. */
  readonly score: number;
  readonly fields: readonly FieldReading[];
  /** Two or three sentences in words. No personal data. */
  readonly why: string;
  /** A brother or sister of the same birthday is likely: the given name alone tells them apart. */
  readonly perhapsTwin: boolean;
  readonly model: typeof SCORE_MODEL;
}

export interface Matches {
  /** Best first; those of `not-enough` are left out, save a likely twin, which a person must see. */
  readonly proposals: readonly MatchProposal[];
  /** What the list comes to. Nothing is ever linked by itself: a person confirms (R36, R38, A16). */
  readonly outcome: 'none' | 'one' | 'several' | 'conflict';
}

/** One enquiry against one record, field by field (R38). */
export function compare(asked: PersonDetails, known: KnownChild): MatchProposal {
  const fields = [
    readUpn(asked, known),
    readNhsNumber(asked, known),
    ...readNames(asked, known),
    readDateOfBirth(asked.dateOfBirth, known.dateOfBirth),
    readAddress(asked.addresses, known.addresses),
    readSex(asked.sex, known.sex),
    readParents(asked.parents, known.parents),
    readSiblings(asked.siblings, known.siblings),
  ];
  const score = Math.max(
    0,
    Math.min(
      1,
      fields.reduce((sum, { weight }) => sum + weight, 0),
    ),
  );
  const rounded = Math.round(score * 100) / 100;
  const perhapsTwin = looksLikeTwin(asked, known, fields);
  const band = bandOf(fields, rounded, perhapsTwin);
  return {
    childId: known.childId,
    band,
    score: rounded,
    fields,
    why: inWords(fields, band, perhapsTwin),
    perhapsTwin,
    model: SCORE_MODEL,
  };
}

/** The enquiry against every candidate. Two that read as the same child are a conflict for a person to settle. */
export function match(asked: PersonDetails, candidates: readonly KnownChild[]): Matches {
  const proposals = candidates
    .map((known) => compare(asked, known))
    .filter(({ band, perhapsTwin }) => band !== 'not-enough' || perhapsTwin)
    .sort((a, b) => b.score - a.score || (a.childId < b.childId ? -1 : 1));
  const warned = warnOfTwins(proposals, candidates);
  return { proposals: warned, outcome: outcomeOf(warned) };
}

function outcomeOf(proposals: readonly MatchProposal[]): Matches['outcome'] {
  const same = proposals.filter(({ band }) => band === 'same').length;
  if (same > 1 || proposals.some(({ band }) => band === 'conflict')) return 'conflict';
  const standing = proposals.filter(({ band }) => band !== 'not-enough').length;
  return standing === 0 ? 'none' : standing === 1 ? 'one' : 'several';
}

function field(fields: readonly FieldReading[], name: FieldReading['field']): FieldReading | undefined {
  return fields.find((reading) => reading.field === name);
}

function numberAgrees(fields: readonly FieldReading[]): boolean {
  return (field(fields, 'upn')?.exact ?? false) || (field(fields, 'nhs-number')?.exact ?? false);
}

function bandOf(fields: readonly FieldReading[], score: number, perhapsTwin: boolean): Band {
  const contradicts = (name: FieldReading['field']): boolean => field(fields, name)?.sign === '-';
  if (numberAgrees(fields)) {
    if (contradicts('date-of-birth') && contradicts('family-name') && contradicts('given-name')) return 'conflict';
    const doubt =
      contradicts('date-of-birth') || contradicts('given-name') || contradicts('upn') || contradicts('nhs-number');
    return doubt ? 'possible' : 'same';
  }
  if (perhapsTwin) return field(fields, 'given-name')?.sign === '-' ? 'not-enough' : 'possible';
  const whole = ['family-name', 'given-name', 'date-of-birth', 'address'] as const;
  if (score >= SAME && whole.every((name) => field(fields, name)?.exact)) return 'same';
  return score >= POSSIBLE ? 'possible' : 'not-enough';
}

/** Everything of the family agrees and the given name does not: brother or sister, until a number says otherwise. */
function looksLikeTwin(asked: PersonDetails, known: PersonDetails, fields: readonly FieldReading[]): boolean {
  if (asked.givenName === undefined || known.givenName === undefined) return false;
  const given = field(fields, 'given-name');
  const knownBy = given?.reads.includes('known by') ?? false;
  if (given?.exact || knownBy || numberAgrees(fields)) return false;
  const family = field(fields, 'family-name')?.sign === '+';
  return family && (field(fields, 'date-of-birth')?.exact ?? false);
}

/** Where the register itself holds two children of one birthday and one family name, both proposals carry the warning. */
function warnOfTwins(proposals: readonly MatchProposal[], candidates: readonly KnownChild[]): MatchProposal[] {
  const families = new Map<string, number>();
  const key = ({ familyName = '', dateOfBirth = '' }: PersonDetails) => `${normalName(familyName)} ${dateOfBirth}`;
  for (const child of candidates) families.set(key(child), (families.get(key(child)) ?? 0) + 1);
  return proposals.map((proposal) => {
    const child = candidates.find(({ childId }) => childId === proposal.childId);
    if (child === undefined || (families.get(key(child)) ?? 0) < 2 || proposal.perhapsTwin) return proposal;
    const band = proposal.band === 'same' && !numberAgrees(proposal.fields) ? 'possible' : proposal.band;
    return { ...proposal, band, perhapsTwin: true, why: inWords(proposal.fields, band, true) };
  });
}

const BAND_WORDS: Readonly<Record<Band, string>> = {
  same: 'Reads as the same child.',
  possible: 'Possibly the same child.',
  'not-enough': 'Not enough to say so.',
  conflict: 'A number agrees, but date of birth and names do not: one of the records may be wrong.',
};

const FIELD_WORDS: Readonly<Record<FieldReading['field'], string>> = {
  upn: 'UPN',
  'nhs-number': 'NHS number',
  'family-name': 'family name',
  'given-name': 'given name',
  'date-of-birth': 'date of birth',
  sex: 'sex',
  address: 'address',
  parents: 'parents',
  siblings: 'siblings',
};

function inWords(fields: readonly FieldReading[], band: Band, perhapsTwin: boolean): string {
  const list = (sign: FieldReading['sign']) =>
    fields
      .filter((reading) => reading.sign === sign)
      .map(({ field: name, reads }) => `${FIELD_WORDS[name]} (${reads})`);
  const [agreeing, against] = [list('+'), list('-')];
  return [
    BAND_WORDS[band],
    agreeing.length === 0 ? 'Nothing agrees.' : `Agreeing: ${agreeing.join(', ')}.`,
    against.length === 0 ? 'Nothing contradicts.' : `Against: ${against.join(', ')}.`,
    ...(numberAgrees(fields) ? [] : ['No number confirms it.']),
    ...(perhapsTwin ? ['It may be a brother or sister of the same birthday: compare given names and numbers.'] : []),
  ].join(' ');
}
