import type { ExpectedRevision } from '../log/write.js';
import { frame } from './grpc-frames.js';
import { Status } from './grpc-status.js';
import { ProtobufWriter } from './protobuf-writer.js';
import { writeUuid } from './uuid.js';

/** google.rpc.Status with one detail, by which clients tell the errors of a batch append apart. */
export interface BatchError {
  readonly code: number;
  readonly message: string;
  readonly detail: string;
  readonly value: Buffer;
}

const NOTHING = Buffer.alloc(0);

export function wrongExpectedVersion(expected: ExpectedRevision, current: number): BatchError {
  const value = new ProtobufWriter();
  if (current < 0) value.empty(2);
  else value.uint(1, current);
  if (expected === 'any') value.empty(4);
  else if (expected === 'stream-exists') value.empty(5);
  else if (expected === 'no-stream') value.empty(6);
  else value.uint(3, expected);
  return {
    code: Status.ALREADY_EXISTS,
    message: 'WrongExpectedVersion',
    detail: 'WrongExpectedVersion',
    value: value.finish(),
  };
}

export function deleted(stream: string): BatchError {
  const value = new ProtobufWriter().message(1, (identifier) => identifier.string(3, stream)).finish();
  return { code: Status.NOT_FOUND, message: 'StreamDeleted', detail: 'StreamDeleted', value };
}

export function tooLarge(limit: number): BatchError {
  const value = new ProtobufWriter().uint(1, limit).finish();
  return {
    code: Status.INVALID_ARGUMENT,
    message: 'MaximumAppendSizeExceeded',
    detail: 'MaximumAppendSizeExceeded',
    value,
  };
}

export function badRequest(message: string): BatchError {
  return {
    code: Status.INVALID_ARGUMENT,
    message: `BadRequest: ${message}`,
    detail: 'BadRequest',
    value: new ProtobufWriter().string(1, message).finish(),
  };
}

export const TIMED_OUT: BatchError = {
  code: Status.DEADLINE_EXCEEDED,
  message: 'Timeout',
  detail: 'Timeout',
  value: NOTHING,
};

export function notWritten(error: Error): BatchError {
  return {
    code: Status.RESOURCE_EXHAUSTED,
    message: `Nothing was written: ${error.message}`,
    detail: 'Unknown',
    value: NOTHING,
  };
}

export function errorFrame(correlationId: Uint8Array, stream: string, error: BatchError): Buffer {
  const writer = new ProtobufWriter().message(1, (id) => writeUuid(id, correlationId));
  writer.message(2, (status) =>
    status
      .uint(1, error.code)
      .string(2, error.message)
      .message(3, (any) =>
        any.string(1, `type.googleapis.com/event_store.client.${error.detail}`).bytes(2, error.value),
      ),
  );
  return frame(writer.message(4, (identifier) => identifier.string(3, stream)).finish());
}

export function successFrame(correlationId: Uint8Array, stream: string, revision: number, position: number): Buffer {
  const writer = new ProtobufWriter().message(1, (id) => writeUuid(id, correlationId));
  writer.message(3, (success) => {
    if (revision < 0) success.empty(2);
    else success.uint(1, revision);
    success.message(3, (place) => place.uint(1, position).uint(2, position));
  });
  return frame(writer.message(4, (identifier) => identifier.string(3, stream)).finish());
}
