import type { Story } from '../story.js';
import { assessRisk, call, from, grantedLeave, requestLeave } from '../story-steps.js';

/** Leave in term: asked for, refused, granted, overstayed. */
export const leave: readonly Story[] = [
  {
    name: 'Leave refused, taken all the same',
    child: '900001-23',
    code: from(44, 'G', 50),
    steps: [
      requestLeave(30, 44, 50, 'extended', 'A family wedding abroad; flights are cheaper in term.'),
      assessRisk(31, 'no-concern'),
      {
        onDay: 32,
        by: 'head',
        order: ({ id }) => ({
          type: 'RefuseLeave',
          leaveId: id('leave'),
          ground: 'NO_EMERGENCY',
          reason: 'A wedding is no emergency under the policy.',
        }),
      },
      call(44, 'spoke', { notes: 'Says the flights had been paid for.' }),
    ],
  },
  {
    name: 'Leave granted for a bereavement, back on time',
    child: '900002-15',
    code: from(20, 'C', 24),
    steps: grantedLeave(18, 20, 24, 'A grandfather’s funeral.'),
  },
  {
    name: 'Away on leave that was granted',
    child: '900003-57',
    code: from(50, 'C', 71),
    steps: grantedLeave(46, 50, 71, 'A grandmother is dying abroad.'),
  },
  {
    name: 'Leave granted, and not back on the agreed day',
    child: '900002-33',
    code: (day) => (day >= 30 && day <= 35 ? 'C' : day > 35 ? 'O' : undefined),
    steps: [...grantedLeave(27, 30, 35, 'A funeral in Lisbon.'), call(36, 'no-answer'), call(39, 'no-answer')],
  },
  {
    name: 'Special leave: the meeting with the Executive Head Teacher is still to come',
    child: '900001-31',
    steps: [
      requestLeave(50, 60, 66, 'special', 'To visit an aunt who is ill.'),
      {
        onDay: 51,
        by: 'head',
        order: ({ id, day }) => ({ type: 'ScheduleLeaveMeeting', leaveId: id('leave'), meetingOn: day(55) }),
      },
    ],
  },
  {
    name: 'Leave asked for; the safeguarding lead looks at it first',
    child: '900001-26',
    steps: [
      requestLeave(48, 62, 70, 'extended', 'To stay with relatives over Christmas.'),
      assessRisk(49, 'risk-review-pending'),
    ],
  },
];
