import type { Policy } from '../../policy/domain/policy-pack.js';
import type { TimescaleName } from '../../policy/domain/timescale-names.js';
import { type LocalDate, plusDays } from '../../schools/domain/local-date.js';
import { isAnswered, isAstray, standingLetters } from './answer.js';
import type { Enquiry } from './enquiry.js';
import { deadline, type EnquiryRule, paragraphOf } from './facet.js';
import { canBeTold } from './intake.js';
import { undecided } from './link.js';
import { outcomeOf, searched } from './settlement.js';

export const STEPS = [
  'acknowledge',
  'triage',
  'check-rolls',
  'decide-match',
  'contact-school',
  'await-school',
  'open-case',
  'visit',
  'trace',
  'update-referrer',
  'close',
  'resend-letter',
  'send-letter',
] as const;
export type Step = (typeof STEPS)[number];

/** One thing that somebody has to do about an open enquiry: computed from the facts, never stored (R45). */
export interface EnquiryDuty {
  readonly step: Step;
  /** The same duty on any day: its step and the day it is counted from, or the letter. A breach of it is recorded once under this key. */
  readonly key: string;
  readonly owner: string;
  readonly nextAction: string;
  readonly due: LocalDate;
  readonly rule: string;
  readonly paragraph: string;
  readonly explanation: { readonly sum: string };
}

interface Wanted {
  readonly step: Step;
  readonly action: string;
  readonly rule: EnquiryRule;
  readonly timescale: TimescaleName;
  readonly from: LocalDate;
  /** What tells it from another of the same step and day. */
  readonly about?: string;
}

/**
 * What is outstanding, in the order of the work: an open enquiry always has one duty, so it always has an owner, an action
 * and a date. None for an enquiry that has not arrived; of one that is closed, a letter that did not arrive, for the answer to
 * the referrer goes out last.
 */
export function enquiryDuties(enquiry: Enquiry, policy: Policy): readonly EnquiryDuty[] {
  const { receivedOn, closed } = enquiry;
  if (receivedOn === undefined) return [];
  const work = closed === undefined ? wanted(enquiry, receivedOn) : [];
  const owner = enquiry.owner ?? `cme-assistant@${policy.authorityCode ?? 'authority'}`;
  return [...work, ...letters(enquiry)].map(({ step, action, rule, timescale, from, about = from }) => {
    const when = deadline(timescale, from, policy);
    return {
      step,
      key: `${step}/${about}`,
      owner,
      nextAction: action,
      due: when?.due ?? from,
      rule: when?.rule ?? rule,
      paragraph: when?.paragraph ?? paragraphOf(rule),
      explanation: { sum: when?.sum ?? `The policy gives no time for it: at once, ${from}.` },
    };
  });
}

/** The duties whose day has gone by and that are not recorded as breached yet. */
export function breachesDue(enquiry: Enquiry, policy: Policy, today: LocalDate): readonly EnquiryDuty[] {
  return unbreached(enquiry, policy).filter(({ due }) => due < today);
}

/** The first day on which the clock has something to record of the enquiry; null when none brings anything. */
export function nextEnquiryReview(enquiry: Enquiry, policy: Policy): LocalDate | null {
  const days = unbreached(enquiry, policy).map(({ due }) => plusDays(due, 1));
  return days.reduce<LocalDate | null>((first, day) => (first === null || day < first ? day : first), null);
}

function unbreached(enquiry: Enquiry, policy: Policy): readonly EnquiryDuty[] {
  return enquiryDuties(enquiry, policy).filter(({ key }) => !enquiry.breaches.includes(key));
}

function wanted(enquiry: Enquiry, receivedOn: LocalDate): readonly Wanted[] {
  const told = canBeTold(enquiry.referrer);
  const untold = told && enquiry.updatedOn === undefined;
  const acknowledging = untold && enquiry.acknowledgedOn === undefined;
  return [
    ...(acknowledging
      ? [step('acknowledge', 'Acknowledge the enquiry', 'R37', 'enquiryAcknowledgement', receivedOn)]
      : []),
    ...work(enquiry, receivedOn),
    // From the first day: whoever asked is owed an answer, however far the work has come.
    ...(untold ? [step('update-referrer', updateOf(enquiry), 'R39', 'referrerUpdate', receivedOn)] : []),
  ];
}

function work(enquiry: Enquiry, receivedOn: LocalDate): readonly Wanted[] {
  if (enquiry.kind === 'notification' && enquiry.triage === undefined) {
    return [step('triage', 'Triage the notification', 'R50', 'enquiryTriage', receivedOn)];
  }
  if (outcomeOf(enquiry) !== undefined) {
    return !canBeTold(enquiry.referrer) || isAnswered(enquiry)
      ? [step('close', 'Close the enquiry', 'R39', 'referrerUpdate', receivedOn)]
      : [];
  }
  return [enquiry.link === undefined ? finding(enquiry, receivedOn) : confirming(enquiry, enquiry.link.on)];
}

function finding(enquiry: Enquiry, receivedOn: LocalDate): Wanted {
  if (!searched(enquiry)) {
    return step('check-rolls', 'Check whether the child is on a roll', 'R38', 'enquiryTriage', receivedOn);
  }
  if (undecided(enquiry).length > 0) {
    return step('decide-match', 'Decide whether a proposed record is the child', 'R38', 'enquiryTriage', receivedOn);
  }
  if (enquiry.place === 'in-county') {
    const action = 'Register the child, open a case and ask the Attendance Team for a visit (CME3)';
    return step('visit', action, 'R43', 'referrerUpdate', receivedOn);
  }
  const action = 'Ask the referrer where the child lives, open a case and trace the family';
  return step('trace', action, 'R46', 'referrerUpdate', receivedOn);
}

function confirming({ link, school }: Enquiry, confirmedOn: LocalDate): Wanted {
  if (school?.attending === false || (school === undefined && link?.urn === undefined)) {
    const from = school?.answeredOn ?? confirmedOn;
    return step('open-case', 'Open a case for the child', 'R46', 'initialChecks', from);
  }
  if (school === undefined) {
    return step('contact-school', 'Ask the school whether the child attends', 'R39', 'schoolConfirmation', confirmedOn);
  }
  return step('await-school', 'Chase the school’s answer', 'R39', 'schoolConfirmation', school.askedOn);
}

/** R60: a letter that a mail server refused, or that has no mailbox to go to, is somebody's to send while what it says stands. */
function letters(enquiry: Enquiry): readonly Wanted[] {
  const astray = standingLetters(enquiry).filter(isAstray);
  return astray.map(({ letterId, attempt, state, since, title }): Wanted => {
    const about = `${letterId}/${attempt}`;
    const wanted = { rule: 'R60', timescale: 'undeliveredLetter', from: since, about } as const;
    return state === 'not-delivered'
      ? { step: 'resend-letter', action: `Send again what was refused: ${title}`, ...wanted }
      : { step: 'send-letter', action: `Send what has no known mailbox: ${title}`, ...wanted };
  });
}

function updateOf(enquiry: Enquiry): string {
  return outcomeOf(enquiry) === 'other-authority'
    ? 'Refer the child to the authority of the address and tell the referrer so'
    : 'Tell the referrer what the enquiry came to';
}

function step(name: Step, action: string, rule: EnquiryRule, timescale: TimescaleName, from: LocalDate): Wanted {
  return { step: name, action, rule, timescale, from };
}
