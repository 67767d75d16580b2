import { describe, expect, it } from '@jest/globals';
import type { ChildEvent } from '../../../src/children/domain/child.js';
import { teamWork } from '../../../src/children/domain/team-work.js';
import { fold, on, pupil, removed, urn } from './a-child.js';

const excluded: ChildEvent = {
  type: 'PermanentExclusionRecorded',
  data: { exclusionId: 'x1', urn, first: '2025-11-10', occurredOn: '2025-11-10', reasons: ['PP'] },
} as ChildEvent;
const notified: ChildEvent = {
  type: 'ExclusionNotifiedToLA',
  data: { exclusionId: 'x1', occurredOn: '2025-11-10' },
} as ChildEvent;
const shared: readonly ChildEvent[] = [
  removed('2025-11-04'),
  {
    type: 'OffRollNoticeReceived',
    data: { noticeId: 'n1', urn, form: 'CME1', formVersion: '1', occurredOn: '2025-11-05', sen: 'E' },
  },
  { type: 'SharedWithSenCentre', data: { noticeId: 'n1', mailbox: 'sen', occurredOn: '2025-11-05' } },
  {
    type: 'EhcpFollowUpAssigned',
    data: { noticeId: 'n1', owner: 'staff-a38c', due: '2025-11-12', sum: '', occurredOn: '2025-11-05' },
  },
] as unknown as ChildEvent[];
const completed = { type: 'EhcpFollowUpCompleted', data: { noticeId: 'n1', occurredOn: '2025-11-11' } } as ChildEvent;
const work = (...events: readonly ChildEvent[]) => teamWork(fold(...pupil, ...events), on('2025-11-12'));

describe('what of a child waits for a team', () => {
  it('R33 R34 education from the sixth day of a permanent exclusion is the Exclusions team’s, whatever else is due first', () => {
    expect(work()).toEqual({});
    expect(work(excluded)).toEqual({
      'exclusions-team': {
        owner: 'exclusions-team@926',
        nextAction: 'Provide education from the sixth day',
        due: expect.stringMatching(/^2025-11-\d\d$/),
      },
    });
    expect(work(excluded, notified)).toEqual(work(excluded));
    expect(
      work(excluded, {
        type: 'ExclusionRescinded',
        data: { exclusionId: 'x1', occurredOn: '2025-11-12' },
      } as ChildEvent),
    ).toEqual({});
  });

  it('R41 a follow-up of a plan is the co-ordinators’ until it is done, also when one of them is named', () => {
    const expected = { owner: 'staff-a38c', nextAction: 'Follow up the child’s plan', due: '2025-11-12' };
    expect(work(...shared)).toEqual({ 'ehcp-coordinator': expected });
    expect(work(...shared, completed)).toEqual({});
  });
});
