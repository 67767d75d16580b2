import { context, propagation, trace } from '@opentelemetry/api';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import { traceSpans } from './spans.js';

export interface Tracing {
  /** Sends what is left. */
  flush(): Promise<void>;
  /** Sends what is left, then stops. */
  stop(): Promise<void>;
}

/**
 * Sends traces to the collector at OTEL_EXPORTER_OTLP_ENDPOINT (the exporter reads it, and the other OTEL_EXPORTER_OTLP_*
 * variables, itself). Without that variable nothing is loaded, made or sent.
 */
export async function startTracing(environment: NodeJS.ProcessEnv): Promise<Tracing | undefined> {
  if (!environment.OTEL_EXPORTER_OTLP_ENDPOINT) return undefined;
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
  return traceTo(new OTLPTraceExporter(), environment.OTEL_SERVICE_NAME);
}

export async function traceTo(exporter: SpanExporter, service = 'cme-tracker'): Promise<Tracing> {
  const { BatchSpanProcessor, TracerProvider } = await import('@opentelemetry/sdk-trace');
  const { AsyncLocalStorageContextManager } = await import('@opentelemetry/context-async-hooks');
  const { W3CTraceContextPropagator } = await import('@opentelemetry/core');
  const { resourceFromAttributes } = await import('@opentelemetry/resources');
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': service }),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  traceSpans(true);
  return {
    flush: () => provider.forceFlush(),
    stop: async () => {
      traceSpans(false);
      await provider.shutdown();
      trace.disable();
      propagation.disable();
      context.disable();
    },
  };
}
