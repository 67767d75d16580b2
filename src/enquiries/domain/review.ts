import type { LocalDate } from '../../schools/domain/local-date.js';
import { breachesDue } from './duties.js';
import type { Decisions, Fact, Folds, Order } from './facet.js';

/** A duty's day went by and it was not done: recorded once. */
export type EnquiryReviewEvent = Fact<
  'EnquiryDutyBreached',
  {
    readonly key: string;
    readonly step: string;
    readonly due: LocalDate;
    readonly owner: string;
    readonly rule: string;
    readonly paragraph: string;
    readonly occurredOn: LocalDate;
  }
>;

/** What the clock brings: run by a process each day. Running it twice records nothing twice. */
export type EnquiryReviewCommand = Order<'ReviewEnquiry', object>;

export const enquiryReviewFolds: Folds<EnquiryReviewEvent> = {
  EnquiryDutyBreached: (enquiry, { key }) =>
    enquiry.breaches.includes(key) ? enquiry : { ...enquiry, breaches: [...enquiry.breaches, key] },
};

export const enquiryReviewDecisions: Decisions<EnquiryReviewCommand, EnquiryReviewEvent> = {
  ReviewEnquiry: (enquiry, _command, { policy, today }) =>
    breachesDue(enquiry, policy, today).map(({ key, step, due, owner, rule, paragraph }) => ({
      type: 'EnquiryDutyBreached',
      data: { key, step, due, owner, rule, paragraph, occurredOn: today },
    })),
};
