import { context, propagation, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { ViewObserver } from '../projections/view-observer.js';
import { errorClass } from '../subscriptions/failures.js';

/** Names, counts and classes: a span never holds personal data. */
export type SpanFields = Readonly<Record<string, string | number | boolean>>;

const SCOPE = 'cme-tracker';
const CARRIER_FIELD = 'traceparent';

/**
 * The W3C trace context to put into an event's metadata or to send on; undefined when nothing is traced. Whoever reads
 * the event goes on with the same trace.
 */
export function traceparentNow(): string | undefined {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return carrier[CARRIER_FIELD];
}

/** Runs work in a span below the current one. An error is told by its class. */
export function inSpan<T>(name: string, fields: SpanFields, work: () => Promise<T>): Promise<T> {
  return trace.getTracer(SCOPE).startActiveSpan(name, { attributes: fields }, (span) => ended(span, work));
}

/** Runs the handling of a request in a span that goes on with the caller's trace. */
export function inRequestSpan<T>(
  { method, route, traceparent }: { readonly method: string; readonly route: string; readonly traceparent?: string },
  work: () => Promise<T>,
): Promise<T> {
  const attributes = { 'http.request.method': method, 'http.route': route };
  const parent = extracted(traceparent);
  return trace
    .getTracer(SCOPE)
    .startActiveSpan(`${method} ${route}`, { kind: SpanKind.SERVER, attributes }, parent, (span) => ended(span, work));
}

/** For each event of a traced command: a span from being recorded to being shown by the view. */
export const tracedViews: ViewObserver = {
  written: (view, { events }) => {
    const tracer = trace.getTracer(SCOPE);
    for (const { event, created, type } of events) {
      const traceparent = event?.metadata?.traceparent;
      if (traceparent === undefined) continue;
      const attributes = { 'cme.view': view, 'cme.event.type': type };
      const options = { kind: SpanKind.CONSUMER, startTime: created, attributes };
      tracer.startSpan(`view ${view}`, options, extracted(traceparent)).end();
    }
  },
  dropped: () => undefined,
  quarantined: () => undefined,
  stopped: () => undefined,
};

function extracted(traceparent: string | undefined) {
  return traceparent === undefined
    ? context.active()
    : propagation.extract(context.active(), { [CARRIER_FIELD]: traceparent });
}

async function ended<T>(span: Span, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: errorClass(error) });
    throw error;
  } finally {
    span.end();
  }
}
