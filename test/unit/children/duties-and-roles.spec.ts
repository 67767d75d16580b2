import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { ChildCommand } from '../../../src/children/domain/child.js';
import { type Role, WHO_MAY_ORDER } from '../../../src/children/who-may-order.js';

/** Whose a duty is before anybody has been named, and the commands that do it. */
const DONE_BY: Readonly<Record<string, readonly [readonly Role[], readonly ChildCommand['type'][]]>> = {
  'contact-parent': [['school-staff'], ['ContactParent']],
  'resolve-code-n': [['school-staff'], ['EstablishAbsenceReason', 'AmendAbsence']],
  'report-missing': [['school-staff'], ['ReferToLA']],
  'school-visit': [['school-staff'], ['LogHomeVisit']],
  'judge-run': [['school-staff'], ['AmendAbsence']],
  'attendance-return': [['school-staff'], ['MakeRegisterReturn']],
  'sickness-return': [['school-staff'], ['MakeRegisterReturn']],
  'new-pupil-return': [['school-staff'], ['MakeNewPupilReturn']],
  'escalate-safeguarding': [['safeguarding-lead'], ['RequestRiskReview']],
  'notify-exclusion': [['head-teacher'], ['NotifyExclusion']],
  'exclusion-provision': [['exclusions-team', 'head-teacher'], ['RecordProvision']],
  'review-plan': [['school-staff', 'attendance-team'], ['ReviewMonitoringPlan']],
  'assess-leave-risk': [['safeguarding-lead'], ['AssessLeaveRisk']],
  'leave-meeting': [['head-teacher'], ['ScheduleLeaveMeeting', 'RecordLeaveMeeting']],
  'ask-return-date': [['school-staff'], ['RecordExpectedReturn']],
  'decide-leave': [['head-teacher'], ['RefuseLeave', 'GrantLeave']],
  'confirm-return': [['school-staff'], ['ConfirmLeaveReturn']],
  'report-leaver': [['school-staff'], ['DeclareLeaving']],
  'unplaced-leaver': [['school-staff'], ['NameDestination', 'ReferToLA']],
  'confirm-destination': [
    ['school-staff', 'cme-assistant'],
    ['ConfirmDestinationEnrolment', 'RecordDestinationNoShow'],
  ],
  'open-case': [['cme-assistant'], ['OpenCase']],
  'next-action': [['cme-assistant'], ['SetNextAction']],
  'review-case': [['cme-assistant'], ['ReviewCase']],
  'check-new-pupil-return': [['cme-assistant'], ['CloseCase']],
  handover: [['cme-assistant'], ['AcknowledgeTransfer', 'RejectTransfer']],
  'review-re-engagement': [['cme-assistant'], ['ReviewReengagement']],
  'assess-home-education': [['cme-assistant'], ['AssessHomeEducation']],
  'offer-provision': [['cme-assistant'], ['RecordProvision']],
  'ehcp-follow-up': [['ehcp-coordinator'], ['CompleteEhcpFollowUp']],
  'request-visit': [['cme-assistant'], ['RequestVisit']],
  visit: [['attendance-team'], ['LogHomeVisit']],
  'accept-visit': [['attendance-team'], ['ConfirmVisitRequestDelivered', 'ScheduleVisit']],
  'chase-agency': [['cme-assistant'], ['ChaseAgency', 'RecordAgencyAnswer', 'GiveUpAgency']],
  'verify-information': [['cme-assistant'], ['VerifyInformation']],
  'review-untraced': [['cme-assistant'], ['ReviewCase']],
  'write-to-school': [['cme-assistant'], ['SendNonReportLetter']],
  'school-reply': [['cme-assistant'], ['RecordSchoolReply']],
  // Done in the restricted record, which has its own readers.
  'risk-review': [['safeguarding-lead', 'safeguarding-officer'], []],
};

describe('duties and roles', () => {
  it('every kind of duty in the source is somebody’s here', () => {
    const kinds = new Set<string>();
    for (const file of globSync('src/children/domain/*.ts')) {
      for (const [, kind = ''] of readFileSync(file, 'utf8').matchAll(/duty(?:On)?\(\s*'([a-z-]+)'/g)) kinds.add(kind);
    }
    expect([...kinds].filter((kind) => DONE_BY[kind] === undefined)).toEqual([]);
    expect(kinds.size).toBeGreaterThan(30);
  });

  it.each(Object.entries(DONE_BY))('R45: whose %s is may do it', (_kind, [roles, commands]) => {
    const may = (role: Role, command: ChildCommand['type']) => WHO_MAY_ORDER[command].includes(role);
    for (const role of roles) {
      for (const command of commands)
        expect({ role, command, may: may(role, command) }).toEqual({ role, command, may: true });
    }
  });
});
