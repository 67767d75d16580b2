import { Dated } from '../bodies/occurred-on.js';
import { RiskReviewBody, WelfareStatusBody } from '../bodies/risk.js';
import { type Chapter, creates, records } from '../recording.js';

/** Sections 2 and 14 of the policy: what everyone may know of a risk, and no more (R17, R56, R57). */
export const SAFEGUARDING: Chapter = {
  name: 'Welfare',
  title: 'Welfare (policy, sections 2 and 14)',
  routes: [
    creates('DeclareUntraced', 'reviewId', {
      path: ':id/untraced',
      summary: 'Record that the normal investigations are exhausted; a review of the risk is asked for with it',
      body: Dated,
    }),
    creates('RequestRiskReview', 'reviewId', {
      path: ':id/risk-reviews',
      summary: 'Ask for a review of the risk to the child; never say here what is feared',
      body: RiskReviewBody,
    }),
    records('SetWelfareStatus', {
      path: ':id/welfare-status',
      summary: 'Record what the authority knows of the child’s welfare',
      body: WelfareStatusBody,
    }),
  ],
};
