import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type Access,
  type AccessCommand,
  type AccessEvent,
  decide,
  evolve,
  initialAccess,
  runningEmergency,
} from '../../../src/access/domain/access.js';
import { accessEvents } from '../../../src/access/events.js';
import { plainFilters, shownAt } from '../../../src/access/http/read-routes.js';
import { usualPurpose } from '../../../src/access/permissions.js';
import { sentenceOf } from '../../../src/access/sentences.js';
import { ROLES } from '../../../src/children/who-may-order.js';
import { Refusal } from '../../../src/policy/domain/refusal.js';
import { specify } from '../../support/decider.js';

const NOW = '2026-06-02T09:00:00.000Z';
const given = specify<Access, AccessCommand, AccessEvent, string>({ initial: initialAccess, evolve, decide }, NOW);
const use = {
  type: 'UseEmergencyAccess',
  accessId: 'x1',
  by: 'staff-1',
  reason: 'the police ask whether she is safe',
} as const;
const used = given().when(use).events;

describe('emergency access', () => {
  it('R65 lasts an hour, for the one who took it, and is taken once', () => {
    expect(used).toEqual([
      {
        type: 'EmergencyAccessUsed',
        data: { accessId: 'x1', by: 'staff-1', reason: use.reason, at: NOW, until: '2026-06-02T10:00:00.000Z' },
      },
    ]);
    const state = used.reduce(evolve, initialAccess);
    expect(runningEmergency(state, 'staff-1', '2026-06-02T09:59:59.999Z')).toMatchObject({ accessId: 'x1' });
    expect(runningEmergency(state, 'staff-1', '2026-06-02T10:00:00.000Z')).toBeUndefined();
    expect(runningEmergency(state, 'staff-2', NOW)).toBeUndefined();
    given(...used)
      .when({ ...use, accessId: 'x2' })
      .thenNothing();
    given(...used)
      .when({ ...use, accessId: 'x2' }, '2026-06-02T10:00:00.000Z')
      .thenMatching({ type: 'EmergencyAccessUsed' });
  });

  it('R65 has a reason that is a sentence', () => {
    expect(
      given()
        .when({ ...use, reason: '  needed       ' })
        .thenRefused('R65', 'no-reason').reason.kind,
    ).toBe('invalid');
  });

  it('R65 is judged by somebody else, once', () => {
    const review = { type: 'ReviewEmergencyAccess', accessId: 'x1', by: 'staff-2', outcome: 'justified' } as const;
    const judged = given(...used).when(review).events;
    expect(judged).toMatchObject([{ data: { accessId: 'x1', outcome: 'justified', at: NOW } }]);
    given(...used, ...judged)
      .when(review)
      .thenNothing();
    given(...used)
      .when({ ...review, by: 'staff-1' })
      .thenRefused('R65', 'own-emergency-access');
    given().when(review).thenRefused('R65', 'no-such-emergency-access');
  });

  it('R65 folding never throws and a repeat records nothing, under random histories', () => {
    const id = fc.constantFrom('a', 'b');
    const command = fc.oneof(
      fc.record({
        type: fc.constant('UseEmergencyAccess'),
        accessId: id,
        by: id,
        reason: fc.constantFrom('', use.reason),
      }),
      fc.record({
        type: fc.constant('ReviewEmergencyAccess'),
        accessId: id,
        by: id,
        outcome: fc.constantFrom('justified', 'not-justified'),
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(command, fc.integer({ min: 0, max: 90 })), { maxLength: 30 }), (steps) => {
        let state = initialAccess;
        let at = Date.parse(NOW);
        for (const [order, minutes] of steps) {
          at += minutes * 60_000;
          const now = new Date(at).toISOString();
          const obey = () => {
            try {
              return decide(state, order as AccessCommand, now);
            } catch (error) {
              if (error instanceof Refusal) return [];
              throw error;
            }
          };
          state = obey().reduce(evolve, state);
          expect(obey()).toEqual([]);
          for (const by of ['a', 'b']) {
            const running = state.emergencies.filter((each) => each.by === by && now < each.until);
            expect(running.length).toBeLessThanOrEqual(1);
          }
        }
        expect(evolve(state, { type: 'FromTheFuture', data: {} } as never)).toBe(state);
      }),
      { numRuns: 300 },
    );
  });
});

describe('what is written down of a look', () => {
  it('R65 a reason and a note are restricted, all else holds nothing personal but the staff id of the envelope', () => {
    expect(accessEvents.map(({ type, personal, restricted }) => [type, personal.length, restricted ?? false])).toEqual([
      ['RecordViewed', 0, false],
      ['ListViewed', 0, false],
      ['EmergencyAccessUsed', 1, true],
      ['EmergencyAccessReviewed', 1, true],
    ]);
  });

  it('R65 every route below a child is a look, also one that nobody has thought of', () => {
    expect(shownAt('/v1/children/:id')).toEqual({ of: 'child', what: ['record'] });
    expect(shownAt('/children/:id')).toEqual({ of: 'child', what: ['record', 'history'] });
    expect(shownAt('/v1/children/:id/history')).toEqual({ of: 'child', what: ['history'] });
    expect(shownAt('/children/:id/safeguarding/:concernId')).toEqual({ of: 'child', what: ['safeguarding'] });
    expect(shownAt('/v1/children/:id/letters/:letterId/pdf')).toEqual({ of: 'child', what: ['letters-pdf'] });
    expect(shownAt('/v1/caseload')).toEqual({ of: 'list', list: 'caseload' });
    expect(shownAt('/reconciliation')).toEqual({ of: 'list', list: 'reconciliation' });
    expect(shownAt('/v1/schools/:urn')).toBeUndefined();
    expect(shownAt('/v1/children')).toBeUndefined();
  });

  it('R65 of a list’s filter nothing is kept that names anybody', () => {
    expect(
      plainFilters({
        school: '900001',
        due: 'overdue',
        owner: 'staff-9',
        child: 'x',
        after: 'TUFSTE9X',
        stage: ['a', 'b'],
      }),
    ).toEqual({ school: '900001', due: 'overdue', stage: 'a-b' });
    expect(plainFilters({ school: 'Matilda Marlow', due: 7 })).toEqual({});
  });

  it('R65 who does not say why looks for what their role is for', () => {
    expect(ROLES.map((role) => usualPurpose({ role }))).not.toContain(undefined);
    expect(usualPurpose({ role: 'auditor' })).toBe('audit');
    expect(usualPurpose({ role: 'cme-assistant' })).toBe('case-work');
  });

  it('R65 is told in one plain sentence', () => {
    const told = [
      { type: 'RecordViewed', data: { at: NOW, purpose: 'audit', what: ['history', 'letters', 'record'] } },
      { type: 'ListViewed', data: { at: NOW, purpose: 'audit', list: 'caseload', filters: {} } },
      {
        type: 'ListViewed',
        data: { at: NOW, purpose: 'audit', list: 'child-search', filters: { by: 'name+dateOfBirth', shown: '2' } },
      },
      ...used,
      {
        type: 'EmergencyAccessReviewed',
        data: { accessId: 'x1', by: 'y', at: NOW, outcome: 'not-justified', note: 'z' },
      },
      { type: 'FromTheFuture', data: {} },
    ] as AccessEvent[];
    expect(told.map(sentenceOf)).toEqual([
      'Looked at the history, letters and the record.',
      'Looked at the list caseload.',
      'Looked for a child by name and date of birth; 2 shown.',
      'Took emergency access to the restricted record: the police ask whether she is safe.',
      'Judged an emergency access not justified: z.',
      'FromTheFuture.',
    ]);
  });
});
