import {
  type Context,
  context,
  type Link,
  propagation,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { errorClass } from '../subscriptions/failures.js';

/** Names, counts and classes: a span never holds personal data. */
export type SpanFields = Readonly<Record<string, string | number | boolean>>;

export interface RequestNames {
  readonly method: string;
  /** The route's pattern, never the path. */
  readonly route: string;
  /** The caller's trace. */
  readonly traceparent?: string | undefined;
}

const SCOPE = 'cme-tracker';
const CARRIER_FIELD = 'traceparent';

/** Undefined while nothing is traced: everything below then costs one comparison. */
let tracer: Tracer | undefined;

/** Begins or ends tracing in this process; `startTracing` calls it. */
export function traceSpans(on: boolean): void {
  tracer = on ? trace.getTracer(SCOPE) : undefined;
}

export function isTracing(): boolean {
  return tracer !== undefined;
}

/**
 * The W3C trace context to put into an event's metadata or to send on; undefined when nothing is traced. Whoever reads
 * the event goes on with the same trace.
 */
export function traceparentNow(): string | undefined {
  if (!tracer) return undefined;
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return carrier[CARRIER_FIELD];
}

/** Runs work in a span below the current one. An error is told by its class. */
export function inSpan<T>(name: string, fields: SpanFields, work: () => Promise<T>): Promise<T> {
  if (!tracer) return work();
  return tracer.startActiveSpan(name, { attributes: fields }, (span) => ended(span, work));
}

/** Runs work in a span of the trace that an event carries, so that what follows from the event belongs to it as well. */
export function inSpanOf<T>(traceparent: string | undefined, name: string, fields: SpanFields, work: () => Promise<T>) {
  if (!tracer) return work();
  const options = { kind: SpanKind.CONSUMER, attributes: fields };
  return tracer.startActiveSpan(name, options, contextOf(traceparent), (span) => ended(span, work));
}

/** The span of a request that has just come in; undefined when nothing is traced. Whoever starts it ends it. */
export function startRequestSpan({ method, route, traceparent }: RequestNames): Span | undefined {
  const attributes = { 'http.request.method': method, 'http.route': route };
  return tracer?.startSpan(`${method} ${route}`, { kind: SpanKind.SERVER, attributes }, contextOf(traceparent));
}

/** Runs work as part of a span that is ended elsewhere. */
export function within<T>(span: Span | null | undefined, work: () => T): T {
  return span ? context.with(trace.setSpan(context.active(), span), work) : work();
}

/** A span of what is over already. @param startedAt milliseconds since 1970; it ends now */
export function tellSpan(
  name: string,
  startedAt: number,
  fields: SpanFields,
  { parent, links = [] }: { readonly parent?: string; readonly links?: readonly SpanContext[] } = {},
): SpanContext | undefined {
  if (!tracer) return undefined;
  const joined: Link[] = links.map((linked) => ({ context: linked }));
  const options = { kind: SpanKind.CONSUMER, startTime: startedAt, attributes: fields, links: joined };
  const span = tracer.startSpan(name, parent === undefined ? { ...options, root: true } : options, contextOf(parent));
  span.end();
  return span.spanContext();
}

/** The span that a trace context names; undefined for one that is malformed. */
export function spanContextOf(traceparent: string): SpanContext | undefined {
  return trace.getSpanContext(contextOf(traceparent));
}

function contextOf(traceparent: string | undefined): Context {
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
