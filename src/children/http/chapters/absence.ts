import {
  AmendAbsenceBody,
  EstablishReasonBody,
  RecordAbsenceBody,
  RecordReturnBody,
  RegisterReturnBody,
} from '../bodies/absence.js';
import { ContactBody } from '../bodies/contact.js';
import { type Chapter, creates, records } from '../recording.js';
import { atOwnSchool } from './own-school.js';

/** Section 1 of the policy: absences, what explains them, the daily contact, and the returns they make due (R02, R03, R12). */
export const ABSENCE: Chapter = {
  name: 'Absence',
  title: 'Absence (policy, section 1)',
  routes: [
    records('RecordAbsence', {
      path: ':id/absences',
      summary: 'Record an absence',
      body: RecordAbsenceBody,
      order: atOwnSchool,
    }),
    records('AmendAbsence', {
      path: ':id/absences/amendments',
      summary: 'Correct a mark; the earlier one is kept',
      body: AmendAbsenceBody,
      order: atOwnSchool,
    }),
    records('EstablishAbsenceReason', {
      path: ':id/absences/reasons',
      summary: 'Record the reason for an absence',
      body: EstablishReasonBody,
      order: atOwnSchool,
    }),
    records('RecordReturn', {
      path: ':id/returns',
      summary: 'Record that the pupil is back at school',
      body: RecordReturnBody,
      order: atOwnSchool,
    }),
    creates('ContactParent', 'contactId', {
      path: ':id/contacts',
      summary: 'Record that a parent was contacted, or an attempt to',
      body: ContactBody,
    }),
    records('MakeRegisterReturn', {
      path: ':id/register-returns',
      summary: 'Send the attendance return or the sickness return to the local authority',
      body: RegisterReturnBody,
      order: atOwnSchool,
    }),
  ],
};
