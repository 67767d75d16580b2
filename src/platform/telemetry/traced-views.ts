import type { SpanContext } from '@opentelemetry/api';
import type { Clock } from '../clock/clock.js';
import type { ViewObserver } from '../projections/view-observer.js';
import type { Decoded } from '../subscriptions/decoding.js';
import { isTracing, spanContextOf, tellSpan } from './spans.js';

/** Events older than this come from a rebuild or a long absence: their traces are over, and nothing is added to them. */
const FRESH_MS = 60_000;
/** Links of one span; a batch may hold thousands of events. */
const MOST_LINKS = 128;

/**
 * One span a batch, linked to the traces of its events; and in the trace of each command a span from its being recorded
 * to its being shown, linked to the batch.
 */
export function tracedViews(clock: Clock): ViewObserver {
  return {
    written: (view, { events, documents, durationMs }) => {
      if (!isTracing()) return;
      const commands = commandsOf(events);
      if (commands.length === 0) return;
      const now = clock.epoch();
      const links = commands.slice(0, MOST_LINKS).map(({ span }) => span);
      const fields = { 'cme.view': view, 'cme.events': events.length, 'cme.documents': documents };
      const batch = tellSpan('view batch', now - durationMs, fields, { links });
      for (const { traceparent, created } of commands.slice(0, MOST_LINKS)) {
        if (now - created > FRESH_MS) continue;
        const links = batch ? [batch] : [];
        tellSpan('view shows', created, { 'cme.view': view }, { parent: traceparent, links });
      }
    },
    dropped: () => undefined,
    quarantined: () => undefined,
    stopped: () => undefined,
  };
}

interface TracedCommand {
  readonly traceparent: string;
  readonly span: SpanContext;
  /** Milliseconds since 1970. */
  readonly created: number;
}

/** The traced commands whose events the batch holds, each once. */
function commandsOf(events: readonly Decoded[]): readonly TracedCommand[] {
  const commands = new Map<string, TracedCommand>();
  for (const { event, created } of events) {
    const traceparent = event?.metadata?.traceparent;
    if (traceparent === undefined || commands.has(traceparent)) continue;
    const span = spanContextOf(traceparent);
    if (span) commands.set(traceparent, { traceparent, span, created });
  }
  return [...commands.values()];
}
