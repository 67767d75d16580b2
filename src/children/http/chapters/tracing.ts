import {
  InformationBody,
  RollCheckBody,
  SyncFailureBody,
  SystemRecordBody,
  TraceBody,
  VerifyInformationBody,
  WhereaboutsBody,
} from '../bodies/tracing.js';
import {
  ConfirmVisitBody,
  HomeVisitBody,
  ScheduleVisitBody,
  VisitDeliveryBody,
  VisitRequestBody,
} from '../bodies/visits.js';
import { type Chapter, creates, records } from '../recording.js';

/** Section 10 of the policy: databases are checked, information is verified, the Attendance Team visits (R36, R38, R42 to R44, R47, R55). */
export const TRACING: Chapter = {
  name: 'Tracing',
  title: 'Tracing and visits (policy, section 10)',
  routes: [
    creates('CheckRoll', 'checkId', {
      path: ':id/roll-checks',
      summary: 'Record what a check of another database showed',
      body: RollCheckBody,
    }),
    records('UpdateWhereabouts', {
      path: ':id/whereabouts',
      summary: 'Record whether anyone knows where the family is',
      body: WhereaboutsBody,
    }),
    creates('RecordInformation', 'informationId', {
      path: ':id/information',
      summary: 'Record what a colleague or an agency told',
      body: InformationBody,
    }),
    records('VerifyInformation', {
      path: ':id/information/:informationId/verification',
      summary: 'Record that information was checked: confirmed or disputed',
      body: VerifyInformationBody,
    }),
    records('RecordTrace', {
      path: ':id/traces',
      summary: 'Record where the child was found',
      body: TraceBody,
    }),
    records('RecordInLaSystem', {
      path: ':id/system-records',
      summary: 'Record that the case is in the authority’s own database',
      body: SystemRecordBody,
    }),
    records('ReportSyncFailure', {
      path: ':id/system-records/failures',
      summary: 'Report that the authority’s own database could not be brought up to date',
      body: SyncFailureBody,
    }),
    creates('RequestVisit', 'requestId', {
      path: ':id/visit-requests',
      summary: 'Ask the Attendance Team for a home visit (CME3)',
      body: VisitRequestBody,
    }),
    records('ConfirmVisitRequestDelivered', {
      path: ':id/visit-requests/:requestId/delivery',
      summary: 'Record that the request has come to the Attendance Team',
      body: VisitDeliveryBody,
    }),
    records('ScheduleVisit', {
      path: ':id/visit-requests/:requestId/schedule',
      summary: 'Fix the day of a visit that was asked for',
      body: ScheduleVisitBody,
    }),
    creates('LogHomeVisit', 'visitId', { path: ':id/home-visits', summary: 'Log a home visit', body: HomeVisitBody }),
    records('ConfirmHomeVisit', {
      path: ':id/home-visits/:visitId/confirmation',
      summary: 'Say that a visit, corrected for a brother or sister, stands for this child',
      body: ConfirmVisitBody,
    }),
  ],
};
