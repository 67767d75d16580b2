import type { Letter } from '../../letters/domain/letter.js';
import type { Child } from './child.js';
import { deadline } from './deadline.js';
import { type Duty, duty } from './duty.js';
import type { DayContext } from './facet.js';
import { caseOwner } from './owners.js';

const WORDS: Readonly<Record<Letter['kind'], string>> = {
  CME1: 'the notice',
  CME3: 'the request for a visit',
  NON_REPORT_LETTER: 'the letter to the school',
  SEN_SHARE: 'the notice to the SEN centre',
  REFERRER_UPDATE: 'the answer to the referrer',
  AGENCY_ENQUIRY: 'the enquiry to the agency',
  AGENCY_CHASER: 'the reminder to the agency',
};

/** R60: a letter that a mail server refused, or that has no mailbox to go to, is somebody's to send. */
export function correspondenceDuties(child: Child, context: DayContext): readonly Duty[] {
  return child.letters.flatMap(({ letterId, kind, state, since, attempt }) => {
    if (state !== 'not-delivered' && state !== 'to-send-by-hand') return [];
    const refused = state === 'not-delivered';
    const action = refused ? `Send ${WORDS[kind]} again: it was refused` : `Send ${WORDS[kind]}: no mailbox is known`;
    const due = deadline('undeliveredLetter', since, context);
    return duty(
      refused ? 'resend-letter' : 'send-letter',
      `${letterId}/${attempt}`,
      caseOwner(child, context),
      action,
      due,
    );
  });
}
