import type { Letter } from '../../letters/domain/letter.js';
import type { Enquiry } from './enquiry.js';

/** The referrer has to be told anew: what has been told, and each letter that tells it, stands no more (R39). */
export function untold({ updatedOn: _, ...enquiry }: Enquiry): Enquiry {
  return { ...enquiry, superseded: enquiry.letters.map(({ letterId }) => letterId) };
}

/** The letters whose answer stands. */
export function standingLetters({ letters, superseded }: Enquiry): readonly Letter[] {
  return letters.filter(({ letterId }) => !superseded.includes(letterId));
}

/** A letter that did not reach whom it is for: refused by a mail server, or without a mailbox that it could go to. */
export function isAstray({ state }: Letter): boolean {
  return state === 'not-delivered' || state === 'to-send-by-hand';
}

/** Whoever asked has been told, as far as anybody knows: a letter that is still under way may be refused yet. */
export function isAnswered(enquiry: Enquiry): boolean {
  return enquiry.updatedOn !== undefined && !standingLetters(enquiry).some(isAstray);
}
