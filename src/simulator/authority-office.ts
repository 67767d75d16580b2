import { mainEnrolment } from '../children/domain/roll.js';
import { plusDays } from '../schools/domain/local-date.js';
import { endCase } from './case-endings.js';
import type { Desk } from './desk.js';
import { type CasePlan, nextId, type Pupil } from './pupil.js';
import type { Act } from './school-office.js';

/** How cases come to an end, of a hundred. */
const ENDINGS: readonly (readonly [CasePlan['how'], number])[] = [
  ['school', 56],
  ['home-education', 8],
  ['other-authority', 12],
  ['abroad', 10],
  ['untraced', 14],
];
/** Days from the opening of a case to its end, least and most, of a hundred: 42 % last twelve weeks or more (DOMAIN 8.1). */
const DURATIONS: readonly (readonly [number, number, number])[] = [
  [22, 5, 14],
  [18, 15, 42],
  [18, 43, 83],
  [42, 84, 260],
];

function casePlan({ chance }: Pupil, { today }: Desk): CasePlan {
  let draw = chance.whole(0, 99);
  const duration = DURATIONS.find(([share]) => {
    if (draw < share) return true;
    draw -= share;
    return false;
  });
  const days = duration === undefined ? 30 : chance.whole(duration[1], duration[2]);
  let ending = chance.whole(0, 99);
  const how = ENDINGS.find(([, share]) => {
    if (ending < share) return true;
    ending -= share;
    return false;
  });
  return { ends: plusDays(today, days), how: how?.[0] ?? 'school', step: 0 };
}

/** A CME Assistant takes up a case: checks first, then agencies and a visit, then its review, until it can be ended. */
function workOn(pupil: Pupil, desk: Desk): void {
  pupil.casePlan ??= casePlan(pupil, desk);
  const { casePlan: plan } = pupil;
  const enrolled = mainEnrolment(pupil.child) !== undefined;
  plan.step++;
  if (plan.step === 1) {
    const result = enrolled ? 'found' : 'not-found';
    desk.does(pupil, { type: 'CheckRoll', checkId: nextId(pupil, 'check'), system: 'rolls', result });
    desk.does(pupil, { type: 'UpdateWhereabouts', known: false });
    desk.does(pupil, { type: 'RecordCause', code: `R28.${pupil.chance.whole(1, 12)}` });
    desk.does(pupil, { type: 'SetNextAction', action: 'Ask the agencies', due: plusDays(desk.today, 7) });
    return;
  }
  if (plan.step === 2) {
    desk.does(pupil, { type: 'AskAgency', enquiryId: nextId(pupil, 'agency'), agency: 'HEALTH', purpose: 'trace' });
    desk.does(pupil, { type: 'MakeEnquiry', enquiryId: nextId(pupil, 'enquiry'), code: 'RL01', outcome: 'NO_ANSWER' });
    if (!enrolled) desk.does(pupil, { type: 'RequestVisit', requestId: nextId(pupil, 'request') });
    desk.does(pupil, { type: 'SetNextAction', action: 'Review what was answered', due: plusDays(desk.today, 14) });
    return;
  }
  if (plan.step === 3 && enrolled && pupil.chance.happens(0.5)) jointRemoval(pupil, desk);
  if (desk.today >= plan.ends && endCase(pupil, plan, desk)) return;
  desk.does(pupil, { type: 'ReviewCase' });
}

/** Day 20 has come and neither side has found the child: the name may go, if every guard holds. */
function jointRemoval(pupil: Pupil, desk: Desk): void {
  const urn = Object.keys(pupil.child.thresholds)[0];
  if (urn === undefined) return;
  for (const side of ['school', 'la'] as const) {
    desk.does(pupil, { type: 'ConcludeJointEnquiries', side, outcome: 'not-found' });
  }
  const proposalId = nextId(pupil, 'proposal');
  desk.does(pupil, { type: 'ProposeRemoval', proposalId, urn, ground: '9(1)(i)' });
  const statements = { NOT_SICK_OR_UNAVOIDABLY_ABSENT: 'nothing suggests illness' };
  desk.does(pupil, { type: 'DecideRemoval', proposalId, statements });
  if (mainEnrolment(pupil.child) === undefined) desk.moves(pupil, undefined);
}

/** The authority's offices at work: CME Assistants, Attendance Team, EHCP Co-ordinators, Exclusions team. */
export const AUTHORITY_ACTS: Readonly<Record<string, Act>> = {
  'open-case': (pupil, _about, desk) => {
    pupil.casePlan = undefined;
    if (pupil.child.education.homeEducation === 'unsuitable' && pupil.child.case !== undefined)
      desk.does(pupil, { type: 'ReopenCase', why: 'home education is not suitable' });
    else desk.does(pupil, { type: 'OpenCase', caseId: nextId(pupil, 'case') });
  },
  'next-action': (pupil, _about, desk) => workOn(pupil, desk),
  'review-untraced': (pupil, _about, desk) => {
    desk.does(pupil, { type: 'ReviewCase' });
  },
  'review-case': (pupil, _about, desk) => {
    desk.does(pupil, { type: 'ReviewCase' });
  },
  handover: (pupil, handoverId, desk) => {
    if (pupil.chance.happens(0.6)) desk.does(pupil, { type: 'AcknowledgeTransfer', handoverId });
  },
  'review-re-engagement': (pupil, _about, desk) => {
    desk.does(pupil, { type: 'ReviewReengagement', attending: pupil.chance.happens(0.88) });
  },
  'request-visit': (pupil, _about, desk) => {
    desk.does(pupil, { type: 'RequestVisit', requestId: nextId(pupil, 'request') });
  },
  'accept-visit': (pupil, requestId, desk) => {
    desk.does(pupil, { type: 'ConfirmVisitRequestDelivered', requestId });
    desk.does(pupil, { type: 'ScheduleVisit', requestId, scheduledOn: plusDays(desk.today, 2) });
  },
  visit: (pupil, about, desk) => {
    const outcome = pupil.chance.pick(['NO_ANSWER', 'NO_ANSWER', 'CHILD_SEEN', 'FAMILY_SEEN', 'MOVED'] as const);
    const requestId = about.slice(0, about.lastIndexOf('/'));
    const visit = { visitId: nextId(pupil, 'visit'), by: 'attendance-team', outcome, requestId } as const;
    desk.does(pupil, { type: 'LogHomeVisit', ...visit });
  },
  'chase-agency': (pupil, about, desk) => {
    const enquiryId = about.slice(0, about.lastIndexOf('/'));
    if (pupil.chance.happens(0.6)) desk.does(pupil, { type: 'RecordAgencyAnswer', enquiryId, found: false });
    else if (pupil.chance.happens(0.7)) desk.does(pupil, { type: 'ChaseAgency', enquiryId });
    else desk.does(pupil, { type: 'GiveUpAgency', enquiryId });
  },
  'assess-home-education': (pupil, _about, desk) => {
    desk.does(pupil, { type: 'AssessHomeEducation', outcome: pupil.chance.happens(0.85) ? 'suitable' : 'unsuitable' });
    if (pupil.child.case?.closed === undefined) pupil.casePlan = undefined;
  },
  'ehcp-follow-up': (pupil, noticeId, desk) => {
    desk.does(pupil, { type: 'CompleteEhcpFollowUp', noticeId, notes: 'reviewed' });
  },
  'exclusion-provision': (pupil, exclusionId, desk) => {
    desk.does(pupil, { type: 'RecordProvision', provisionId: `provision/${exclusionId}`, state: 'started' });
  },
  'write-to-school': (pupil, episode, desk) => {
    desk.does(pupil, { type: 'SendNonReportLetter', episode });
  },
  'school-reply': (pupil, episode, desk) => {
    desk.does(pupil, { type: 'RecordSchoolReply', episode, details: 'the register of the term' });
  },
};
