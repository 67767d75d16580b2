import type { Story } from '../story.js';
import { act, call, from, jointEnquiries, removedAfterTwentyDays, schoolEnquiries } from '../story-steps.js';

/** Absences, and what a school does about them. */
export const absences: readonly Story[] = [
  {
    name: 'Absent since this morning, nobody reached yet',
    child: '900001-09',
    code: from(53, 'N'),
    steps: [],
  },
  {
    name: 'Code N for three days, one call unanswered',
    child: '900003-11',
    code: from(51, 'N'),
    steps: [call(51, 'no-answer'), call(52, 'left-message')],
  },
  {
    name: 'Did not come back after half term; the school is making its enquiries',
    child: '900002-04',
    code: from(38, 'O'),
    steps: [
      call(38, 'no-answer'),
      call(39, 'no-answer'),
      call(40, 'sent', { notes: 'Letter to the last known address.' }, 'letter'),
      ...schoolEnquiries(43),
    ],
  },
  {
    name: 'Twenty school days without a mark of attendance: a prompt, not a removal',
    child: '900005-17',
    code: from(29, 'O'),
    steps: [call(29, 'no-answer'), call(31, 'no-answer'), call(36, 'sent', {}, 'letter')],
  },
  {
    name: 'Ill for more than fifteen days: the sickness return is due',
    child: '900004-30',
    code: from(37, 'I'),
    steps: [call(37, 'reason-given', { reason: 'Glandular fever; the surgery confirms it.' })],
  },
  {
    name: 'Ten sessions of unauthorised absence within ten weeks: penalty threshold',
    child: '900005-41',
    code: (day) => ([42, 44, 45, 47, 49].includes(day) ? 'O' : undefined),
    steps: [call(42, 'no-answer'), call(45, 'spoke', { notes: 'Overslept, says the father.' }), call(49, 'no-answer')],
  },
  {
    name: 'At risk of missing education: school and authority monitor together',
    child: '900005-55',
    code: (day) => (day >= 20 && day % 4 === 0 ? 'U' : undefined),
    steps: [
      act(36, 'school', () => ({ type: 'FlagAtRisk', basis: 'Attendance of 80 per cent since September' })),
      act(38, 'assistant', ({ id, day }) => ({
        type: 'AgreeMonitoringPlan',
        planId: id('plan'),
        schoolLead: 'head of year',
        authorityLead: 'attendance adviser',
        reviewDue: day(58),
        plan: 'Breakfast club; a call by ten on each day of absence.',
      })),
    ],
  },
  {
    name: 'On a child protection plan: an unexplained absence is escalated on its first day',
    child: '900004-35',
    code: from(51, 'N'),
    steps: [
      act(9, 'assistant', () => ({ type: 'SetWelfareStatus', status: 'child-protection-plan' })),
      call(51, 'no-answer'),
    ],
  },
  {
    name: 'A possible pupil missing education: the authority is consulted before any removal',
    child: '900006-30',
    code: from(27, 'O'),
    steps: [
      call(27, 'no-answer'),
      ...schoolEnquiries(32),
      act(48, 'school', ({ id, urn }) => ({ type: 'RequestConsultation', consultationId: id('consultation'), urn })),
    ],
  },
  {
    name: 'School and authority have agreed who makes which enquiries',
    child: '900005-49',
    code: from(24, 'O'),
    steps: [call(24, 'no-answer'), ...schoolEnquiries(30), ...jointEnquiries(44)],
  },
  {
    name: 'Off the roll after joint enquiries: nobody knows where the child is educated',
    child: '900006-33',
    code: from(4, 'O'),
    lastDay: 36,
    steps: [call(4, 'no-answer'), ...schoolEnquiries(9), ...jointEnquiries(25), ...removedAfterTwentyDays(35)],
  },
  {
    name: 'Suspended for five days',
    child: '900006-36',
    code: from(51, 'E', 55),
    steps: [
      act(51, 'head', ({ id, urn, day }) => ({
        type: 'RecordExclusion',
        exclusionId: id('suspension'),
        urn,
        kind: 'suspension',
        first: day(51),
        sessions: 10,
        reasons: ['PA'],
      })),
      act(51, 'head', ({ id }) => ({ type: 'NotifyExclusion', exclusionId: id('suspension') })),
    ],
  },
  {
    name: 'Permanently excluded: education from the sixth day is the authority’s',
    child: '900005-58',
    code: from(46, 'E'),
    steps: [
      act(46, 'head', ({ id, urn, day }) => ({
        type: 'RecordExclusion',
        exclusionId: id('exclusion'),
        urn,
        kind: 'permanent',
        first: day(46),
        reasons: ['PP', 'DB'],
      })),
      act(46, 'head', ({ id }) => ({ type: 'NotifyExclusion', exclusionId: id('exclusion') })),
    ],
  },
];
