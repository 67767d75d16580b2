import { AgreePlanBody, FlagAtRiskBody, ReviewPlanBody } from '../bodies/at-risk.js';
import { CauseBody, ReturnReasonBody, VulnerabilityBody } from '../bodies/circumstances.js';
import { WhyBody } from '../bodies/record.js';
import { type Chapter, creates, records } from '../recording.js';

/** Sections 7 and 8 of the policy: who is at risk of missing education, and why children go missing (R26 to R29). */
export const AT_RISK: Chapter = {
  name: 'AtRisk',
  title: 'At risk, causes, vulnerable groups (policy, sections 7 and 8)',
  routes: [
    records('FlagAtRisk', {
      path: ':id/at-risk',
      summary: 'Put a pupil on the list of those at risk of missing education',
      body: FlagAtRiskBody,
    }),
    records('ClearAtRisk', {
      path: ':id/at-risk/clearance',
      summary: 'Take a pupil off the list of those at risk',
      body: WhyBody,
    }),
    creates('AgreeMonitoringPlan', 'planId', {
      path: ':id/monitoring-plans',
      summary: 'Agree a monitoring plan of the school and the authority',
      body: AgreePlanBody,
    }),
    records('ReviewMonitoringPlan', {
      path: ':id/monitoring-plans/:planId/reviews',
      summary: 'Review a monitoring plan',
      body: ReviewPlanBody,
    }),
    records('RecordCause', {
      path: ':id/causes',
      summary: 'Record why the child goes, or went, missing',
      body: CauseBody,
    }),
    records('ReviseCause', {
      path: ':id/causes/:code/revision',
      summary: 'Take back a cause that was not the cause',
      body: WhyBody,
    }),
    records('ChooseReturnReason', {
      path: ':id/return-reason',
      summary: 'Choose the reason for the Department for Education’s return',
      body: ReturnReasonBody,
    }),
    records('RecordVulnerability', {
      path: ':id/vulnerabilities',
      summary: 'Record that the child belongs to a vulnerable group, who says so and how sure they are',
      body: VulnerabilityBody,
    }),
    records('RemoveVulnerability', {
      path: ':id/vulnerabilities/:code/removal',
      summary: 'Record that the child does not, or no longer, belong to a vulnerable group',
      body: WhyBody,
    }),
  ],
};
