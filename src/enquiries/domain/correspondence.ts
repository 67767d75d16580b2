import { type LetterCommand, letterDecisions } from '../../letters/domain/decisions.js';
import { type LetterEvent, letterFolds } from '../../letters/domain/letter.js';
import { arrived, type Decisions, type Folds, refuse } from './facet.js';

/** R60: the letters about an enquiry, from the writing to the recipient's mail server. */
export const correspondenceFolds: Folds<LetterEvent> = {
  LetterWritten: (enquiry, data) => ({
    ...enquiry,
    letters: letterFolds.LetterWritten(enquiry.letters, data),
    // It was still to be written when its answer fell.
    superseded: enquiry.updatedOn === undefined ? [...enquiry.superseded, data.letterId] : enquiry.superseded,
  }),
  LetterSent: (enquiry, data) => ({ ...enquiry, letters: letterFolds.LetterSent(enquiry.letters, data) }),
  LetterNotDelivered: (enquiry, data) => ({
    ...enquiry,
    letters: letterFolds.LetterNotDelivered(enquiry.letters, data),
  }),
  LetterSentAgain: (enquiry, data) => ({ ...enquiry, letters: letterFolds.LetterSentAgain(enquiry.letters, data) }),
  LetterSentByHand: (enquiry, data) => ({ ...enquiry, letters: letterFolds.LetterSentByHand(enquiry.letters, data) }),
};

/** They are answered on a closed enquiry too: its last letter may still be under way. */
export const correspondenceDecisions: Decisions<LetterCommand, LetterEvent> = {
  WriteLetter: (enquiry, command, { today }) => {
    arrived(enquiry, 'R39');
    return letterDecisions.WriteLetter(enquiry.letters, command, today);
  },
  RecordLetterSent: (enquiry, command, { today }) => letterDecisions.RecordLetterSent(enquiry.letters, command, today),
  RecordLetterNotDelivered: (enquiry, command, { today }) =>
    letterDecisions.RecordLetterNotDelivered(enquiry.letters, command, today),
  SendLetterAgain: (enquiry, command, { today }) => {
    const sent = letterDecisions.SendLetterAgain(enquiry.letters, command, today);
    if (sent.length > 0 && enquiry.superseded.includes(command.letterId)) {
      refuse('R39', 'answer-superseded', 'The enquiry has come to something else since: tell the referrer that.');
    }
    return sent;
  },
  RecordLetterSentByHand: (enquiry, command, { today }) =>
    letterDecisions.RecordLetterSentByHand(enquiry.letters, command, today),
};
