import { describe, expect, it } from '@jest/globals';
import type { Decoded } from '../../../src/platform/subscriptions/decoding.js';
import { Metrics } from '../../../src/platform/telemetry/metrics.js';

let instant = '2026-11-24T12:00:10.000Z';
const clock = { now: () => instant, epoch: () => Date.parse(instant) };

function event(created: string): Decoded {
  const position = { commit: 1n, prepare: 1n };
  return { streamId: 'child-1', revision: 0, type: 'X', position, at: '', created: Date.parse(created) };
}

describe('metrics', () => {
  it('tells what views have written and how long it took to be seen', async () => {
    instant = '2026-11-24T12:00:00.000Z';
    const metrics = new Metrics(clock);
    instant = '2026-11-24T12:00:10.000Z';
    const old = event('2026-11-20T12:00:00.000Z');
    const events = [old, event('2026-11-24T12:00:08.000Z'), event('2026-11-24T12:00:09.900Z')];
    metrics.written('caseload_v1', { events, documents: 3, alreadyApplied: 1, durationMs: 4 });
    const text = await metrics.content();
    expect(text).toContain('cme_view_events_total{view="caseload_v1"} 3');
    expect(text).toContain('cme_view_documents_total{view="caseload_v1",result="written"} 2');
    expect(text).toContain('cme_view_documents_total{view="caseload_v1",result="already-applied"} 1');
    expect(text).toContain('cme_view_lead_time_seconds_sum{view="caseload_v1"} 2.1');
    expect(text).toContain('cme_view_last_progress_timestamp_seconds{view="caseload_v1"} 1795521610');
  });

  it('asks the probe at each reading, and says when the lag is not known', async () => {
    const metrics = new Metrics(clock);
    let lag: { seconds: number } | { unknown: string } = { seconds: 12.5 };
    metrics.probeWith(async () => [{ name: 'caseload', label: 'v1', lag, stillMs: 0, healthy: true, quarantined: 2 }]);
    expect(await metrics.content()).toContain('cme_view_lag_seconds{view="caseload_v1"} 12.5');
    lag = { unknown: 'UnavailableError' };
    const text = await metrics.content();
    expect(text).toContain('cme_view_lag_seconds{view="caseload_v1"} -1');
    expect(text).toContain('cme_view_quarantined{view="caseload_v1"} 2');
    expect(text).toContain('cme_view_healthy{view="caseload_v1"} 1');
  });

  it('answers even when the probe fails, and counts drops, quarantines, stops and processes', async () => {
    const metrics = new Metrics(clock);
    metrics.probeWith(() => Promise.reject(new Error('away')));
    metrics.dropped('UnavailableError');
    metrics.quarantined('caseload_v1', 'UnknownEventType');
    metrics.stopped('caseload_v2', 'StreamGap');
    metrics.reacted('letters', 3);
    metrics.retrying('letters', 'StoreUnavailable');
    metrics.held('letters', 'TypeError');
    metrics.woke('child-reviews', 4);
    metrics.request('GET', '/v1/children/:id', 200, 0.02);
    const text = await metrics.content();
    expect(text).toContain('cme_subscription_dropped_total{reason="UnavailableError"} 1');
    expect(text).toContain('cme_view_quarantines_total{view="caseload_v1",error="UnknownEventType"} 1');
    expect(text).toContain('cme_view_stops_total{view="caseload_v2",error="StreamGap"} 1');
    expect(text).toContain('cme_process_events_total{process="letters"} 3');
    expect(text).toContain('cme_process_retries_total{process="letters",error="StoreUnavailable"} 1');
    expect(text).toContain('cme_process_held_total{process="letters",error="TypeError"} 1');
    expect(text).toContain('cme_process_recorded_total{process="child-reviews"} 4');
    expect(text).toContain('cme_process_last_woke_timestamp_seconds{process="child-reviews"} 1795521610');
    expect(text).toContain('cme_http_request_seconds_count{method="GET",route="/v1/children/:id",status="200"} 1');
    expect(metrics.contentType).toMatch(/^text\/plain/);
  });
});
