import { trace } from '@opentelemetry/api';
import { type DestinationStream, pino } from 'pino';
import { allowedFields, type LogFields } from './log-fields.js';

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** The program's only log. One line of JSON for each thing that happened, named by a constant, without personal data. */
export interface Log {
  /** `event`: lower-case words joined by `-`, always the same for the same thing: 'view-quarantined'. */
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

const EVENT = /^[a-z]+(-[a-z]+){0,9}$/;

/** @param destination where lines go; standard error if none is given, as standard output is for people */
export function createLog(level: LogLevel, destination: DestinationStream = pino.destination(2)): Log {
  const sink = pino(
    {
      level,
      base: null,
      messageKey: 'event',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
  const write =
    (at: 'debug' | 'info' | 'warn' | 'error') =>
    (event: string, fields: LogFields = {}): void => {
      if (!sink.isLevelEnabled(at)) return;
      sink[at](
        { ...allowedFields(fields), ...traceFields() },
        EVENT.test(event) && event.length <= 64 ? event : 'unnamed',
      );
    };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

function traceFields(): { traceId?: string; spanId?: string } {
  const context = trace.getActiveSpan()?.spanContext();
  return context ? { traceId: context.traceId, spanId: context.spanId } : {};
}

const nothing = (): void => undefined;

export const silentLog: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };
