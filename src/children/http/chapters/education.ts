import {
  AssessHomeEducationBody,
  CmeStatusBody,
  EducationStatusBody,
  HomeEducationBody,
  ProvisionBody,
} from '../bodies/education.js';
import { AttendanceOrderBody, ConsiderEnforcementBody, Section437Body } from '../bodies/enforcement.js';
import { Dated } from '../bodies/occurred-on.js';
import { ReEngagementBody, ReEngagementReviewBody } from '../bodies/re-engagement.js';
import { type Chapter, creates, records } from '../recording.js';

/** Sections 2 to 6 and 12 of the policy: in which education the child is, and how it comes back (R18, R21, R22, R24, R51). */
export const EDUCATION: Chapter = {
  name: 'Education',
  title: 'Education, re-engagement, enforcement (policy, sections 2 to 6 and 12)',
  routes: [
    records('SetEducationStatus', {
      path: ':id/education-status',
      summary: 'Record in which education the child is',
      body: EducationStatusBody,
    }),
    records('NotifyHomeEducation', {
      path: ':id/home-education',
      summary: 'Record that the parents educate the child at home',
      body: HomeEducationBody,
    }),
    records('AssessHomeEducation', {
      path: ':id/home-education/assessment',
      summary: 'Record whether the home education is suitable; if not, a closed case opens again',
      body: AssessHomeEducationBody,
    }),
    records('DetermineCmeStatus', {
      path: ':id/cme-status',
      summary: 'Determine whether the child is missing education by the Education Act 1996, s. 436A',
      body: CmeStatusBody,
    }),
    creates('RecordProvision', 'provisionId', {
      path: ':id/provisions',
      summary: 'Record that provision was asked for, offered, declined or begun',
      body: ProvisionBody,
    }),
    records('ReEngage', {
      path: ':id/re-engagement',
      summary: 'Record that the child is back in education',
      body: ReEngagementBody,
    }),
    records('ReviewReengagement', {
      path: ':id/re-engagement/reviews',
      summary: 'Review whether the re-engagement lasts',
      body: ReEngagementReviewBody,
    }),
    records('ConsiderEnforcement', {
      path: ':id/enforcement',
      summary: 'Record whether enforcement was considered, and what was decided',
      body: ConsiderEnforcementBody,
    }),
    records('ServeSection437Notice', {
      path: ':id/section-437-notices',
      summary: 'Record that a notice under s. 437 was served on a parent',
      body: Section437Body,
    }),
    creates('MakeAttendanceOrder', 'orderId', {
      path: ':id/attendance-orders',
      summary: 'Record that a school attendance order was made',
      body: AttendanceOrderBody,
    }),
    records('RevokeAttendanceOrder', {
      path: ':id/attendance-orders/:orderId/revocation',
      summary: 'Record that a school attendance order was revoked',
      body: Dated,
    }),
  ],
};
