import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CodeList } from '../../../src/policy/domain/policy-pack.js';
import { csltFigures, differences, type Period } from '../../../src/reports/domain/figures.js';
import {
  countsAsAt,
  evolveReported,
  type ReportedChild,
  type ReportedFact,
  unreported,
} from '../../../src/reports/domain/reported-child.js';
import { SMALLEST_SHOWN, suppressed } from '../../../src/reports/domain/suppression.js';
import { plusDays } from '../../../src/schools/domain/local-date.js';
import { policyFor } from '../../support/policy.js';

const durations = policyFor('2026-10-01').codeLists.dfe_duration_band as CodeList;
const period: Period = { authority: '926', asOf: '2026-10-01', from: '2026-09-01', durations };
const fact = (type: string, occurredOn: string, more: object = {}): ReportedFact => ({
  type,
  data: { occurredOn, ...more },
});
const lived = (...facts: readonly ReportedFact[]) => facts.reduce(evolveReported, unreported);
const opened = (on: string) => fact('CaseOpened', on, { caseId: 'k' });
const closed = (on: string, outcome = 'ON_ROLL_NORFOLK') => fact('CaseClosed', on, { caseId: 'k', outcome });
const figures = (...children: readonly ReportedChild[]) => csltFigures(children, period);

describe('R32 the figures for the leadership team', () => {
  it('count what was open at the start, what came and went, and what is open at the end of the day', () => {
    const reopened = fact('CaseReopened', '2026-09-25', { caseId: 'k' });
    expect(
      figures(
        lived(opened('2026-08-20')),
        lived(opened('2026-09-03'), closed('2026-09-20')),
        lived(opened('2026-09-05'), closed('2026-09-21'), reopened),
        lived(opened('2026-10-01')),
        lived(opened('2026-08-01'), closed('2026-10-01')),
        lived(opened('2026-10-02')),
        lived(fact('AddedToRoll', '2026-09-01', { urn: '900001' })),
      ),
    ).toMatchObject({
      openAtStart: 2,
      opened: 3,
      reopened: 1,
      closed: 3,
      open: 3,
      trend: [
        { on: '2026-09-30', open: 3 },
        { on: '2026-10-01', open: 3 },
      ],
    });
  });

  it('tell open cases by duration, school, cause and group, and breaches by duty', () => {
    const facts = [
      fact('AddedToRoll', '2026-01-05', { urn: '900001' }),
      fact('CauseRecorded', '2026-09-01', { code: 'R28.1', primary: true }),
      fact('CauseRecorded', '2026-09-02', { code: 'R28.8', primary: true }),
      fact('VulnerabilityRecorded', '2026-09-02', { code: 'V05' }),
      fact('DutyBreached', '2026-09-10', { kind: 'next-action' }),
      opened('2026-09-10'),
    ];
    const six = Array.from({ length: 6 }, () => lived(...facts));
    expect(figures(...six)).toMatchObject({
      openByDuration: { rows: [{ code: '2_TO_4_WEEKS', count: 6 }] },
      openBySchool: { rows: [{ code: '900001', count: 6 }] },
      openByCause: { rows: [{ code: 'R28.8', count: 6 }] },
      openByGroup: { rows: [{ code: 'V05', count: 6 }] },
      breachesByDuty: { rows: [{ code: 'next-action', count: 6 }] },
      breached: 6,
    });
  });

  it('count a cause no longer that a correction withdrew, whenever it did', () => {
    const withdrawn = fact('FactCorrected', '2026-11-05', { withdrawn: { kind: 'cause', id: 'R28.1' } });
    const child = lived(fact('CauseRecorded', '2026-09-01', { code: 'R28.1', primary: true }), withdrawn);
    expect(child.causes).toEqual([]);
    expect([countsAsAt(withdrawn, '2026-10-01'), countsAsAt(opened('2026-10-02'), '2026-10-01')]).toEqual([
      true,
      false,
    ]);
  });

  it('differ in the figures that later facts changed, and say which', () => {
    const late = [lived(opened('2026-09-03')), lived(opened('2026-09-04'), closed('2026-09-28'))];
    const then = [lived(opened('2026-09-03')), lived(opened('2026-09-04'))];
    expect(differences(figures(...then), figures(...late))).toEqual([
      { figure: 'closed', asRecorded: 0, asKnown: 1 },
      { figure: 'open', asRecorded: 2, asKnown: 1 },
      { figure: 'open on 2026-09-30', asRecorded: 2, asKnown: 1 },
      { figure: 'open on 2026-10-01', asRecorded: 2, asKnown: 1 },
    ]);
    expect(differences(figures(...then), figures(...then))).toEqual([]);
  });

  const day = fc.integer({ min: -60, max: 40 }).map((days) => plusDays('2026-09-01', days));
  const anyFact = fc.oneof(
    fc.record({ on: day, id: fc.constantFrom('k', 'l') }).map(({ on, id }) => fact('CaseOpened', on, { caseId: id })),
    fc.record({ on: day, id: fc.constantFrom('k', 'l') }).map(({ on, id }) => fact('CaseReopened', on, { caseId: id })),
    fc
      .record({ on: day, id: fc.constantFrom('k', 'l') })
      .map(({ on, id }) => fact('CaseClosed', on, { caseId: id, outcome: 'A' })),
    fc.constant(fact('Nonsense', '2026-09-01', { caseId: 7 })),
    fc.constant({ type: 'CaseOpened', data: {} }),
  );

  it('add up, whatever was recorded, and do not depend on the order of the children', () => {
    fc.assert(
      fc.property(fc.array(fc.array(anyFact, { maxLength: 8 }), { maxLength: 12 }), (histories) => {
        const children = histories.map((facts) => lived(...facts));
        const one = figures(...children);
        expect(one.openAtStart + one.opened + one.reopened - one.closed).toBe(one.open);
        expect(figures(...children.toReversed())).toEqual(one);
      }),
    );
  });
});

describe('R32 small numbers', () => {
  const table = fc
    .dictionary(fc.stringMatching(/^[a-h]$/), fc.nat(12))
    .map((counts) => new Map(Object.entries(counts)));

  it('are hidden, and a lone hidden row is not left to be worked out from the total', () => {
    expect(
      suppressed(
        new Map([
          ['a', 40],
          ['b', 3],
          ['c', 9],
        ]),
      ),
    ).toEqual({
      rows: [
        { code: 'a', count: 40 },
        { code: 'b', count: null },
        { code: 'c', count: null },
      ],
      withheld: false,
    });
    expect(
      suppressed(
        new Map([
          ['a', 1],
          ['b', 1],
        ]),
      ),
    ).toEqual({ rows: [], withheld: true });
    expect(
      suppressed(
        new Map([
          ['a', 0],
          ['b', 6],
        ]),
      ),
    ).toEqual({ rows: [{ code: 'b', count: 6 }], withheld: false });
  });

  it('never show, and never can be worked out by whoever knows the total', () => {
    fc.assert(
      fc.property(table, (counts) => {
        const { rows, withheld } = suppressed(counts);
        const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
        if (withheld) return expect(rows).toEqual([]);
        for (const { count } of rows) expect(count === null || count >= SMALLEST_SHOWN).toBe(true);
        const hidden = rows.filter(({ count }) => count === null);
        const sum = total - rows.reduce((shown, { count }) => shown + (count ?? 0), 0);
        if (hidden.length === 0) return expect(sum).toBe(0);
        // Each hidden row holds at least one; the greatest that one of them may be is what the others leave over.
        const greatest = sum - (hidden.length - 1);
        expect(hidden.length).toBeGreaterThan(1);
        expect(greatest).toBeGreaterThanOrEqual(SMALLEST_SHOWN);
      }),
    );
  });
});
