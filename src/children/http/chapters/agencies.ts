import { AgencyAnswerBody, AskAgencyBody } from '../bodies/agencies.js';
import { Dated } from '../bodies/occurred-on.js';
import { DeclineToShareBody, ShareBody } from '../bodies/sharing.js';
import { type Chapter, creates, records } from '../recording.js';

/** Sections 3 and 11 of the policy: the stakeholders are asked, chased and told, each for a purpose (R20, R48). */
export const AGENCIES: Chapter = {
  name: 'Agencies',
  title: 'Agencies and sharing (policy, sections 3 and 11)',
  routes: [
    creates('AskAgency', 'enquiryId', {
      path: ':id/agency-enquiries',
      summary: 'Ask an agency about the child',
      body: AskAgencyBody,
    }),
    records('ChaseAgency', {
      path: ':id/agency-enquiries/:enquiryId/reminders',
      summary: 'Remind an agency that has not answered',
      body: Dated,
    }),
    records('RecordAgencyAnswer', {
      path: ':id/agency-enquiries/:enquiryId/answer',
      summary: 'Record what an agency answered',
      body: AgencyAnswerBody,
    }),
    records('GiveUpAgency', {
      path: ':id/agency-enquiries/:enquiryId/no-answer',
      summary: 'Record that an agency does not answer',
      body: Dated,
    }),
    creates('ShareInformation', 'shareId', {
      path: ':id/shares',
      summary: 'Record what was told to whom, on which lawful basis and for what',
      body: ShareBody,
    }),
    creates('DeclineToShare', 'shareId', {
      path: ':id/shares/declined',
      summary: 'Record that information was not shared, and why',
      body: DeclineToShareBody,
    }),
  ],
};
