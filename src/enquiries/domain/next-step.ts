import type { Policy } from '../../policy/domain/policy-pack.js';
import type { TimescaleName } from '../../policy/domain/timescale-names.js';
import type { LocalDate } from '../../schools/domain/local-date.js';
import type { Enquiry } from './enquiry.js';
import { deadline, type EnquiryRule, paragraphOf } from './facet.js';
import { canBeTold } from './intake.js';
import { undecided } from './link.js';
import { outcomeOf, searched } from './settlement.js';

/** What is to be done about an open enquiry next, by when and on which rule (R45). */
export interface NextStep {
  readonly step: Step;
  readonly owner: string;
  readonly nextAction: string;
  readonly due: LocalDate;
  readonly rule: string;
  readonly paragraph: string;
  readonly explanation: { readonly sum: string };
}

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
] as const;
export type Step = (typeof STEPS)[number];

interface Wanted {
  readonly step: Step;
  readonly action: string;
  readonly rule: EnquiryRule;
  readonly timescale: TimescaleName;
  readonly from: LocalDate;
}

/**
 * The one next step: an open enquiry always has one, so it always has an owner, an action and a date. Undefined for an
 * enquiry that has not arrived or is closed.
 */
export function nextStep(enquiry: Enquiry, policy: Policy): NextStep | undefined {
  const { receivedOn, closed } = enquiry;
  if (receivedOn === undefined || closed !== undefined) return undefined;
  const { step, action, rule, timescale, from } = wanted(enquiry, receivedOn);
  const when = deadline(timescale, from, policy);
  return {
    step,
    owner: enquiry.owner ?? `cme-assistant@${policy.authorityCode ?? 'authority'}`,
    nextAction: action,
    due: when?.due ?? from,
    rule: when?.rule ?? rule,
    paragraph: when?.paragraph ?? paragraphOf(rule),
    explanation: { sum: when?.sum ?? `The policy gives no time for it: at once, ${from}.` },
  };
}

function wanted(enquiry: Enquiry, receivedOn: LocalDate): Wanted {
  const told = canBeTold(enquiry.referrer);
  if (told && enquiry.acknowledgedOn === undefined && enquiry.updatedOn === undefined) {
    return step('acknowledge', 'Acknowledge the enquiry', 'R37', 'enquiryAcknowledgement', receivedOn);
  }
  if (enquiry.kind === 'notification' && enquiry.triage === undefined) {
    return step('triage', 'Triage the notification', 'R50', 'enquiryTriage', receivedOn);
  }
  if (outcomeOf(enquiry) !== undefined) {
    if (told && enquiry.updatedOn === undefined) {
      return step('update-referrer', updateOf(enquiry), 'R39', 'referrerUpdate', receivedOn);
    }
    return step('close', 'Close the enquiry', 'R39', 'referrerUpdate', receivedOn);
  }
  return enquiry.link === undefined ? finding(enquiry, receivedOn) : confirming(enquiry, enquiry.link.on);
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

function updateOf(enquiry: Enquiry): string {
  return outcomeOf(enquiry) === 'other-authority'
    ? 'Refer the child to the authority of the address and tell the referrer so'
    : 'Tell the referrer what the enquiry came to';
}

function step(name: Step, action: string, rule: EnquiryRule, timescale: TimescaleName, from: LocalDate): Wanted {
  return { step: name, action, rule, timescale, from };
}
