import { LetterSentByHandBody, SendLetterBody } from '../bodies/letters.js';
import { type Chapter, records } from '../recording.js';

/** What a person does about a letter that has not arrived (R60). */
export const LETTERS: Chapter = {
  name: 'LetterSending',
  title: 'Letters',
  routes: [
    records('SendLetterAgain', {
      path: ':id/letters/:letterId/sending',
      summary: 'Send a letter again, or to a mailbox that was not known',
      body: SendLetterBody,
    }),
    records('RecordLetterSentByHand', {
      path: ':id/letters/:letterId/sending-by-hand',
      summary: 'Record that a letter was sent in another way than by mail',
      body: LetterSentByHandBody,
    }),
  ],
};
