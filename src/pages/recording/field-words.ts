import type { Choice } from '../form-fields.js';

/** Fields whose names would not be understood as they are. */
const LABELS: Readonly<Record<string, string>> = {
  occurredOn: 'Day it happened',
  at: 'Time of day',
  by: 'By whom',
  urn: 'School',
  mainSchool: 'Main school',
  upn: 'Unique pupil number',
  formerUpns: 'Former pupil numbers',
  uln: 'Unique learner number',
  sen: 'Special educational needs',
  first: 'First day',
  last: 'Last day',
  why: 'Reason',
  from: 'Who told it',
  written: 'Notice in writing',
  hash: 'Fingerprint of the document',
  noticeHash: 'Fingerprint of the notice',
  livesWith: 'Lives with this parent',
  system: 'Database',
  residentInArea: 'Lives in the area',
  toAuthority: 'Authority that the case goes to',
  fromAuthority: 'Authority that sent it',
  siblingId: 'Brother or sister',
};

/** A field `code` is called by what its list holds. */
const CODES: Readonly<Record<string, string>> = {
  attendance_code: 'Attendance code',
  cause: 'Cause',
  dfe_cme_reason: 'Reason',
  reasonable_enquiry: 'Enquiry',
  vulnerable_group: 'Group',
};

/** One of a list of parts. */
const ONE_OF: Readonly<Record<string, string>> = { Parents: 'Parent', 'Not done': 'Enquiry not made' };

/** What a field holds, where the sentence for programs would not help a person at a form. */
const HINTS: Readonly<Record<string, string>> = {
  owner: 'A team, such as cme-assistant@926, or a member of staff by their id.',
  siblingId: 'Open that child’s record and copy its address from the browser.',
};

/** Values that would not be understood as they are, by field. */
const VALUES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  sex: { F: 'Female', M: 'Male', U: 'Not known' },
  sen: {
    N: 'No special educational needs',
    K: 'SEN support',
    E: 'Education, health and care plan',
    S: 'Statement of special educational needs',
  },
  session: { AM: 'Morning', PM: 'Afternoon' },
};

/** Values that mean the same in every field. */
const EVERYWHERE: Readonly<Record<string, string>> = {
  la: 'Local authority',
  eotas: 'Education otherwise than at school',
};

/** What may be written into a field although nothing refuses another word, by the name of its control. */
const USUAL: Readonly<Record<string, readonly string[]>> = {
  'evidence.kind': [
    'enrolment-confirmation',
    'provision',
    'assessment',
    'notice',
    'residence',
    'acknowledgement',
    'confirmation',
    'record',
  ],
};

const ACRONYMS: ReadonlySet<string> = new Set(['urn', 'upn', 'am', 'pm', 'cme', 'ehcp', 'nhs', 'dfe', 'la', 'sen']);

/** `expectedReturn` as "Expected return", `NO_ANSWER` as "No answer". */
export function inWords(name: string): string {
  const words = name
    .replace(/Ids?$/, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[-_]/g, ' ')
    .toLowerCase()
    .split(' ')
    .map((word) => (ACRONYMS.has(word) ? word.toUpperCase() : word))
    .join(' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What a field is called at a form. */
export function labelOf(field: string, list?: string): string {
  return (field === 'code' && list !== undefined ? CODES[list] : undefined) ?? LABELS[field] ?? inWords(field);
}

/** "Parents" as "Parent 2": one row of a list of parts. */
export function rowLabel(label: string, row: number): string {
  return `${ONE_OF[label] ?? label} ${row + 1}`;
}

/** The code list of a field that names none itself. */
export function listOf(control: string): string | undefined {
  return /^notDone\.\d+\.code$/.test(control) ? 'reasonable_enquiry' : undefined;
}

/** In the middle of a sentence: "outcome", but "URN" as it is. */
export function withinSentence(label: string): string {
  const [first = ''] = label.split(' ');
  return first === first.toUpperCase() && first.length > 1 ? label : label.charAt(0).toLowerCase() + label.slice(1);
}

export function valueWords(field: string, value: string): string {
  return VALUES[field]?.[value] ?? EVERYWHERE[value] ?? inWords(value);
}

export function usualChoices(control: string): readonly Choice[] | undefined {
  return USUAL[control]?.map((value) => ({ value, text: inWords(value) }));
}

/** Said of a list that is there to choose from: its name, and how its things are named, are for programs. */
const FOR_PROGRAMS = [
  /:? ?(?:a )?codes? of [^.;]*list [a-z_]+/i,
  /,? by (?:its|the parent’s|their) (?:URN|id)/,
  /(?<=Special educational needs[^:]*): N none, K support, E plan, S statement/,
  /(?<=What shows it): [a-z, -]+/,
];

/** The hint of a field: what it holds, without what its choices say already, and nothing where nothing is left to say. */
export function hintOf(field: string, label: string, is: string, chosen: boolean): string | undefined {
  if (!chosen) return HINTS[field] ?? (repeats(label, is) ? undefined : is);
  if (field === 'parentId') return 'A parent who is on record already; leave it for a new one.';
  const left = FOR_PROGRAMS.reduce((text, each) => text.replace(each, ''), is).replace(/^[;,: ]+/, '');
  return left === '' || left === '.' || repeats(label, left) ? undefined : left.charAt(0).toUpperCase() + left.slice(1);
}

/** "Why." of a field "Reason", "The outcome." of "Outcome": nothing that the label does not say. */
function repeats(label: string, is: string): boolean {
  const bare = is.replace(/^The /, '').replace(/\.$/, '').toLowerCase();
  return bare === 'why' || bare === label.toLowerCase();
}
