import { GrpcError, Status } from './grpc-status.js';
import { ProtobufReader } from './protobuf-reader.js';
import {
  type FilterRequest,
  type From,
  fromNumber,
  readAllOptions,
  readStreamOptions,
  readTextIds,
} from './read-request.js';
import { readStreamIdentifier } from './stream-identifier.js';
import { readUuid } from './uuid.js';

const ALL = '$all';
const TICKS_PER_MS = 10_000;
const STRATEGIES = ['DispatchToSingle', 'RoundRobin', 'Pinned'] as const;

/** Settings of CreateReq and UpdateReq. Times are in ms. */
export interface SettingsRequest {
  readonly resolveLinks: boolean;
  readonly extraStatistics: boolean;
  readonly maxRetryCount: number;
  readonly minCheckpointCount: number;
  readonly maxCheckpointCount: number;
  readonly maxSubscriberCount: number;
  readonly liveBufferSize: number;
  readonly readBatchSize: number;
  readonly historyBufferSize: number;
  readonly messageTimeout: number;
  readonly checkpointAfter: number;
  readonly strategy: string;
}

export interface ChangeGroupRequest {
  readonly stream: string;
  readonly group: string;
  readonly startFrom: From;
  readonly filter: FilterRequest | undefined;
  readonly settings: SettingsRequest;
}

/** A group by its source, `$all` among them, and its name. */
export interface GroupName {
  readonly stream: string;
  readonly group: string;
}

function readSettings(reader: ProtobufReader): SettingsRequest & { readonly revision: number } {
  const numbers = new Map<number, number>();
  let messageTimeout = 0;
  let checkpointAfter = 0;
  let named = '';
  let revision = 0;
  while (reader.next()) {
    const { field } = reader;
    if (field === 16) named = reader.string();
    else if (field === 2) revision = reader.uint();
    else if (field >= 1 && field <= 15) {
      const value = reader.int();
      if (field === 4) messageTimeout = Math.floor(value / TICKS_PER_MS);
      else if (field === 14) messageTimeout = value;
      else if (field === 6) checkpointAfter = Math.floor(value / TICKS_PER_MS);
      else if (field === 15) checkpointAfter = value;
      else numbers.set(field, value);
    } else reader.skip();
  }
  const number = (field: number) => numbers.get(field) ?? 0;
  return {
    resolveLinks: number(1) !== 0,
    extraStatistics: number(3) !== 0,
    maxRetryCount: number(5),
    minCheckpointCount: number(7),
    maxCheckpointCount: number(8),
    maxSubscriberCount: number(9),
    liveBufferSize: number(10),
    readBatchSize: number(11),
    historyBufferSize: number(12),
    messageTimeout,
    checkpointAfter,
    strategy: named === '' ? (STRATEGIES[number(13)] ?? String(number(13))) : named,
    revision,
  };
}

function optionsOf(message: Uint8Array): ProtobufReader {
  const reader = new ProtobufReader(message);
  let options: ProtobufReader | undefined;
  while (reader.next()) {
    if (reader.field === 1) options = reader.message();
    else reader.skip();
  }
  if (options === undefined) throw new GrpcError(Status.INVALID_ARGUMENT, 'A request has no options.');
  return options;
}

/** CreateReq and UpdateReq, which are alike; an update carries no filter. */
export function readChangeGroupRequest(message: Uint8Array): ChangeGroupRequest {
  const reader = optionsOf(message);
  let stream: string | undefined;
  let formerStream = '';
  let group = '';
  let startFrom: From | undefined;
  let filter: FilterRequest | undefined;
  let settings: ReturnType<typeof readSettings> | undefined;
  while (reader.next()) {
    if (reader.field === 1) formerStream = readStreamIdentifier(reader.message());
    else if (reader.field === 2) group = reader.string();
    else if (reader.field === 3) settings = readSettings(reader.message());
    else if (reader.field === 4) ({ stream, from: startFrom } = readStreamOptions(reader.message()));
    else if (reader.field === 5) {
      stream = ALL;
      ({ from: startFrom, filter } = readAllOptions(reader.message()));
    } else reader.skip();
  }
  if (settings === undefined) throw new GrpcError(Status.INVALID_ARGUMENT, 'A group needs settings.');
  // Clients of before 21.10 name the stream beside the options and the revision in the settings.
  const { revision, ...rest } = settings;
  return {
    stream: stream ?? formerStream,
    group,
    startFrom: startFrom ?? fromNumber(revision),
    filter,
    settings: rest,
  };
}

function readName(
  reader: ProtobufReader,
  fields: { stream: number; all: number; group: number },
  rest: (reader: ProtobufReader) => boolean = () => false,
): GroupName {
  let stream = '';
  let group = '';
  while (reader.next()) {
    if (reader.field === fields.stream) stream = readStreamIdentifier(reader.message());
    else if (reader.field === fields.group) group = reader.string();
    else if (reader.field === fields.all) {
      stream = ALL;
      reader.skip();
    } else if (!rest(reader)) reader.skip();
  }
  return { stream, group };
}

export function readDeleteGroupRequest(message: Uint8Array): GroupName {
  return readName(optionsOf(message), { stream: 1, all: 3, group: 2 });
}

export function readInfoRequest(message: Uint8Array): GroupName {
  return readName(optionsOf(message), { stream: 1, all: 2, group: 3 });
}

export function readReplayRequest(message: Uint8Array): GroupName & { readonly stopAt: number | undefined } {
  let stopAt: number | undefined;
  const name = readName(optionsOf(message), { stream: 2, all: 3, group: 1 }, (reader) => {
    if (reader.field !== 4) return false;
    stopAt = reader.int();
    return true;
  });
  return { ...name, stopAt };
}

/** The stream whose groups are asked for, or undefined for all of them. */
export function readListRequest(message: Uint8Array): string | undefined {
  const reader = optionsOf(message);
  let stream: string | undefined;
  while (reader.next()) {
    if (reader.field === 2) {
      stream = readName(reader.message(), { stream: 1, all: 2, group: -1 }).stream;
    } else reader.skip();
  }
  return stream;
}

export type ConsumerMessage =
  | { readonly kind: 'options'; readonly name: GroupName; readonly bufferSize: number; readonly textIds: boolean }
  | { readonly kind: 'ack'; readonly ids: readonly Uint8Array[] }
  | { readonly kind: 'nack'; readonly ids: readonly Uint8Array[]; readonly action: number; readonly reason: string };

function readOptions(reader: ProtobufReader): ConsumerMessage {
  let bufferSize = 0;
  let textIds = false;
  const name = readName(reader, { stream: 1, all: 5, group: 2 }, (options) => {
    if (options.field === 3) bufferSize = options.int();
    else if (options.field === 4) textIds = readTextIds(options.message());
    else return false;
    return true;
  });
  return { kind: 'options', name, bufferSize, textIds };
}

function readAnswer(reader: ProtobufReader, kind: 'ack' | 'nack'): ConsumerMessage {
  const ids: Uint8Array[] = [];
  let action = 0;
  let reason = '';
  while (reader.next()) {
    if (reader.field === 2) ids.push(readUuid(reader.message()));
    else if (reader.field === 3) action = reader.uint();
    else if (reader.field === 4) reason = reader.string();
    else reader.skip();
  }
  return kind === 'ack' ? { kind, ids } : { kind, ids, action, reason };
}

export function readConsumerMessage(message: Uint8Array): ConsumerMessage {
  const reader = new ProtobufReader(message);
  let read: ConsumerMessage | undefined;
  while (reader.next()) {
    if (reader.field === 1) read = readOptions(reader.message());
    else if (reader.field === 2) read = readAnswer(reader.message(), 'ack');
    else if (reader.field === 3) read = readAnswer(reader.message(), 'nack');
    else reader.skip();
  }
  if (read === undefined)
    throw new GrpcError(Status.INVALID_ARGUMENT, 'A message holds neither options nor an answer.');
  return read;
}
