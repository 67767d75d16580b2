import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { InMemorySpanExporter, type ReadableSpan } from '@opentelemetry/sdk-trace';
import { allOf } from '../../../src/platform/telemetry/observers.js';
import {
  inSpan,
  inSpanOf,
  isTracing,
  startRequestSpan,
  tellSpan,
  traceparentNow,
  within,
} from '../../../src/platform/telemetry/spans.js';
import { tracedViews } from '../../../src/platform/telemetry/traced-views.js';
import { startTracing, type Tracing, traceTo } from '../../../src/platform/telemetry/tracing.js';
import { recordedEvent } from '../../support/views/memory-log.js';

const INCOMING = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const position = { commit: 1n, prepare: 1n };
const now = Date.parse('2026-11-24T12:00:00.000Z');
const clock = { now: () => new Date(now).toISOString(), epoch: () => now };

/** An event as a view's batch holds it. */
function item(traceparent: string | undefined, created = now - 5) {
  const event = recordedEvent('child-1', 0, position, { type: 'AbsenceRecorded', data: {} }, 0);
  const traced = { ...event, metadata: { ...event.metadata, ...(traceparent && { traceparent }) } };
  return { streamId: 'child-1', revision: 0, type: 'AbsenceRecorded', position, at: '', created, event: traced };
}

function batch(...events: readonly ReturnType<typeof item>[]) {
  return { events, documents: 1, alreadyApplied: 0, durationMs: 2 };
}

describe('tracing', () => {
  it('is off unless an endpoint is set, and then does nothing at all', async () => {
    expect(await startTracing({})).toBeUndefined();
    expect(isTracing()).toBe(false);
    expect(traceparentNow()).toBeUndefined();
    expect(startRequestSpan({ method: 'GET', route: '/' })).toBeUndefined();
    expect(tellSpan('view batch', now, {})).toBeUndefined();
    expect(within(undefined, () => 5)).toBe(5);
    expect(await inSpan('work', {}, async () => 7)).toBe(7);
    expect(await inSpanOf(INCOMING, 'work', {}, async () => 8)).toBe(8);
    tracedViews(clock).written('caseload_v1', batch(item(INCOMING)));
  });

  it('sends spans to the collector that OTEL_EXPORTER_OTLP_ENDPOINT names', async () => {
    const received: string[] = [];
    const collector = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        received.push(`${request.url} ${body}`);
        response.end('{}');
      });
    });
    await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
    const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
    const before = process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
    process.env.OTEL_EXPORTER_OTLP_ENDPOINT = endpoint;
    try {
      const tracing = await startTracing({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SERVICE_NAME: 'of-a-test' });
      await inSpan('work', { 'cme.events': 3 }, async () => undefined);
      await tracing?.stop();
    } finally {
      if (before === undefined) delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
      else process.env.OTEL_EXPORTER_OTLP_ENDPOINT = before;
      await new Promise((resolve) => collector.close(resolve));
    }
    expect(received).toHaveLength(1);
    expect(received[0]).toMatch(/^\/v1\/traces .*"of-a-test".*"work"/);
    expect(isTracing()).toBe(false);
  });

  describe('to a collector', () => {
    let tracing: Tracing;
    let exporter: InMemorySpanExporter;
    const spans = async (): Promise<readonly ReadableSpan[]> => {
      await tracing.flush();
      return exporter.getFinishedSpans();
    };

    beforeEach(async () => {
      exporter = new InMemorySpanExporter();
      tracing = await traceTo(exporter);
    });

    afterEach(() => tracing.stop());

    it('follows a request through the append to the view, whose batch is linked to it', async () => {
      const request = startRequestSpan({ method: 'POST', route: '/v1/children/:id/absences', traceparent: INCOMING });
      let traceparent: string | undefined;
      await within(request, () =>
        inSpan('append', { 'cme.stream.category': 'child' }, async () => {
          traceparent = traceparentNow();
        }),
      );
      request?.end();
      allOf(tracedViews(clock)).written('caseload_v1', batch(item(traceparent), item(traceparent), item(undefined)));
      const [append, served, shownIn, shows] = await spans();
      expect([append?.name, served?.name, shownIn?.name, shows?.name]).toEqual([
        'append',
        'POST /v1/children/:id/absences',
        'view batch',
        'view shows',
      ]);
      const trace = '0af7651916cd43dd8448eb211c80319c';
      expect([append, served, shows].map((span) => span?.spanContext().traceId)).toEqual([trace, trace, trace]);
      expect(served?.parentSpanContext?.spanId).toBe('b7ad6b7169203331');
      expect(append?.parentSpanContext?.spanId).toBe(served?.spanContext().spanId);
      expect(shows?.parentSpanContext?.spanId).toBe(append?.spanContext().spanId);
      expect(shownIn?.spanContext().traceId).not.toBe(trace);
      expect(shownIn?.links.map(({ context }) => context.spanId)).toEqual([append?.spanContext().spanId]);
      expect(shows?.links.map(({ context }) => context.spanId)).toEqual([shownIn?.spanContext().spanId]);
      expect(shownIn?.attributes).toEqual({ 'cme.view': 'caseload_v1', 'cme.events': 3, 'cme.documents': 1 });
    });

    it('adds nothing to the traces of events that a rebuild goes through again', async () => {
      tracedViews(clock).written('caseload_v1_r1', batch(item(INCOMING, now - 3_600_000)));
      expect((await spans()).map(({ name, links }) => [name, links.length])).toEqual([['view batch', 1]]);
    });

    it('tells nothing of a batch without traced events, nor of a trace context that is none', async () => {
      tracedViews(clock).written('caseload_v1', batch(item(undefined), item('Ada Lovelace')));
      expect(await spans()).toEqual([]);
    });

    it('goes on with an event’s trace where a process acts on it', async () => {
      await inSpanOf(INCOMING, 'process reacts', { 'cme.process': 'letters' }, async () => {
        expect(traceparentNow()).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-/);
      });
      expect((await spans())[0]?.parentSpanContext?.spanId).toBe('b7ad6b7169203331');
    });

    it('tells an error by its class only', async () => {
      await expect(inSpan('work', {}, () => Promise.reject(new RangeError('Ada Lovelace')))).rejects.toThrow();
      const told = (await spans()).map(({ status, events, attributes }) => ({ status, events, attributes }));
      expect(JSON.stringify(told)).not.toContain('Ada');
      expect(told[0]?.status.message).toBe('RangeError');
    });
  });
});
