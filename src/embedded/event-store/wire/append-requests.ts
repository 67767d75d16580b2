import type { ProposedEvent } from '../log/stored-event.js';
import type { ExpectedRevision } from '../log/write.js';
import { GrpcError, Status } from './grpc-status.js';
import { MalformedMessage, ProtobufReader } from './protobuf-reader.js';
import { readStreamIdentifier } from './stream-identifier.js';
import { readUuid } from './uuid.js';

const NOTHING = new Uint8Array();

/** A message of the protocol as it came: what is missing is undefined, and judged by the service. */
export interface ProposedMessage {
  readonly id: Uint8Array | undefined;
  readonly type: string | undefined;
  readonly contentType: string | undefined;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/** Options of Append, Delete and Tombstone. `expected` is undefined where the client named none. */
export interface WriteOptions {
  readonly stream: string;
  readonly expected: ExpectedRevision | undefined;
}

export interface BatchOptions extends WriteOptions {
  /** The stream's name was given, be it an empty one. */
  readonly named: boolean;
  /** ms since 1970. */
  readonly deadlineAt: number | undefined;
  /** ms from now. */
  readonly timeout: number | undefined;
}

export interface BatchAppendRequest {
  readonly correlationId: Uint8Array;
  readonly options: BatchOptions | undefined;
  readonly messages: readonly ProposedMessage[];
  readonly isFinal: boolean;
}

/** The largest uint64 is an old way to say that there is no stream. */
function expectedNumber(value: number): ExpectedRevision {
  return value >= 2 ** 64 ? 'no-stream' : value;
}

const words: Readonly<Record<number, ExpectedRevision>> = { 3: 'no-stream', 4: 'any', 5: 'stream-exists' };

function readMetadataEntry(reader: ProtobufReader): { key: string; value: string } {
  let key = '';
  let value = '';
  while (reader.next()) {
    if (reader.field === 1) key = reader.string();
    else if (reader.field === 2) value = reader.string();
    else reader.skip();
  }
  return { key, value };
}

export function readProposedMessage(reader: ProtobufReader): ProposedMessage {
  let id: Uint8Array | undefined;
  let type: string | undefined;
  let contentType: string | undefined;
  let data: Uint8Array = NOTHING;
  let metadata: Uint8Array = NOTHING;
  while (reader.next()) {
    if (reader.field === 1) id = readUuid(reader.message());
    else if (reader.field === 2) {
      const { key, value } = readMetadataEntry(reader.message());
      if (key === 'type') type = value;
      else if (key === 'content-type') contentType = value;
    } else if (reader.field === 3) metadata = reader.bytes();
    else if (reader.field === 4) data = reader.bytes();
    else reader.skip();
  }
  return { id, type, contentType, data, metadata };
}

/** Options of AppendReq, DeleteReq and TombstoneReq, which are alike. */
export function readWriteOptions(reader: ProtobufReader): WriteOptions {
  let stream = '';
  let expected: ExpectedRevision | undefined;
  while (reader.next()) {
    if (reader.field === 1) stream = readStreamIdentifier(reader.message());
    else if (reader.field === 2) expected = expectedNumber(reader.uint());
    else {
      expected = words[reader.field] ?? expected;
      reader.skip();
    }
  }
  return { stream, expected };
}

/** The one field of DeleteReq and TombstoneReq. */
export function readDeleteRequest(request: Uint8Array): WriteOptions {
  const reader = new ProtobufReader(request);
  let options: WriteOptions = { stream: '', expected: undefined };
  while (reader.next()) {
    if (reader.field === 1) options = readWriteOptions(reader.message());
    else reader.skip();
  }
  return options;
}

export type AppendMessage =
  | { readonly options: WriteOptions; readonly proposed?: undefined }
  | { readonly options?: undefined; readonly proposed: ProposedMessage };

export function readAppendMessage(message: Uint8Array): AppendMessage {
  const reader = new ProtobufReader(message);
  let read: AppendMessage | undefined;
  while (reader.next()) {
    if (reader.field === 1) read = { options: readWriteOptions(reader.message()) };
    else if (reader.field === 2) read = { proposed: readProposedMessage(reader.message()) };
    else reader.skip();
  }
  if (read === undefined) throw new MalformedMessage('an AppendReq holds neither options nor a message');
  return read;
}

/** A Timestamp or Duration, in ms. */
function readSeconds(reader: ProtobufReader): number {
  let milliseconds = 0;
  while (reader.next()) {
    if (reader.field === 1) milliseconds += reader.int() * 1000;
    else if (reader.field === 2) milliseconds += Math.floor(reader.int() / 1_000_000);
    else reader.skip();
  }
  return milliseconds;
}

function readBatchOptions(reader: ProtobufReader): BatchOptions {
  let stream: string | undefined;
  let expected: ExpectedRevision | undefined;
  let deadlineAt: number | undefined;
  let timeout: number | undefined;
  while (reader.next()) {
    if (reader.field === 1) stream = readStreamIdentifier(reader.message());
    else if (reader.field === 2) expected = expectedNumber(reader.uint());
    else if (reader.field === 6) deadlineAt = readSeconds(reader.message());
    else if (reader.field === 7) timeout = readSeconds(reader.message());
    else {
      expected = words[reader.field] ?? expected;
      reader.skip();
    }
  }
  return { stream: stream ?? '', named: stream !== undefined, expected, deadlineAt, timeout };
}

export function readBatchAppendRequest(message: Uint8Array): BatchAppendRequest {
  const reader = new ProtobufReader(message);
  let correlationId: Uint8Array | undefined;
  let options: BatchOptions | undefined;
  let isFinal = false;
  const messages: ProposedMessage[] = [];
  while (reader.next()) {
    if (reader.field === 1) correlationId = readUuid(reader.message());
    else if (reader.field === 2) options = readBatchOptions(reader.message());
    else if (reader.field === 3) messages.push(readProposedMessage(reader.message()));
    else if (reader.field === 4) isFinal = reader.bool();
    else reader.skip();
  }
  if (correlationId === undefined) throw new MalformedMessage('a BatchAppendReq has no correlation id');
  return { correlationId, options, messages, isFinal };
}

/** Bytes that count towards the limit of an append, as the real server counts them. */
export function sizeOf(message: ProposedMessage): number {
  return message.data.length + message.metadata.length + (message.type?.length ?? 0) * 2;
}

/** @throws GrpcError INVALID_ARGUMENT for an event without id, type or content type. */
export function proposedEventOf(message: ProposedMessage): ProposedEvent {
  for (const [name, value] of [
    ['type', message.type],
    ['content-type', message.contentType],
  ] as const) {
    if (value === undefined) {
      throw new GrpcError(Status.INVALID_ARGUMENT, `Required Metadata Property '${name}' is missing`, {
        exception: 'missing-required-metadata-property',
        'required-metadata-properties': 'type,content-type',
      });
    }
  }
  if (message.type === undefined || message.type === '')
    throw new GrpcError(Status.INVALID_ARGUMENT, 'An event needs a type.');
  if (message.id === undefined || message.id.every((byte) => byte === 0)) {
    throw new GrpcError(Status.INVALID_ARGUMENT, 'An event needs an id that is not all zeros.');
  }
  return {
    id: message.id,
    type: message.type,
    isJson: message.contentType === 'application/json',
    data: message.data,
    metadata: message.metadata,
  };
}
