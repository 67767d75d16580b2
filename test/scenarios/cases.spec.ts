import { describe, expect, it } from '@jest/globals';
import { duties } from '../../src/children/domain/duties.js';
import { caseloadRow } from '../../src/children/domain/row.js';
import { stageOf } from '../../src/children/domain/stage.js';
import { ChildStory } from '../support/child-story.js';

const manager = { id: 'staff-1', role: 'strategy-manager', organisation: '926' } as const;
const assistant = { id: 'staff-2', role: 'cme-assistant', organisation: '926' } as const;

/** A child on no roll with a case opened on 10 November 2025. */
function withCase(): ChildStory {
  const story = ChildStory.pupil();
  story.does('2025-11-07', {
    type: 'RemoveFromRoll',
    urn: story.urn,
    ground: '9(1)(g)',
    statements: { NEW_ADDRESS_BEYOND_REASONABLE_DISTANCE: 'a letter from Ipswich' },
  });
  story.does('2025-11-10', { type: 'OpenCase', caseId: 'c1' });
  story.does('2025-11-10', { type: 'RecordCause', code: 'R28.8' });
  return story;
}

describe('acceptance: the authority’s cases', () => {
  it('A19: closes as notified home education and is watched; unsuitable reopens the case with the DfE reason of that name (R46)', () => {
    const story = withCase();
    story.does('2025-11-12', { type: 'NotifyHomeEducation', written: true });
    story.does('2025-11-13', { type: 'CloseCase', outcome: 'EHE_NOTIFIED_PENDING', evidence: { kind: 'notice' } });
    expect(story.facts('CaseClosed')).toMatchObject([{ data: { keepWatching: true } }]);
    expect(story.duties('2025-11-13', 'assess-home-education')).toHaveLength(1);
    story.does('2026-01-15', { type: 'AssessHomeEducation', outcome: 'unsuitable' });
    expect(story.facts('CaseReopened')).toMatchObject([
      { on: '2026-01-15', data: { why: 'home education is not suitable' } },
    ]);
    expect(story.child.returnReason).toBe('UNSUITABLE_ELECTIVE_HOME_EDUCATION');
    const reasons = story.day('2026-01-15').policy.codeLists.dfe_cme_reason?.entries ?? [];
    expect(reasons.find(({ code }) => code === story.child.returnReason)?.label).toBe(
      'Unsuitable elective home education',
    );
    expect(Object.values(caseloadRow(story.child, story.day('2026-01-15')))).not.toContain(null);
  });

  it('A20: no outcome without evidence; ‘moved, other LA’ not before the acknowledgement but by the strategy manager with a reason (R46)', () => {
    const story = withCase();
    expect(story.isRefused('2025-11-12', { type: 'CloseCase', outcome: 'ABROAD_EVIDENCED' })).toMatchObject({
      rule: 'R46',
      failed: ['EVIDENCE'],
    });
    story.does('2025-11-12', { type: 'TransferCase', handoverId: 'h1', toAuthority: '935' });
    const moved = { type: 'CloseCase', outcome: 'LEFT_NORFOLK_LA_ACK', evidence: { kind: 'acknowledgement' } } as const;
    expect(story.isRefused('2025-11-20', moved).failed).toEqual(['HANDOVER_ACKNOWLEDGED']);
    const override = {
      type: 'CloseCase',
      outcome: 'LEFT_NORFOLK_UNACK',
      evidence: { kind: 'residence' },
      override: { by: manager.id, reason: 'Suffolk has not answered three letters' },
    } as const;
    expect(story.isRefused('2025-12-01', override, assistant).failed).toEqual(['STRATEGY_MANAGER_OVERRIDE']);
    expect(story.does('2025-12-01', override, manager).map(({ type }) => type)).toEqual(['CaseClosed']);
  });

  it('A21: the police find a child after 31 days of G, N and O without a report: one letter to the school, and a chase (R54)', () => {
    const story = ChildStory.pupil();
    const codes = ['G', 'N', 'O'];
    const otherwise: Record<string, string> = {};
    for (let day = 22; day <= 30; day++) otherwise[`2025-09-${day} AM`] = codes[day % 3] ?? 'O';
    story.absent('O', '2025-09-22', '2025-11-11', otherwise);
    story.does('2025-11-12', { type: 'DetectUnreported', urn: story.urn, how: 'police' });
    const [detected, ...again] = story.facts('UnreportedCmeDetected');
    expect([detected?.data.dayCount, again]).toEqual([31, []]);
    const letter = { type: 'SendNonReportLetter', episode: detected?.data.episode ?? '' } as const;
    story.does('2025-11-12', letter);
    story.does('2025-11-13', letter);
    expect(story.facts('NonReportLetterSent')).toHaveLength(1);
    for (const day of ['2025-11-19', '2025-11-20', '2025-11-21']) story.review(day);
    expect(story.facts('SchoolReplyOverdue')).toMatchObject([{ on: '2025-11-20', data: { due: '2025-11-19' } }]);
    expect(story.duties('2025-11-21', 'school-reply')).toMatchObject([{ rule: 'R54', due: '2025-11-19' }]);
  });

  it('A22: a child with a protection plan, absent without a reason, is escalated the same day and not at day 10 (R57)', () => {
    const story = ChildStory.pupil();
    story.does('2025-09-10', { type: 'SetWelfareStatus', status: 'child-protection-plan' });
    story.mark('2025-11-12', 'AM', 'N');
    expect(story.duties('2025-11-12', 'escalate-safeguarding')).toMatchObject([
      { due: '2025-11-12', owner: `safeguarding-lead@${story.urn}`, rule: 'R57' },
    ]);
    story.review('2025-11-12');
    story.review('2025-11-13');
    expect(story.facts('RiskReviewRequested')).toMatchObject([
      { on: '2025-11-12', data: { trigger: 'unexplained-absence', immediate: true } },
    ]);
    const other = ChildStory.pupil();
    other.mark('2025-11-12', 'AM', 'N');
    other.review('2025-11-12');
    expect(other.facts('RiskReviewRequested')).toEqual([]);
  });

  it('A24: born on 1 April 2021 and on no roll, the child is not of compulsory school age on 1 July 2026 and is on 31 August (R21)', () => {
    const story = ChildStory.pupil('2026-06-01', { dateOfBirth: '2021-04-01' });
    story.does('2026-06-10', {
      type: 'RemoveFromRoll',
      urn: story.urn,
      ground: '9(1)(g)',
      statements: { NEW_ADDRESS_BEYOND_REASONABLE_DISTANCE: 'a letter' },
    });
    const determine = { type: 'DetermineCmeStatus', residentInArea: 'yes', otherEducation: { kind: 'none' } } as const;
    story.does('2026-07-01', determine);
    expect(story.child.education.cme).toMatchObject({ isCme: 'no' });
    story.does('2026-08-31', determine);
    expect(story.child.education.cme).toMatchObject({ isCme: 'yes', since: '2026-08-31' });
  });

  it('A25: a suspension of half a day, told to the authority three days late, is late (R34)', () => {
    const story = ChildStory.pupil();
    const suspension = { kind: 'suspension', first: '2025-11-07', sessions: 1, reasons: ['DB'] } as const;
    story.does('2025-11-07', { type: 'RecordExclusion', exclusionId: 'x1', urn: story.urn, ...suspension });
    expect(story.duties('2025-11-07', 'notify-exclusion')).toMatchObject([{ due: '2025-11-07', rule: 'R34' }]);
    const told = story.does('2025-11-12', { type: 'NotifyExclusion', exclusionId: 'x1' });
    expect(told.map(({ type }) => type)).toEqual(['ExclusionNotifiedToLA', 'ExclusionNotificationLate']);
  });

  it('A29: sent to Suffolk and not acknowledged, the case stays on Norfolk’s list with an overdue handover (R59)', () => {
    const story = withCase();
    story.does('2025-11-12', { type: 'TransferCase', handoverId: 'h1', toAuthority: '935' });
    expect(stageOf(story.child)).toBe('handed-over');
    expect(story.duties('2025-11-12', 'handover')).toMatchObject([{ due: '2025-11-26', rule: 'R59' }]);
    story.review('2025-11-26');
    story.review('2025-11-27');
    story.review('2025-12-03');
    expect(story.facts('DutyBreached').filter(({ data }) => data.kind === 'handover')).toMatchObject([
      { on: '2025-11-27', data: { due: '2025-11-26' } },
    ]);
    const row = caseloadRow(story.child, story.day('2025-12-03'));
    expect(row).toMatchObject({ stage: 'handed-over', owner: 'cme-assistant@926' });
    expect(duties(story.child, story.day('2025-12-03')).map(({ kind }) => kind)).toContain('handover');
  });
});
