import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace';
import { allOf } from '../../../src/platform/telemetry/observers.js';
import { inRequestSpan, inSpan, tracedViews, traceparentNow } from '../../../src/platform/telemetry/spans.js';
import { startTracing, type Tracing, traceTo } from '../../../src/platform/telemetry/tracing.js';
import { recordedEvent } from '../../support/views/memory-log.js';

describe('tracing', () => {
  it('is off unless an endpoint is set', async () => {
    expect(await startTracing({})).toBeUndefined();
    expect(traceparentNow()).toBeUndefined();
    expect(await inSpan('work', {}, async () => 7)).toBe(7);
  });

  describe('to a collector', () => {
    let tracing: Tracing;
    let exporter: InMemorySpanExporter;

    beforeEach(async () => {
      exporter = new InMemorySpanExporter();
      // Shutting down empties the exporter; the spans are read before.
      exporter.shutdown = () => Promise.resolve();
      tracing = await traceTo(exporter);
    });

    afterEach(() => tracing.stop());

    it('follows a request through the append to the view', async () => {
      const incoming = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
      let traceparent: string | undefined;
      await inRequestSpan({ method: 'POST', route: '/v1/children/:id/absences', traceparent: incoming }, () =>
        inSpan('append', { 'cme.stream.category': 'child' }, async () => {
          traceparent = traceparentNow();
        }),
      );
      const position = { commit: 1n, prepare: 1n };
      const event = recordedEvent('child-1', 0, position, { type: 'AbsenceRecorded', data: {} }, 0);
      const traced = { ...event, metadata: { ...event.metadata, ...(traceparent && { traceparent }) } };
      const item = {
        streamId: 'child-1',
        revision: 0,
        type: 'AbsenceRecorded',
        position,
        at: '',
        created: Date.now() - 5,
      };
      allOf(tracedViews).written('caseload_v1', {
        events: [
          { ...item, event: traced },
          { ...item, event },
        ],
        documents: 1,
        alreadyApplied: 0,
        durationMs: 1,
      });
      await tracing.stop();
      const spans = exporter.getFinishedSpans();
      expect(spans.map(({ name }) => name)).toEqual(['append', 'POST /v1/children/:id/absences', 'view caseload_v1']);
      expect(new Set(spans.map((span) => span.spanContext().traceId))).toEqual(
        new Set(['0af7651916cd43dd8448eb211c80319c']),
      );
      const [append, request, view] = spans;
      expect(request?.parentSpanContext?.spanId).toBe('b7ad6b7169203331');
      expect(append?.parentSpanContext?.spanId).toBe(request?.spanContext().spanId);
      expect(view?.parentSpanContext?.spanId).toBe(append?.spanContext().spanId);
    });

    it('tells an error by its class only', async () => {
      await expect(inSpan('work', {}, () => Promise.reject(new RangeError('Ada Lovelace')))).rejects.toThrow();
      await tracing.stop();
      expect(
        JSON.stringify(exporter.getFinishedSpans().map(({ status, events }) => ({ status, events }))),
      ).not.toContain('Ada');
      expect(exporter.getFinishedSpans()[0]?.status.message).toBe('RangeError');
    });
  });
});
