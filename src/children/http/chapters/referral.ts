import { CertifyEnquiriesBody, ConcludeEnquiriesBody, MakeEnquiryBody } from '../bodies/enquiries.js';
import { AssignFollowUpBody, CompleteFollowUpBody, OffRollNoticeBody } from '../bodies/notices.js';
import { Dated } from '../bodies/occurred-on.js';
import { ReferralBody } from '../bodies/referral.js';
import { DetectUnreportedBody, SchoolReplyBody } from '../bodies/unreported.js';
import { type Chapter, creates, records } from '../recording.js';
import { atOwnSchool } from './own-school.js';

/** An absence that a school did not tell of goes by the school and its first day. */
const episode = <G extends { urn: string; since: string }>({ urn, since, ...rest }: G) => ({
  ...rest,
  episode: `${urn}/${since}`,
});

/** Sections 1, 10 and 13 of the policy: enquiries, the report to the authority, CME1, and schools that did not report (R12, R40, R41, R53, R54). */
export const REFERRAL: Chapter = {
  name: 'Referral',
  title: 'Enquiries and reports of the school (policy, sections 1, 10 and 13)',
  routes: [
    creates('MakeEnquiry', 'enquiryId', {
      path: ':id/reasonable-enquiries',
      summary: 'Record a reasonable enquiry',
      body: MakeEnquiryBody,
    }),
    records('CertifyEnquiries', {
      path: ':id/reasonable-enquiries/certification',
      summary: 'Certify that all reasonable enquiries were made, or say why one was not',
      body: CertifyEnquiriesBody,
    }),
    records('ConcludeJointEnquiries', {
      path: ':id/joint-enquiries/conclusion',
      summary: 'Record what the joint enquiries came to, as one side sees it',
      body: ConcludeEnquiriesBody,
    }),
    creates('ReferToLA', 'referralId', {
      path: ':id/referral',
      summary: 'Refer the child to the local authority as missing education',
      body: ReferralBody,
    }),
    creates('ReceiveOffRollNotice', 'noticeId', {
      path: ':id/off-roll-notices',
      summary:
        'Record that a school’s notice of a removal (CME1) has come; with a plan it is shared with the SEN centre',
      body: OffRollNoticeBody,
      order: atOwnSchool,
    }),
    records('AssignEhcpFollowUp', {
      path: ':id/off-roll-notices/:noticeId/follow-up',
      summary: 'Give the follow-up of the child’s plan to a co-ordinator',
      body: AssignFollowUpBody,
    }),
    records('CompleteEhcpFollowUp', {
      path: ':id/off-roll-notices/:noticeId/follow-up/completion',
      summary: 'Record that the child’s plan was followed up',
      body: CompleteFollowUpBody,
    }),
    records('DetectUnreported', {
      path: ':id/unreported-absences',
      summary: 'Record that a school has not told of a child that is missing',
      body: DetectUnreportedBody,
      order: atOwnSchool,
    }),
    records('SendNonReportLetter', {
      path: ':id/unreported-absences/:urn/:since/letter',
      summary: 'Write to the school for details of the child’s attendance, once',
      body: Dated,
      order: episode,
    }),
    records('RecordSchoolReply', {
      path: ':id/unreported-absences/:urn/:since/reply',
      summary: 'Record the school’s reply',
      body: SchoolReplyBody,
      order: episode,
    }),
  ],
};
