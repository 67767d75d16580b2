import type { LoggerService } from '@nestjs/common';
import type { Log } from './log.js';

/**
 * Nest's own messages, without their text: an unhandled error's message may quote what somebody typed. What is left is
 * that something happened, the error's class and the places in our code.
 */
export class NestLog implements LoggerService {
  constructor(private readonly target: Log) {}

  log(): void {}

  error(message: unknown, ...rest: unknown[]): void {
    this.target.error('framework-error', { failure: failureIn([message, ...rest]) });
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.target.warn('framework-warning', { failure: failureIn([message, ...rest]) });
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.target.error('framework-fatal', { failure: failureIn([message, ...rest]) });
  }
}

/** Nest passes an error itself, or its stack as text. */
function failureIn(parts: readonly unknown[]): Error | undefined {
  const error = parts.find((part) => part instanceof Error);
  if (error) return error;
  const stack = parts.find((part) => typeof part === 'string' && /\n\s+at /.test(part));
  if (typeof stack !== 'string') return undefined;
  const rebuilt = new Error('');
  rebuilt.name = /^([A-Za-z]\w{0,63})(:|\n)/.exec(stack)?.[1] ?? 'Error';
  rebuilt.stack = stack.slice(stack.search(/\n\s+at /));
  return rebuilt;
}
