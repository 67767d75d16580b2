import { describe, expect, it } from '@jest/globals';
import { ClusterYear } from '../../../src/simulator/cluster-year.js';
import { planCounty } from '../../../src/simulator/county-plan.js';
import type { Ledger } from '../../../src/simulator/ledger.js';
import { policyBook } from '../../support/policy.js';

function told(pupils: number, seed: number): Ledger {
  const [cluster] = planCounty(pupils, seed);
  if (cluster === undefined) throw new Error('a county has a cluster');
  const year = new ClusterYear(cluster, policyBook);
  year.run();
  return year.ledger;
}

describe('a simulated year', () => {
  const year = told(120, 7);

  it('R45 R63 R67 breaks no invariant, and every child can be replayed', () => {
    expect(year.faults).toEqual([]);
    expect(year.counts['children replayed']).toBe(year.counts.children);
    expect(year.counts['commands repeated']).toBeGreaterThan(50);
  });

  it('is the same for the same seed, to the last event, and another for another', () => {
    const again = told(120, 7);
    expect([again.hash, again.commands, again.events]).toEqual([year.hash, year.commands, year.events]);
    expect(told(120, 8).hash).not.toBe(year.hash);
  });

  it('has the life of a county in it', () => {
    const kinds = Object.keys(year.events);
    expect(kinds).toEqual(
      expect.arrayContaining([
        'AbsenceRecorded',
        'ReturnedToSchool',
        'ParentContacted',
        'AbsenceReasonEstablished',
        'CodeNExpired',
        'WeeklyAttendanceReviewCompleted',
        'AfterHolidayCheckCompleted',
        'DutyBreached',
        'ReferredToLA',
        'CaseOpened',
        'PupilLeaving',
        'RemovedFromRoll',
        'EnquiryReceived',
      ]),
    );
    const lost = Object.entries(year.counts).filter(([name]) => name.startsWith('absent: '));
    const rate = lost.reduce((sum, [, count]) => sum + count, 0) / (year.counts['session marks'] ?? 0);
    // DOMAIN 8.1: 6.38 % of sessions; a hundred pupils may be off by some.
    expect(rate).toBeGreaterThan(0.03);
    expect(rate).toBeLessThan(0.11);
  });

  it('divides a county into clusters whose pupils add up', () => {
    const clusters = planCounty(115_000, 1);
    const sizes = clusters.flatMap(({ schools }) => schools.map(({ pupils }) => pupils));
    expect(clusters).toHaveLength(53);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(115_000);
    expect(new Set(clusters.flatMap(({ schools }) => schools.map(({ urn }) => urn))).size).toBe(sizes.length);
    expect(Math.min(...sizes)).toBeGreaterThan(0);
  });
});
