import { withParentIds } from '../../commands/child-written.js';
import { AddToRollBody, ChangeDetailsBody } from '../bodies/child.js';
import { CorrectFactBody, LinkSiblingBody, WhyBody } from '../bodies/record.js';
import { type Chapter, records } from '../recording.js';

/** Who the child is, and what was wrongly told (R64, R67). */
export const RECORD: Chapter = {
  name: 'Record',
  title: 'The child’s record',
  routes: [
    records('ChangeDetails', {
      path: ':id/details',
      summary: 'Change what is known of the child',
      body: ChangeDetailsBody,
      order: ({ parents, ...rest }, child, context) => ({
        ...rest,
        ...withParentIds(parents, context, child.identity?.parents),
      }),
    }),
    records('AddToRoll', {
      path: ':id/roll',
      summary: 'Add the child to the roll of a school',
      body: AddToRollBody,
    }),
    records('LinkSibling', {
      path: ':id/siblings',
      summary: 'Link a brother or sister, so that they are seen together',
      body: LinkSiblingBody,
    }),
    records('UnlinkSibling', {
      path: ':id/siblings/:siblingId/unlinking',
      summary: 'Undo the link to a brother or sister; both histories stay whole',
      body: WhyBody,
    }),
    records('CorrectFact', {
      path: ':id/corrections',
      summary:
        'Correct a fact that was wrongly recorded; it stays in the history, and no longer counts where it says so',
      body: CorrectFactBody,
    }),
  ],
};
