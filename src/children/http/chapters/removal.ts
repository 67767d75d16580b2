import { EnteredBody } from '../bodies/new-pupil.js';
import { Dated } from '../bodies/occurred-on.js';
import {
  AgreeJointEnquiriesBody,
  AnswerConsultationBody,
  ConfirmDestinationBody,
  DecideRemovalBody,
  DeclareLeavingBody,
  NameDestinationBody,
  ProposeRemovalBody,
  RemoveFromRollBody,
  RequestConsultationBody,
} from '../bodies/removal.js';
import { type Chapter, creates, records } from '../recording.js';
import { atOwnSchool } from './own-school.js';

/** Section 1 of the policy: the authority is consulted, the removal gate is passed, and leavers are followed (R13 to R16). */
export const REMOVAL: Chapter = {
  name: 'Removal',
  title: 'Removal from the roll, leavers (policy, section 1)',
  routes: [
    creates('RequestConsultation', 'consultationId', {
      path: ':id/consultations',
      summary: 'Consult the local authority before any removal',
      body: RequestConsultationBody,
      order: atOwnSchool,
    }),
    records('AgreeJointEnquiries', {
      path: ':id/consultations/:consultationId/joint-enquiries',
      summary: 'Agree which enquiries the school and the authority make',
      body: AgreeJointEnquiriesBody,
    }),
    records('AnswerConsultation', {
      path: ':id/consultations/:consultationId/answer',
      summary: 'Answer whether the authority agrees to a removal, and under which ground',
      body: AnswerConsultationBody,
    }),
    creates('ProposeRemoval', 'proposalId', {
      path: ':id/removal-proposals',
      summary: 'Propose a removal under a ground; what is outstanding is listed',
      body: ProposeRemovalBody,
      order: atOwnSchool,
    }),
    records('DecideRemoval', {
      path: ':id/removal-proposals/:proposalId/decision',
      summary: 'Take a proposal to the gate: carried out, or recorded as refused with the guards that failed',
      body: DecideRemovalBody,
    }),
    records('RemoveFromRoll', {
      path: ':id/removal',
      summary: 'Remove the child from the roll; refused unless everything is shown that the ground asks for',
      body: RemoveFromRollBody,
      order: atOwnSchool,
    }),
    records('DeclareLeaving', {
      path: ':id/leaving',
      summary: 'Record that the pupil leaves; without a named school the authority is told at once',
      body: DeclareLeavingBody,
    }),
    records('NameDestination', {
      path: ':id/destinations',
      summary: 'Name the school that the child goes to',
      body: NameDestinationBody,
    }),
    records('ConfirmDestinationEnrolment', {
      path: ':id/destinations/confirmation',
      summary: 'Record that the new school confirmed the enrolment',
      body: ConfirmDestinationBody,
    }),
    records('MakeNewPupilReturn', {
      path: ':id/new-pupil-returns',
      summary: 'Return the child as a new pupil, where its record can be seen already',
      body: EnteredBody,
      order: atOwnSchool,
    }),
    records('RecordDestinationNoShow', {
      path: ':id/destinations/no-show',
      summary: 'Record that the child did not arrive at the school that was named',
      body: Dated,
    }),
  ],
};
