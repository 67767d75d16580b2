import { describe, expect, it } from '@jest/globals';
import type { ChildCommand } from '../../src/children/domain/child.js';
import { stageOf } from '../../src/children/domain/stage.js';
import { ChildStory } from '../support/child-story.js';
import { otherUrn } from '../unit/children/a-child.js';

const statements = { NOT_SICK_OR_UNAVOIDABLY_ABSENT: 'the family’s doctor has not seen her' } as const;
const noPhone = { parents: [{ parentId: 'p1', name: 'Nadia Amin', livesWith: true }] };

/** 20 days of O from 6 October, and the school's side of the joint enquiries. */
function schoolHasEnquired(more: Parameters<typeof ChildStory.pupil>[1] = {}): ChildStory {
  const story = ChildStory.pupil('2025-09-03', more);
  story.absent('O', '2025-10-06', '2025-11-11');
  story.does('2025-11-11', { type: 'MakeEnquiry', enquiryId: 's1', code: 'RE02', outcome: 'NO_ANSWER' });
  story.does('2025-11-11', { type: 'ConcludeJointEnquiries', side: 'school', outcome: 'not-found' });
  return story;
}

function authorityEnquires(story: ChildStory): void {
  story.does('2025-11-12', { type: 'MakeEnquiry', enquiryId: 'l1', code: 'RL01', outcome: 'NO_ANSWER' });
  story.does('2025-11-12', { type: 'ConcludeJointEnquiries', side: 'la', outcome: 'not-found' });
}

const removal = (story: ChildStory): ChildCommand => ({
  type: 'RemoveFromRoll',
  urn: story.urn,
  ground: '9(1)(i)',
  statements,
});

describe('acceptance: the removal gate and leavers', () => {
  it('A07: a deletion under ground (i) without the authority’s record of joint enquiries is refused and names that guard (R13)', () => {
    const story = schoolHasEnquired();
    const reason = story.isRefused('2025-11-12', removal(story));
    expect(reason).toMatchObject({ rule: 'R13', failed: ['JOINT_ENQUIRIES_LA'] });
    expect(reason.paragraph).toContain('9(1)(i)');
    story.does('2025-11-12', { type: 'ProposeRemoval', proposalId: 'p1', urn: story.urn, ground: '9(1)(i)' });
    story.does('2025-11-12', { type: 'DecideRemoval', proposalId: 'p1', statements });
    expect(story.facts('RollDeletionRefused')).toMatchObject([{ data: { failedGuards: ['JOINT_ENQUIRIES_LA'] } }]);
    expect(story.child.roll).toEqual([{ urn: story.urn, from: '2025-09-03' }]);
  });

  it('A08: the deletion makes its return in the same decision; a missing parent telephone blocks it until said not to be held (R13)', () => {
    const story = schoolHasEnquired(noPhone);
    authorityEnquires(story);
    expect(story.isRefused('2025-11-12', removal(story)).failed).toEqual(['DELETION_RETURN_COMPLETE']);
    const added = story.does('2025-11-12', { ...removal(story), notHeld: ['parent-phone'] } as ChildCommand);
    expect(added.map(({ type }) => type)).toEqual(['RemovedFromRoll', 'DeletionReturnMade', 'OffRollNoticeReceived']);
    expect(story.facts('DeletionReturnMade')).toMatchObject([
      { data: { notHeld: ['parent-phone'], ground: '9(1)(i)' } },
    ]);
    expect(story.facts('RemovedFromRoll')[0]?.data.guards).toContain('JOINT_ENQUIRIES_LA');
  });

  it('A13: a leaver of 13 March without a school is reported at once; the second clock reaches day 20 on 28 April (R14, R15)', () => {
    const story = ChildStory.pupil();
    const leaving = story.does('2026-03-13', { type: 'DeclareLeaving', lastAttended: '2026-03-13' });
    expect(leaving.map(({ type }) => type)).toEqual(['PupilLeaving', 'LeaverWithoutDestinationReported']);
    story.absent('O', '2026-03-16', '2026-04-30');
    expect(story.facts('UnplacedLeaverTwentyDaysReached')).toMatchObject([
      { on: '2026-04-28', data: { from: '2026-03-16', dayCount: 20, basis: 'first-school-day-after-last-attended' } },
    ]);
    expect(story.facts('ReferredToLA')).toMatchObject([{ on: '2026-04-28', data: { basis: 'leaver-twenty-days' } }]);
    expect(story.child.roll).toEqual([{ urn: story.urn, from: '2025-09-03' }]);
  });

  it('A14: a school named on day 12 that never sends its new-pupil return is chased, and the child stays on the list (R16)', () => {
    const story = ChildStory.pupil();
    story.does('2026-03-13', { type: 'DeclareLeaving', lastAttended: '2026-03-13' });
    story.absent('O', '2026-03-16', '2026-03-27');
    // 16 April 2026 is the twelfth school day from 16 March.
    story.does('2026-04-16', { type: 'NameDestination', urn: otherUrn, startDate: '2026-04-20' });
    expect(story.duties('2026-04-17', 'confirm-destination')).toMatchObject([{ rule: 'R16', due: '2026-04-27' }]);
    story.review('2026-04-27');
    expect(story.facts('DutyBreached').filter(({ data }) => data.kind === 'confirm-destination')).toEqual([]);
    story.review('2026-04-28');
    story.review('2026-04-29');
    expect(story.facts('DutyBreached').filter(({ data }) => data.kind === 'confirm-destination')).toMatchObject([
      { on: '2026-04-28', data: { due: '2026-04-27', owner: `school-staff@${story.urn}` } },
    ]);
    story.does('2026-04-29', { type: 'RecordDestinationNoShow' });
    expect(stageOf(story.child)).toBe('leaving');
  });

  it('A17: CME1 for a child with an EHCP is shared once, though it is delivered three times; SEN support is not shared (R40)', () => {
    const story = ChildStory.pupil();
    for (const day of ['2025-11-12', '2025-11-12', '2025-11-13']) {
      story.does(day, { type: 'ReceiveOffRollNotice', noticeId: 'cme1-77', urn: story.urn, sen: 'E' });
    }
    expect(story.facts('OffRollNoticeReceived')).toHaveLength(1);
    expect(story.facts('SharedWithSenCentre')).toMatchObject([{ data: { noticeId: 'cme1-77', mailbox: 'sen' } }]);
    expect(story.day('2025-11-12').policy.mailboxes.sen?.address).toBe('csehcp@norfolk.gov.uk');
    const support = ChildStory.pupil();
    support.does('2025-11-12', { type: 'ReceiveOffRollNotice', noticeId: 'cme1-78', urn: support.urn, sen: 'K' });
    expect(support.facts('SharedWithSenCentre')).toEqual([]);
  });
});
