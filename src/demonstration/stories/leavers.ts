import type { Story } from '../story.js';
import { act, openCase, refer } from '../story-steps.js';

/** Children who leave, with a school to go to and without. */
export const leavers: readonly Story[] = [
  {
    name: 'Leaving with no school named',
    child: '900006-12',
    lastDay: 45,
    steps: [
      {
        onDay: 45,
        by: 'school',
        order: ({ day }) => ({
          type: 'DeclareLeaving',
          lastAttended: day(45),
          reason: 'Moving away; no school chosen yet.',
        }),
      },
      refer(47, 'leaver-without-school', 'Last attended on Friday; no school named.'),
      openCase(48),
    ],
  },
  {
    name: 'Leaves this week; no school has been named yet',
    child: '900004-29',
    lastDay: 50,
    steps: [
      act(50, 'school', ({ day }) => ({
        type: 'DeclareLeaving',
        lastAttended: day(50),
        reason: 'Back to Poland, perhaps; the parents are not sure.',
      })),
    ],
  },
  {
    name: 'Leaves before Christmas; no school has been named yet',
    child: '900004-33',
    lastDay: 66,
    steps: [
      act(64, 'school', ({ day }) => ({
        type: 'DeclareLeaving',
        lastAttended: day(66),
        reason: 'The father has work in Leeds from January.',
      })),
    ],
  },
  {
    name: 'Left with no school named more than twenty school days ago',
    child: '900005-51',
    lastDay: 22,
    steps: [
      act(22, 'school', ({ day }) => ({
        type: 'DeclareLeaving',
        lastAttended: day(22),
        reason: 'Said on the telephone that they were moving.',
      })),
    ],
  },
  {
    name: 'Left for a named school, which has not said yet that the child has arrived',
    child: '900001-46',
    lastDay: 49,
    steps: [
      act(47, 'school', ({ day }) => ({
        type: 'DeclareLeaving',
        lastAttended: day(49),
        destination: { urn: '900003', startDate: day(51) },
        reason: 'Moves to Norwich.',
      })),
    ],
  },
  {
    name: 'Left for a school that has confirmed it',
    child: '900002-43',
    lastDay: 40,
    steps: [
      act(38, 'school', ({ day }) => ({
        type: 'DeclareLeaving',
        lastAttended: day(40),
        destination: { urn: '900004', startDate: day(41) },
        reason: 'Moves to Brecksford.',
      })),
      act(42, 'assistant', ({ day }) => ({
        type: 'ConfirmDestinationEnrolment',
        urn: '900004',
        startDate: day(41),
        by: 'receiving-school',
      })),
      act(43, 'head', ({ urn }) => ({ type: 'RemoveFromRoll', urn, ground: '9(1)(a)' })),
    ],
  },
  {
    name: 'Taught at home from now on, by written notice; not assessed yet',
    child: '900006-40',
    lastDay: 42,
    steps: [
      act(41, 'school', () => ({ type: 'NotifyHomeEducation', written: true, noticeHash: 'a7'.repeat(32) })),
      act(42, 'head', ({ urn }) => ({ type: 'RemoveFromRoll', urn, ground: '9(1)(f)' })),
    ],
  },
];
