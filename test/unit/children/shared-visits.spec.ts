import { describe, expect, it } from '@jest/globals';
import type { ChildEvent } from '../../../src/children/domain/child.js';
import { duties } from '../../../src/children/domain/duties.js';
import { enquiriesDone } from '../../../src/children/domain/enquiries.js';
import { fold, given, on, pupil, removed, urn } from './a-child.js';

const SISTER = 'bbbbbbbb-0000-4000-8000-000000000002';
const today = on('2025-11-12');
const logged = (by: 'school' | 'attendance-team' = 'school'): ChildEvent => ({
  type: 'HomeVisitLogged',
  data: { visitId: 'v1', occurredOn: '2025-11-10', by, outcome: 'CHILD_SEEN', located: true, siblings: [SISTER] },
});
const question = { visitId: 'v1', eventId: 'e1', siblingId: SISTER, correctionId: 'k1' };
const questioned: ChildEvent = { type: 'HomeVisitQuestioned', data: { ...question, occurredOn: '2025-11-12' } };
const confirm = { type: 'ConfirmHomeVisit', visitId: 'v1', why: 'he was seen himself' } as const;
const confirmed: ChildEvent = {
  type: 'HomeVisitConfirmed',
  data: { visitId: 'v1', why: 'he was seen himself', occurredOn: '2025-11-12' },
};
const correction: ChildEvent = {
  type: 'FactCorrected',
  data: { eventId: 'e1', occurredOn: '2025-11-12', why: 'another street' },
};
const checks = (...events: readonly ChildEvent[]) =>
  duties(fold(...events), today).filter(({ kind }) => kind === 'check-visit');

describe('a visit that was corrected for a brother or sister', () => {
  it('R64 R67 is put in question here, once, and not where a person has looked already', () => {
    given(...pupil, logged())
      .when({ type: 'QuestionHomeVisit', ...question }, today)
      .then(questioned);
    given(...pupil, logged(), questioned)
      .when({ type: 'QuestionHomeVisit', ...question, correctionId: 'k2' }, today)
      .thenNothing();
    given(...pupil, logged(), correction)
      .when({ type: 'QuestionHomeVisit', ...question }, today)
      .thenNothing();
    given(...pupil)
      .when({ type: 'QuestionHomeVisit', ...question }, today)
      .thenNothing();
  });

  it('R45 R64 is a duty with owner, action and date until a person has looked, the school’s for its own visit', () => {
    expect(checks(...pupil, logged(), questioned)).toEqual([
      expect.objectContaining({ owner: `school-staff@${urn}`, due: '2025-11-19', key: 'check-visit:v1/k1' }),
    ]);
    expect(checks(...pupil, logged('attendance-team'), questioned)).toMatchObject([{ owner: 'cme-assistant@926' }]);
    expect(checks(...pupil, logged())).toEqual([]);
    expect(checks(...pupil, logged(), questioned, confirmed)).toEqual([]);
    // Put right in words only, or taken back.
    expect(checks(...pupil, logged(), questioned, correction)).toEqual([]);
    const withdrawn = { kind: 'visit', id: 'v1' } as const;
    const back: ChildEvent = { ...correction, data: { ...correction.data, withdrawn } } as ChildEvent;
    expect(checks(...pupil, logged(), questioned, back)).toEqual([]);
  });

  it('R53 R64 counts for nothing while it is in question, and again when it stands', () => {
    const done = (...events: readonly ChildEvent[]) => enquiriesDone(fold(...events), 'school', '2025-11-01');
    expect(done(...pupil, logged())).toEqual(['RE06']);
    expect(done(...pupil, logged(), questioned)).toEqual([]);
    expect(done(...pupil, logged(), questioned, confirmed)).toEqual(['RE06']);
  });

  it('R67 stands when a person says why, and is asked about again after another correction', () => {
    given(...pupil, logged(), questioned)
      .when(confirm, today)
      .then(confirmed);
    given(...pupil, logged(), questioned, confirmed)
      .when(confirm, today)
      .thenNothing();
    given(...pupil, logged(), questioned, confirmed)
      .when({ type: 'QuestionHomeVisit', ...question, correctionId: 'k2' }, today)
      .thenMatching({ type: 'HomeVisitQuestioned', data: expect.objectContaining({ correctionId: 'k2' }) });
    given(...pupil, logged(), questioned)
      .when({ ...confirm, why: ' ' }, today)
      .thenRefused('R67', 'no-reason');
    given(...pupil, logged())
      .when(confirm, today)
      .thenRefused('R67', 'visit-not-in-question');
    given(...pupil)
      .when(confirm, today)
      .thenRefused('R67', 'no-such-visit');
    given(...pupil, logged('attendance-team'), questioned)
      .when(confirm, on('2025-11-12', { actor: { id: 's', role: 'school-staff', organisation: urn } }))
      .thenRefused('R53', 'other-side');
  });
});

describe('a visit that is taken back', () => {
  const asked: ChildEvent = {
    type: 'VisitRequested',
    data: {
      requestId: 'q1',
      occurredOn: '2025-11-05',
      form: 'CME3',
      formVersion: '1',
      mailbox: 'attendanceTeam',
      authority: '926',
      due: '2025-11-12',
      sum: '',
      address: { lines: [] },
    },
  };
  const visit = (visitId: string, outcome: string): ChildEvent => ({
    type: 'HomeVisitLogged',
    data: { visitId, occurredOn: '2025-11-10', by: 'attendance-team', outcome, requestId: 'q1' },
  });
  const further: ChildEvent = {
    type: 'FurtherVisitRequired',
    data: { requestId: 'q1', occurredOn: '2025-11-10', attempts: 1, due: '2025-11-17' },
  };
  const takenBack = (id: string): ChildEvent => ({
    type: 'FactCorrected',
    data: { eventId: 'e9', occurredOn: '2025-11-12', why: 'another family', withdrawn: { kind: 'visit', id } },
  });
  const visiting = (...events: readonly ChildEvent[]) =>
    duties(fold(...pupil, removed('2025-11-04'), asked, ...events), today).filter(({ kind }) => kind === 'visit');

  it('R44 R67 leaves what was asked for to be done again', () => {
    expect(visiting(visit('v1', 'CHILD_SEEN'))).toEqual([]);
    expect(visiting(visit('v1', 'CHILD_SEEN'), takenBack('v1'))).toMatchObject([{ nextAction: 'Visit the family' }]);
    expect(visiting(visit('v1', 'NO_ANSWER'), further, visit('v2', 'CHILD_SEEN'), takenBack('v2'))).toMatchObject([
      { nextAction: 'Visit the family again' },
    ]);
    expect(visiting(visit('v1', 'NO_ANSWER'), further, visit('v2', 'CHILD_SEEN'), takenBack('v1'))).toEqual([]);
  });
});
