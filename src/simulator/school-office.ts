import type { Duty } from '../children/domain/duty.js';
import { plusDays } from '../schools/domain/local-date.js';
import { trueCode } from './absences.js';
import type { Desk } from './desk.js';
import { nextId, type Pupil } from './pupil.js';

/** How an office does a duty of a kind; `about` is what its key says after the kind. */
export type Act = (pupil: Pupil, about: string, desk: Desk, duty: Duty) => void;

const ENQUIRIES = ['RE01', 'RE02', 'RE04', 'RE07', 'RE09'] as const;
/** Good practice reports before day 20: from this counted day on it may happen any day (DOMAIN 4.2). */
const REPORT_FROM_DAY = 10;

/** A school's office, head teacher and safeguarding lead at work. */
export const SCHOOL_ACTS: Readonly<Record<string, Act>> = {
  'contact-parent': (pupil, about, desk) => {
    const { spell, chance } = pupil;
    const spoke = spell?.kind !== 'vanished' && chance.happens(0.72);
    const outcome = spoke ? 'spoke' : 'no-answer';
    desk.does(pupil, { type: 'ContactParent', contactId: nextId(pupil, 'contact'), channel: 'phone', outcome });
    if (spoke) explain(pupil, about.split('/')[0] ?? '', desk);
  },
  'resolve-code-n': (pupil, about, desk) => {
    if (pupil.spell?.kind !== 'vanished' && pupil.chance.happens(0.8)) explain(pupil, about.split('/')[0] ?? '', desk);
  },
  'report-missing': (pupil, about, desk, { due, explanation }) => {
    const counted = (explanation.days?.counted ?? []).filter((day) => day <= desk.today).length;
    if (due > desk.today && (counted < REPORT_FROM_DAY || !pupil.chance.happens(0.2))) return;
    for (const code of ENQUIRIES) {
      desk.does(pupil, { type: 'MakeEnquiry', enquiryId: nextId(pupil, 'enquiry'), code, outcome: 'NO_ANSWER' });
    }
    desk.does(pupil, { type: 'CertifyEnquiries', side: 'school' });
    const [urn = ''] = about.split('/');
    desk.does(pupil, { type: 'ReferToLA', referralId: nextId(pupil, 'referral'), basis: 'continuous-absence', urn });
  },
  'school-visit': (pupil, _about, desk) => {
    const outcome =
      pupil.spell?.kind === 'vanished' ? pupil.chance.pick(['NO_ANSWER', 'MOVED'] as const) : 'FAMILY_SEEN';
    desk.does(pupil, { type: 'LogHomeVisit', visitId: nextId(pupil, 'visit'), by: 'school', outcome });
  },
  'attendance-return': (pupil, about, desk) => returned(pupil, 'attendance', about, desk),
  'sickness-return': (pupil, about, desk) => returned(pupil, 'sickness', about, desk),
  'notify-exclusion': (pupil, exclusionId, desk) => {
    desk.does(pupil, { type: 'NotifyExclusion', exclusionId });
  },
  'assess-leave-risk': (pupil, leaveId, desk) => {
    const outcome = pupil.chance.happens(0.03) ? 'risk-review-pending' : 'no-concern';
    desk.does(pupil, { type: 'AssessLeaveRisk', leaveId, outcome });
  },
  'ask-return-date': (pupil, leaveId, desk) => {
    desk.does(pupil, { type: 'RecordExpectedReturn', leaveId });
  },
  'leave-meeting': (pupil, leaveId, desk) => {
    const outcome = pupil.chance.happens(0.9) ? 'held' : 'declined';
    desk.does(pupil, { type: 'RecordLeaveMeeting', leaveId, outcome });
  },
  'decide-leave': (pupil, leaveId, desk) => {
    const leave = pupil.child.leave.find((each) => each.leaveId === leaveId);
    if (leave === undefined) return;
    const grants = pupil.chance.happens(0.08) && leave.risk !== undefined && leave.returnAsked === true;
    if (grants && evidenced(pupil, leaveId, desk)) {
      const { first, last } = leave;
      const evidenceIds = [`${leaveId}/evidence`];
      desk.does(pupil, { type: 'GrantLeave', leaveId, first, last, emergencyType: 'BEREAVEMENT', evidenceIds });
    } else desk.does(pupil, { type: 'RefuseLeave', leaveId });
  },
  'confirm-return': (pupil, leaveId, desk) => {
    if (pupil.spell === undefined) desk.does(pupil, { type: 'ConfirmLeaveReturn', leaveId });
  },
  'unplaced-leaver': (pupil, _about, desk) => {
    if (pupil.chance.happens(0.04))
      desk.does(pupil, { type: 'NameDestination', name: 'A school in Suffolk', authority: '935' });
  },
  'confirm-destination': (pupil, _about, desk) => {
    if (pupil.chance.happens(0.9)) desk.does(pupil, { type: 'ConfirmDestinationEnrolment', urn: '935001' });
    else desk.does(pupil, { type: 'RecordDestinationNoShow' });
  },
  'risk-review': (pupil, reviewId, desk) => {
    desk.does(pupil, { type: 'ConcludeRiskReview', reviewId });
  },
};

/** The office learns why: what was marked N is amended, what is still to come is explained. */
function explain(pupil: Pupil, urn: string, desk: Desk): void {
  const spell = pupil.spell ?? pupil.lastSpell;
  if (spell === undefined) return;
  spell.known = true;
  const last = plusDays(desk.today, Math.min(spell.left, 30));
  const reason = { first: spell.first, last, code: trueCode(spell), source: 'parent' };
  desk.does(pupil, { type: 'EstablishAbsenceReason', urn, ...reason });
}

function returned(pupil: Pupil, kind: 'attendance' | 'sickness', about: string, desk: Desk): void {
  const [urn = '', since = desk.today] = about.split('/');
  desk.does(pupil, { type: 'MakeRegisterReturn', kind, urn, since, dayCount: kind === 'attendance' ? 10 : 15 });
}

function evidenced(pupil: Pupil, leaveId: string, desk: Desk): boolean {
  const evidence = { leaveId, evidenceId: `${leaveId}/evidence`, kind: 'death-certificate', hash: 'e'.repeat(64) };
  desk.does(pupil, { type: 'AttachEvidence', ...evidence });
  return desk.does(pupil, { type: 'VerifyEvidence', leaveId, evidenceId: evidence.evidenceId });
}
