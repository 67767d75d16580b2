import type { AccessEvent } from './domain/access.js';

const PARTS: Readonly<Record<string, string>> = {
  record: 'the record',
  history: 'the history',
  safeguarding: 'the restricted record',
  access: 'who looked',
  // Of a child: as one whom an outside enquiry may be about.
  enquiry: 'the record, as one that an enquiry may be about',
  amend: 'the enquiry, to correct it',
  search: 'the row of the caseload, found by a search',
};

const part = (what: string) => PARTS[what] ?? what.replaceAll('-', ' ');
const ended = (text: string | undefined) => (text === undefined ? '.' : `: ${text}.`);

function joined(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

const FIELDS: Readonly<Record<string, string>> = { name: 'name', dateOfBirth: 'date of birth', number: 'number' };

function searched({ by = '', shown = '' }: Readonly<Record<string, string>>): string {
  const fields = by.split('+').flatMap((field) => FIELDS[field] ?? []);
  return `Looked for a child by ${joined(fields)}; ${shown} shown.`;
}

/** What somebody did, in one plain sentence; erased words read `[erased]`. */
export function sentenceOf({ type, data }: AccessEvent): string {
  switch (type) {
    case 'RecordViewed':
      return `Looked at ${joined(data.what.map(part))}.`;
    case 'ListViewed':
      return data.list === 'child-search' ? searched(data.filters) : `Looked at the list ${data.list}.`;
    case 'EmergencyAccessUsed':
      return `Took emergency access to the restricted record: ${data.reason}.`;
    case 'EmergencyAccessReviewed':
      return `Judged an emergency access ${data.outcome.replaceAll('-', ' ')}${ended(data.note)}`;
    default:
      return `${type as string}.`;
  }
}
