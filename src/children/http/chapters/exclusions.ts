import { NotifyExclusionBody, RecordExclusionBody } from '../bodies/exclusions.js';
import { WhyBody } from '../bodies/record.js';
import { type Chapter, creates, records } from '../recording.js';
import { atOwnSchool } from './own-school.js';

/** Section 9 of the policy: every exclusion is recorded, and the Exclusions team is told of it (R33, R34). */
export const EXCLUSIONS: Chapter = {
  name: 'Exclusions',
  title: 'Exclusions (policy, section 9)',
  routes: [
    creates('RecordExclusion', 'exclusionId', {
      path: ':id/exclusions',
      summary: 'Record a suspension or a permanent exclusion',
      body: RecordExclusionBody,
      order: atOwnSchool,
    }),
    records('RescindExclusion', {
      path: ':id/exclusions/:exclusionId/rescission',
      summary: 'Record that an exclusion was rescinded',
      body: WhyBody,
    }),
    records('NotifyExclusion', {
      path: ':id/exclusions/:exclusionId/notification',
      summary: 'Record that the Exclusions team, and others, were told',
      body: NotifyExclusionBody,
    }),
  ],
};
