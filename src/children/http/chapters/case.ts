import {
  AssignCaseBody,
  CaseNoteBody,
  ConferenceBody,
  DirectionBody,
  NextActionBody,
  OpenCaseBody,
  ReopenCaseBody,
  ReviewCaseBody,
} from '../bodies/case.js';
import { CloseCaseBody } from '../bodies/close-case.js';
import { AcknowledgeTransferBody, ReceiveCaseBody, TransferCaseBody } from '../bodies/handover.js';
import { WhyBody } from '../bodies/record.js';
import { type Chapter, creates, records } from '../recording.js';

/** Section 10 of the policy: one owner, one next action, one date, until a lawful outcome closes the case (R36, R45, R46, R59). */
export const CASE: Chapter = {
  name: 'Case',
  title: 'Case (policy, section 10)',
  routes: [
    creates('OpenCase', 'caseId', { path: ':id/case', summary: 'Open a case', body: OpenCaseBody }),
    records('AssignCase', {
      path: ':id/case/assignment',
      summary: 'Give the case to another owner',
      body: AssignCaseBody,
    }),
    records('SetNextAction', {
      path: ':id/case/next-action',
      summary: 'Set the next action and its date',
      body: NextActionBody,
    }),
    creates('AddCaseNote', 'noteId', {
      path: ':id/case/notes',
      summary: 'Add a note to the case',
      body: CaseNoteBody,
    }),
    records('ReviewCase', {
      path: ':id/case/review',
      summary: 'Record a review of the case and what comes next',
      body: ReviewCaseBody,
    }),
    creates('DirectAction', 'directionId', {
      path: ':id/case/directions',
      summary: 'Record a direction of the strategy manager',
      body: DirectionBody,
    }),
    creates('HoldCaseConference', 'conferenceId', {
      path: ':id/case/conferences',
      summary: 'Record a conference of the agencies about the child',
      body: ConferenceBody,
    }),
    records('CloseCase', {
      path: ':id/case/closure',
      summary: 'Close the case on a lawful outcome',
      body: CloseCaseBody,
    }),
    records('ReopenCase', { path: ':id/case/reopening', summary: 'Open a closed case again', body: ReopenCaseBody }),
    creates('TransferCase', 'handoverId', {
      path: ':id/case/transfers',
      summary: 'Send the case to another authority; it stays here until that one has acknowledged it',
      body: TransferCaseBody,
    }),
    records('AcknowledgeTransfer', {
      path: ':id/case/transfers/:handoverId/acknowledgement',
      summary: 'Record that the other authority has taken the case over',
      body: AcknowledgeTransferBody,
    }),
    records('RejectTransfer', {
      path: ':id/case/transfers/:handoverId/rejection',
      summary: 'Record that the other authority does not take the case',
      body: WhyBody,
    }),
    creates('ReceiveCase', 'handoverId', {
      path: ':id/case/received-transfers',
      summary: 'Record that another authority sent a case about this child',
      body: ReceiveCaseBody,
    }),
  ],
};
