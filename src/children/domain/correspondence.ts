import { type LetterCommand, letterDecisions } from '../../letters/domain/decisions.js';
import { type LetterEvent, letterFolds } from '../../letters/domain/letter.js';
import type { Decisions, Folds } from './facet.js';
import { known } from './facet.js';

/** R60: the forms and letters about a child, from the writing to the recipient's mail server. */
export type CorrespondenceEvent = LetterEvent;
export type CorrespondenceCommand = LetterCommand;

export const correspondenceFolds: Folds<CorrespondenceEvent> = {
  LetterWritten: (child, data) => ({ ...child, letters: letterFolds.LetterWritten(child.letters, data) }),
  LetterSent: (child, data) => ({ ...child, letters: letterFolds.LetterSent(child.letters, data) }),
  LetterNotDelivered: (child, data) => ({ ...child, letters: letterFolds.LetterNotDelivered(child.letters, data) }),
  LetterSentAgain: (child, data) => ({ ...child, letters: letterFolds.LetterSentAgain(child.letters, data) }),
  LetterSentByHand: (child, data) => ({ ...child, letters: letterFolds.LetterSentByHand(child.letters, data) }),
};

export const correspondenceDecisions: Decisions<CorrespondenceCommand, CorrespondenceEvent> = {
  WriteLetter: (child, command, { today }) => {
    known(child, 'R60');
    return letterDecisions.WriteLetter(child.letters, command, today);
  },
  RecordLetterSent: (child, command, { today }) => letterDecisions.RecordLetterSent(child.letters, command, today),
  RecordLetterNotDelivered: (child, command, { today }) =>
    letterDecisions.RecordLetterNotDelivered(child.letters, command, today),
  SendLetterAgain: (child, command, { today }) => letterDecisions.SendLetterAgain(child.letters, command, today),
  RecordLetterSentByHand: (child, command, { today }) =>
    letterDecisions.RecordLetterSentByHand(child.letters, command, today),
};
