import { describe, expect, it } from '@jest/globals';
import { type Account, accountedFor } from '../../../src/children/domain/accounted-for.js';
import type { ChildEvent } from '../../../src/children/domain/child.js';
import { duties } from '../../../src/children/domain/duties.js';
import { findingsOfChild, findingsOfEnquiry } from '../../../src/reports/domain/findings.js';
import { enrolled, fold, on, otherUrn, pupil, registered, removed } from '../children/a-child.js';

const today = '2025-12-10';
const kinds = (...events: readonly ChildEvent[]) =>
  findingsOfChild('c', fold(...events), on(today)).map(({ kind, since }) => `${kind} ${since}`);
const account = (...events: readonly ChildEvent[]) => accountedFor(fold(...events), on(today));

const gone = [...pupil, removed('2025-12-01')];
const opened: ChildEvent = {
  type: 'CaseOpened',
  data: {
    caseId: 'k1',
    occurredOn: '2025-12-02',
    source: 'referral',
    lawVersion: 'england-2024@1.0.0',
    owner: 'cme-assistant@926',
    nextAction: 'Make the initial checks',
    due: '2025-12-16',
    sum: '',
  },
};
const closed = (outcome: string, occurredOn = '2025-12-08'): ChildEvent => ({
  type: 'CaseClosed',
  data: { caseId: 'k1', occurredOn, outcome, keepWatching: false, evidence: { kind: 'record' } },
});
const named: ChildEvent = {
  type: 'DestinationSchoolNamed',
  data: { urn: otherUrn, startDate: '2025-12-05', occurredOn: '2025-12-01' },
};
const homeEducated: ChildEvent = { type: 'HomeEducationNotified', data: { occurredOn: '2025-12-01', written: true } };

describe('R19 a child on no roll', () => {
  it('is an orphan when nothing accounts for it, since the day of the deletion', () => {
    expect(kinds(...gone)).toEqual(['on-no-roll 2025-12-01']);
    expect(kinds(registered)).toEqual(['on-no-roll 2025-09-03']);
    expect(kinds(...pupil)).toEqual([]);
  });

  const accounts: readonly (readonly [Account | undefined, string, readonly ChildEvent[]])[] = [
    ['open-case', 'an open case', [opened]],
    ['case-closed', 'a case closed since', [opened, closed('LEFT_NORFOLK_LA_ACK')]],
    ['died', 'a death', [opened, closed('DECEASED')]],
    ['home-education', 'home education notified', [homeEducated]],
    [
      'enrolment-confirmed',
      'a school that confirmed',
      [named, { type: 'DestinationEnrolmentConfirmed', data: { occurredOn: '2025-12-08', by: 'receiving-school' } }],
    ],
    ['enrolment-awaited', 'a school named, to be chased later', [named]],
    [
      undefined,
      'no school that the child did not come to',
      [named, { type: 'DestinationNoShow', data: { occurredOn: '2025-12-08' } }],
    ],
    [
      undefined,
      'no home education found unsuitable',
      [homeEducated, { type: 'HomeEducationAssessed', data: { occurredOn: '2025-12-08', outcome: 'unsuitable' } }],
    ],
    [
      undefined,
      'no report to the authority alone',
      [
        {
          type: 'ReferredToLA',
          data: { referralId: 'r1', occurredOn: '2025-12-01', reason: 'no-destination', form: 'CME1' },
        } as unknown as ChildEvent,
      ],
    ],
  ];
  it.each(accounts)('%s: %s', (expected, _, events) => {
    expect(account(...gone, ...events)).toBe(expected);
    expect(kinds(...gone, ...events)).toEqual(expected === undefined ? ['on-no-roll 2025-12-01'] : []);
  });

  it('is one again when the school named has not confirmed by the day to chase it', () => {
    expect(findingsOfChild('c', fold(...gone, named), on('2025-12-15'))).toMatchObject([{ kind: 'on-no-roll' }]);
  });

  it('is not accounted for by what explained an earlier absence from the rolls', () => {
    const again: ChildEvent[] = [
      { type: 'AddedToRoll', data: { urn: otherUrn, occurredOn: '2025-11-03' } },
      { ...removed('2025-12-01'), data: { ...removed('2025-12-01').data, urn: otherUrn } } as ChildEvent,
    ];
    const before = [registered, enrolled, removed('2025-10-01')];
    const old: readonly ChildEvent[][] = [
      [
        { ...opened, data: { ...opened.data, occurredOn: '2025-10-02' } } as ChildEvent,
        closed('ON_ROLL_NORFOLK', '2025-11-03'),
      ],
      [{ type: 'HomeEducationNotified', data: { occurredOn: '2025-10-01', written: true } }],
    ];
    for (const events of old) expect(kinds(...before, ...events, ...again)).toEqual(['on-no-roll 2025-12-01']);
  });

  it('A24 is none before compulsory school age begins and after it has ended, nor after a ground that says so', () => {
    const born = (dateOfBirth: string): ChildEvent =>
      ({ ...registered, data: { ...registered.data, dateOfBirth } }) as ChildEvent;
    expect(account(born('2021-04-01'), enrolled, removed('2025-12-01'))).toBe('under-age');
    expect(account(born('2009-01-01'), enrolled, removed('2025-12-01'))).toBe('over-age');
    expect(account(born('[erased]'), enrolled, removed('2025-12-01', '9(1)(l)'))).toBe('over-age');
    expect(account(born('[erased]'), enrolled, removed('2025-12-01'))).toBeUndefined();
  });

  it('lies on the CME Assistant’s caseload as a duty, whatever its case was before', () => {
    const past = [opened, closed('ON_ROLL_NORFOLK', '2025-12-03')].map(
      (event) => ({ ...event, data: { ...event.data, occurredOn: '2025-10-20' } }) as ChildEvent,
    );
    const child = fold(...pupil, ...past, removed('2025-12-01'));
    expect(duties(child, on(today))).toContainEqual(
      expect.objectContaining({ kind: 'open-case', owner: 'cme-assistant@926', due: '2025-12-02' }),
    );
  });
});

describe('R19 what else slips through', () => {
  it('is an open case without an owner, an action or a date', () => {
    const bare = (more: object) => ({ ...opened, data: { ...opened.data, ...more } }) as ChildEvent;
    expect(kinds(...gone, bare({ owner: ' ' }))).toEqual(['case-without-owner 2025-12-02']);
    expect(kinds(...gone, bare({ nextAction: '' }))).toEqual(['case-without-next-action 2025-12-02']);
    expect(kinds(...gone, bare({ due: '[erased]' }))).toEqual(['case-without-date 2025-12-02']);
  });

  it('is a leaver without a named school whom nobody reported, or whom nobody took up after twenty days', () => {
    const leaving: ChildEvent = {
      type: 'PupilLeaving',
      data: { urn: '120001', occurredOn: '2025-11-03', lastAttended: '2025-11-03' },
    };
    const reported: ChildEvent = {
      type: 'LeaverWithoutDestinationReported',
      data: { urn: '120001', occurredOn: '2025-11-03', authority: '926' },
    };
    const reached = {
      type: 'UnplacedLeaverTwentyDaysReached',
      data: { urn: '120001', occurredOn: '2025-12-01' },
    } as unknown as ChildEvent;
    expect(kinds(...pupil, leaving)).toEqual(['leaver-not-followed 2025-11-03']);
    expect(kinds(...pupil, leaving, reported)).toEqual([]);
    expect(kinds(...pupil, leaving, reported, reached)).toEqual(['leaver-not-followed 2025-11-03']);
    expect(kinds(...pupil, leaving, reported, reached, opened)).toEqual([]);
  });

  it('is an open enquiry without an owner, an action or a date', () => {
    const enquiry = {
      state: 'open',
      receivedOn: '2025-12-01',
      owner: 'a',
      nextAction: 'b',
      due: '2025-12-02',
    } as const;
    expect(findingsOfEnquiry('e', enquiry, today)).toEqual([]);
    for (const gap of [{ owner: null }, { nextAction: '' }, { due: null }]) {
      expect(findingsOfEnquiry('e', { ...enquiry, ...gap }, today)).toMatchObject([{ kind: 'enquiry-not-owned' }]);
    }
    expect(findingsOfEnquiry('e', { ...enquiry, state: 'closed', owner: null }, today)).toEqual([]);
  });
});
