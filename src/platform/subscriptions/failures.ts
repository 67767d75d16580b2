import { MongoError } from 'mongodb';
import { documentsAway } from '../documents/errors.js';
import { StreamGap } from './stream-gap.js';

/**
 * Transient or not: whether the same work can succeed later with nothing changed but the world outside. Transient errors
 * are retried without limit; anything else that an event meets is a fault of that event or of our code.
 */
const TRANSIENT_NAMES = new Set([
  'SubscriptionDropped',
  'LeaseLost',
  'UnavailableError',
  'TimeoutError',
  'DeadlineExceededError',
  'CancelledError',
  'NotLeaderError',
  'StoreUnavailable',
  'MongoNetworkError',
  'MongoExpiredSessionError',
  'MongoWriteConcernError',
]);

/** gRPC: CANCELLED, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED, UNAVAILABLE. */
const TRANSIENT_GRPC = new Set([1, 4, 8, 10, 14]);

const TRANSIENT_SYSTEM = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

interface ErrorShape {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly transient?: unknown;
  readonly cause?: unknown;
  readonly errorLabels?: unknown;
  hasErrorLabel?(label: string): boolean;
}

export function isTransient(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || error instanceof StreamGap) return false;
  const shape = error as ErrorShape;
  if (typeof shape.transient === 'boolean') return shape.transient;
  if (typeof shape.name === 'string' && TRANSIENT_NAMES.has(shape.name)) return true;
  if (typeof shape.code === 'string' && TRANSIENT_SYSTEM.has(shape.code)) return true;
  if (documentsAway(error)) return true;
  if (typeof shape.code === 'number' && !(error instanceof MongoError) && TRANSIENT_GRPC.has(shape.code)) return true;
  if (shape.hasErrorLabel?.('RetryableWriteError') || shape.hasErrorLabel?.('TransientTransactionError')) return true;
  return depth < 4 && isTransient(shape.cause, depth + 1);
}

/** The class of an error: safe to keep and to show, as a message may hold personal data. */
export function errorClass(error: unknown): string {
  const name = error instanceof Error ? error.name || error.constructor.name : typeof error;
  return /^[A-Za-z][A-Za-z0-9]{0,63}$/.test(name) ? name : 'Error';
}
