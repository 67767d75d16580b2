import type { Letter, LetterState } from '../../letters/domain/letter.js';
import { dateInWords } from '../dates.js';

const STATES: Readonly<Record<LetterState, { readonly text: string; readonly classes: string }>> = {
  'to-send': { text: 'Waiting to be sent', classes: 'govuk-tag--yellow' },
  sent: { text: 'Taken by the mail server', classes: 'govuk-tag--green' },
  'not-delivered': { text: 'Refused by the mail server', classes: 'govuk-tag--red' },
  'to-send-by-hand': { text: 'To be sent by hand', classes: 'govuk-tag--orange' },
  'sent-by-hand': { text: 'Sent by hand', classes: 'govuk-tag--green' },
  'on-record': { text: 'On record', classes: 'govuk-tag--grey' },
};

const RECIPIENTS: Readonly<Record<Letter['recipient'], string>> = {
  authority: 'The authority, which reads it here',
  sen: 'SEN centre',
  'attendance-team': 'Attendance Team',
  school: 'School',
  agency: 'Agency',
  referrer: 'Referrer',
};

/** How far a letter has come, as a tag. */
export const stateTag = ({ state }: Pick<Letter, 'state'>) => STATES[state];

export function recipientName({ recipient, organisation }: Pick<Letter, 'recipient' | 'organisation'>): string {
  if (organisation === undefined) return RECIPIENTS[recipient];
  const code = organisation.toLowerCase().replaceAll('_', ' ');
  return recipient === 'school' ? `School ${organisation}` : `${RECIPIENTS[recipient]}: ${code}`;
}

/** The letters of a record for its page, the latest first. */
export function letterRows(path: string, letters: readonly Letter[]) {
  return letters.toReversed().map((letter) => ({
    href: `${path}/letters/${letter.letterId}`,
    title: letter.title,
    form: `${letter.form}, version ${letter.formVersion}`,
    to: recipientName(letter),
    state: stateTag(letter),
    since: dateInWords(letter.since),
  }));
}
