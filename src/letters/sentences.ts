import type { LetterEvent } from './domain/letter.js';

export type LetterSentences = {
  readonly [T in LetterEvent['type']]: (data: Extract<LetterEvent, { readonly type: T }>['data']) => string;
};

const TO: Readonly<Record<string, string>> = {
  authority: 'the authority',
  sen: 'the SEN centre',
  'attendance-team': 'the Attendance Team',
  school: 'the school',
  agency: 'the agency',
  referrer: 'the referrer',
};

/** One plain sentence for each fact of a letter. */
export const letterSentences: LetterSentences = {
  LetterWritten: ({ title, recipient, delivery }) =>
    `Written for ${TO[recipient] ?? 'its recipient'}: ${title}${delivery === 'by-hand' ? '; no mailbox is known for it' : ''}.`,
  LetterSent: ({ attempt }) => `The mail server took the letter over${attempt > 1 ? ` at attempt ${attempt}` : ''}.`,
  LetterNotDelivered: ({ reply }) => `The mail server refused the letter (${reply}).`,
  LetterSentAgain: ({ attempt, address }) =>
    `The letter is sent again, attempt ${attempt}${address === undefined ? '' : ', to another address'}.`,
  LetterSentByHand: ({ how }) => `The letter was sent another way: ${how}.`,
};
