import { describe, expect, it } from '@jest/globals';
import type { ChildEvent } from '../../../src/children/domain/child.js';
import { duties } from '../../../src/children/domain/duties.js';
import { absent, fold, given, on, otherUrn, pupil, registered, urn } from './a-child.js';

const leaving: ChildEvent = {
  type: 'PupilLeaving',
  data: { urn, occurredOn: '2025-11-03', lastAttended: '2025-10-24' },
};
const named: ChildEvent = {
  type: 'DestinationSchoolNamed',
  data: { urn: otherUrn, startDate: '2025-11-10', occurredOn: '2025-11-06' },
};
const opened: ChildEvent = {
  type: 'CaseOpened',
  data: {
    caseId: 'c1',
    occurredOn: '2025-11-05',
    source: 'referral',
    lawVersion: 'england-2024@1.0.0',
    owner: 'staff-4c1d',
    nextAction: 'Ask Admissions',
    due: '2025-11-19',
    sum: '',
  },
};
const there: ChildEvent = { type: 'AddedToRoll', data: { urn: otherUrn, occurredOn: '2025-11-10' } };
const send = { type: 'MakeNewPupilReturn', urn: otherUrn, enteredOn: '2025-11-10' } as const;
const kinds = (events: readonly ChildEvent[], today: string) =>
  duties(fold(...events), on(today)).map(({ kind, owner, due }) => ({ kind, owner, due }));

describe('the new pupil return (reg. 13)', () => {
  it('R16: enters the pupil, and confirms the destination of a leaver: the strongest evidence of arrival', () => {
    const outcome = given(...pupil, leaving, named).when(send);
    const made = outcome.events.find((event) => event.type === 'NewPupilReturnMade');
    expect(made?.data.sum).toMatch(/2025-11-15/);
    outcome.then(
      { type: 'AddedToRoll', data: { urn: otherUrn, occurredOn: '2025-11-10' } },
      {
        type: 'NewPupilReturnMade',
        data: {
          urn: otherUrn,
          occurredOn: '2025-11-12',
          enteredOn: '2025-11-10',
          due: '2025-11-15',
          sum: made?.data.sum ?? '',
        },
      },
      {
        type: 'DestinationEnrolmentConfirmed',
        data: { urn: otherUrn, startDate: '2025-11-10', by: 'new-pupil-return', occurredOn: '2025-11-12' },
      },
    );
    given(...pupil, leaving, named, ...outcome.events)
      .when(send)
      .thenNothing();
  });

  it('R16: confirms also another school than the one that was named, and one that nobody had named', () => {
    const elsewhere = { ...send, urn: '120003' };
    given(...pupil, leaving, named)
      .when(elsewhere)
      .thenMatching({ type: 'DestinationEnrolmentConfirmed' })
      .thenState(({ destination }) => expect(destination).toMatchObject({ urn: '120003', confirmedOn: '2025-11-12' }));
    given(...pupil, leaving)
      .when(send)
      .thenMatching({ type: 'DestinationEnrolmentConfirmed' });
    given(registered, opened).when(send).thenMatching({ type: 'DestinationEnrolmentConfirmed' });
  });

  it('R16: of a child who was nowhere else, or is registered at a second school by agreement, confirms nothing', () => {
    const types = (events: readonly ChildEvent[]) => events.map(({ type }) => type);
    expect(types(given(registered).when(send).events)).toEqual(['AddedToRoll', 'NewPupilReturnMade']);
    expect(types(given(...pupil).when({ ...send, urn }).events)).toEqual(['NewPupilReturnMade']);
    const second: ChildEvent = {
      type: 'AddedToRoll',
      data: { urn: otherUrn, occurredOn: '2025-11-10', subsidiary: true },
    };
    expect(types(given(...pupil, second).when(send).events)).toEqual(['NewPupilReturnMade']);
  });

  it('R16: goes by the day of the register, not by another that is told', () => {
    given(...pupil, leaving, there)
      .when({ ...send, enteredOn: '2025-11-11' })
      .thenMatching({ type: 'NewPupilReturnMade', data: expect.objectContaining({ enteredOn: '2025-11-10' }) });
  });

  it('R16: late, it is a breach, once, whichever of the clock and the return comes first', () => {
    const late = on('2025-11-17');
    const breach = {
      type: 'DutyBreached',
      data: expect.objectContaining({ kind: 'new-pupil-return', due: '2025-11-15' }),
    };
    const returned = given(...pupil, leaving, there).when(send, late);
    returned.thenMatching(breach);
    given(...pupil, leaving, there, ...returned.events)
      .when({ type: 'ReviewChild' }, on('2025-11-18'))
      .thenState(({ breaches }) => expect(breaches.filter((key) => key.startsWith('new-pupil'))).toHaveLength(1));
    const found = given(...pupil, leaving, there).when({ type: 'ReviewChild' }, late);
    found.thenMatching(breach);
    const after = given(...pupil, leaving, there, ...found.events).when(send, late).events;
    expect(after.map(({ type }) => type)).not.toContain('DutyBreached');
  });

  it('R16: refuses an entry still to come, and one of a child that nobody knows', () => {
    given(...pupil)
      .when({ ...send, enteredOn: '2025-11-13' })
      .thenRefused('R16', 'date-in-the-future');
    given().when(send).thenRefused('R16', 'child-not-registered');
  });

  it('R16: is due of the school that a child has come to, five days from the entry; a first entry is told already', () => {
    expect(kinds([...pupil, leaving, there], '2025-11-11')).toContainEqual({
      kind: 'new-pupil-return',
      owner: `school-staff@${otherUrn}`,
      due: '2025-11-15',
    });
    expect(kinds(pupil, '2025-11-11')).toEqual([]);
    const made = given(...pupil, leaving, there).when(send).events;
    expect(kinds([...pupil, leaving, there, ...made], '2025-11-12')).not.toContainEqual(
      expect.objectContaining({ kind: 'new-pupil-return' }),
    );
  });

  it('R16 A14: when it never comes the case stays, and somebody asks the school that was named', () => {
    const waiting = [...pupil, ...absent('O', '2025-10-13', '2025-10-24'), leaving, opened, named];
    const outstanding = kinds(waiting, '2025-11-20');
    expect(outstanding).toContainEqual(expect.objectContaining({ kind: 'confirm-destination', due: '2025-11-17' }));
    expect(outstanding).toContainEqual(expect.objectContaining({ kind: 'next-action', owner: 'staff-4c1d' }));
    given(...waiting)
      .when({ type: 'ReviewChild' }, on('2025-11-20'))
      .thenMatching({ type: 'DutyBreached', data: expect.objectContaining({ kind: 'confirm-destination' }) });
  });

  it('R46: when it comes while a case is open, the owner is to look whether the case may close', () => {
    const waiting = [...pupil, leaving, opened, named];
    const returned = [...waiting, ...given(...waiting).when(send).events];
    expect(kinds(returned, '2025-11-13')).toContainEqual(
      expect.objectContaining({ kind: 'check-new-pupil-return', owner: 'staff-4c1d' }),
    );
    given(...returned)
      .when({
        type: 'CloseCase',
        outcome: 'ON_ROLL_NORFOLK',
        cause: 'R28.4',
        evidence: { kind: 'new-pupil-return', urn: otherUrn },
      })
      .thenMatching({ type: 'CaseClosed' });
  });
});
