import type { ExpectedRevision } from '../log/write.js';
import { GrpcError, Status } from './grpc-status.js';

export function streamDeleted(stream: string): GrpcError {
  return new GrpcError(Status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': stream,
  });
}

/** The words as the numbers that trailers and messages carry for them. */
function expectedNumber(expected: ExpectedRevision): number {
  if (expected === 'any') return -2;
  if (expected === 'no-stream') return -1;
  return expected === 'stream-exists' ? -4 : expected;
}

export function wrongRevision(
  operation: string,
  stream: string,
  expected: ExpectedRevision,
  current: number,
): GrpcError {
  const number = expectedNumber(expected);
  return new GrpcError(
    Status.FAILED_PRECONDITION,
    `${operation} failed due to WrongExpectedVersion. Stream: ${stream}, Expected version: ${number}, Actual version: ${current}`,
    {
      exception: 'wrong-expected-version',
      'stream-name': stream,
      'expected-version': String(number),
      'actual-version': String(current),
    },
  );
}

export function appendTooLarge(limit: number): GrpcError {
  return new GrpcError(Status.INVALID_ARGUMENT, `Maximum Append Size of ${limit} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(limit),
  });
}

/** The store could not write: the disk is full, or it is closing. The client may try again. */
export function writeFailed(error: Error): GrpcError {
  return new GrpcError(Status.RESOURCE_EXHAUSTED, `Nothing was written: ${error.message}`);
}
