import type { Story } from '../story.js';
import { act, call, from } from '../story-steps.js';

/** Two of one family: what is recorded of one visit is with both (R64). */
export const siblings: readonly Story[] = [
  {
    name: 'Brother and sister, gone together: one visit for both',
    child: '900003-58',
    code: from(43, 'O'),
    steps: [
      call(43, 'no-answer'),
      call(44, 'left-message'),
      act(46, 'school', ({ child }) => ({ type: 'LinkSibling', siblingId: child('900003-54') })),
      act(48, 'school', ({ id, child }) => ({
        type: 'LogHomeVisit',
        visitId: id('visit'),
        by: 'school',
        outcome: 'NOT_KNOWN',
        notes: 'New tenants; they moved in two weeks ago.',
        siblings: [child('900003-54')],
      })),
    ],
  },
  {
    name: 'The sister of the two',
    child: '900003-54',
    code: from(43, 'O'),
    steps: [
      call(43, 'no-answer'),
      act(46, 'school', ({ child }) => ({ type: 'LinkSibling', siblingId: child('900003-58') })),
    ],
  },
];
