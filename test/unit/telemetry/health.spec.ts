import { describe, expect, it } from '@jest/globals';
import type { ViewHealth } from '../../../src/platform/projections/views-health.js';
import { ProcessStandings } from '../../../src/platform/telemetry/process-standing.js';
import { ViewsCheck } from '../../../src/start/health.js';

const well: ViewHealth = {
  name: 'caseload',
  label: 'v4',
  lag: { seconds: 0 },
  stillMs: 0,
  healthy: true,
  quarantined: 0,
};
const behind = { ...well, lag: { seconds: 90, streamId: 'child-1', revision: 7 } };

describe('readiness by the views', () => {
  it('waits until each has caught up once', () => {
    const check = new ViewsCheck();
    const other = { ...behind, name: 'enquiries' };
    expect(check.found([well, other]).status).toBe('down');
    expect(check.found([well, { ...well, name: 'enquiries' }]).status).toBe('up');
  });

  it('is not lost by being behind, as long as the view moves', () => {
    const check = new ViewsCheck();
    check.found([well]);
    expect(check.found([behind])).toMatchObject({
      status: 'up',
      detail: { caseload: { lagSeconds: 90, firstNotShown: 'child-1', revision: 7, healthy: true } },
    });
    expect(check.found([{ ...behind, healthy: false, stillMs: 60_000 }])).toMatchObject({
      status: 'down',
      detail: { caseload: { healthy: false, stillSeconds: 60 } },
    });
  });

  it('is not had while the lag is unknown, and is lost by a view that stopped', () => {
    const check = new ViewsCheck();
    const unknown = { ...well, lag: { unknown: 'UnavailableError' } };
    expect(check.found([unknown])).toMatchObject({
      status: 'down',
      detail: { caseload: { lagUnknown: 'UnavailableError' } },
    });
    check.found([well]);
    expect(check.found([{ ...well, healthy: false, stopped: 'StreamGap' }])).toMatchObject({
      status: 'down',
      detail: { caseload: { stopped: 'StreamGap' } },
    });
  });

  it('is degraded by documents in quarantine', () => {
    expect(new ViewsCheck().found([{ ...well, quarantined: 2 }])).toMatchObject({
      status: 'degraded',
      detail: { caseload: { quarantined: 2 } },
    });
  });
});

describe('how processes stand', () => {
  it('remembers since when each attempt has failed, until one does not', () => {
    let now = '2026-11-24T12:00:00.000Z';
    const standings = new ProcessStandings({ now: () => now, epoch: () => Date.parse(now) });
    standings.woke('reviews');
    expect(standings.all).toEqual({ reviews: { lastDoneAt: now, held: 0 } });
    const since = '2026-11-24T12:01:00.000Z';
    now = since;
    standings.retrying('reviews', 'StoreUnavailable');
    now = '2026-11-24T12:09:00.000Z';
    standings.retrying('reviews', 'TimeoutError');
    expect(standings.all.reviews).toMatchObject({ failingSince: since, error: 'TimeoutError' });
    standings.held('letters');
    standings.reacted('letters');
    standings.woke('reviews');
    expect(standings.all).toEqual({ reviews: { lastDoneAt: now, held: 0 }, letters: { lastDoneAt: now, held: 1 } });
  });
});
