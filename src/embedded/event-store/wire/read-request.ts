import { GrpcError, Status } from './grpc-status.js';
import { ProtobufReader } from './protobuf-reader.js';
import { readStreamIdentifier } from './stream-identifier.js';

/** Where a read begins: a revision or position, or one of the ends. */
export type From = number | 'start' | 'end';

/** Numbers that no log reaches, the largest uint64 above all, are older clients' way to say 'end'. */
const BEYOND_ALL = 2 ** 63;

export function fromNumber(value: number): From {
  return value >= BEYOND_ALL ? 'end' : value;
}

export interface FilterRequest {
  readonly on: 'stream' | 'type';
  readonly regex: string;
  readonly prefixes: readonly string[];
  /** Events looked at before a checkpoint counts, undefined: the server's own. */
  readonly window: number | undefined;
  readonly checkpointMultiplier: number;
}

export interface ReadRequest {
  /** A stream's name, or undefined for `$all`. */
  readonly stream: string | undefined;
  readonly from: From;
  readonly backwards: boolean;
  readonly resolveLinks: boolean;
  /** Undefined: a subscription. */
  readonly limit: number | undefined;
  readonly filter: FilterRequest | undefined;
  readonly textIds: boolean;
  /** 1 and above: the client wants to be told the first and last revisions. */
  readonly compatibility: number;
}

export function readExpression(reader: ProtobufReader): { regex: string; prefixes: string[] } {
  let regex = '';
  const prefixes: string[] = [];
  while (reader.next()) {
    if (reader.field === 1) regex = reader.string();
    else if (reader.field === 2) prefixes.push(reader.string());
    else reader.skip();
  }
  return { regex, prefixes };
}

/** FilterOptions, the same in Streams and in PersistentSubscriptions. */
export function readFilter(reader: ProtobufReader): FilterRequest {
  let on: 'stream' | 'type' | undefined;
  let expression = { regex: '', prefixes: [] as string[] };
  let window: number | undefined;
  let windowGiven = false;
  let checkpointMultiplier = 0;
  while (reader.next()) {
    if (reader.field === 1 || reader.field === 2) {
      on = reader.field === 1 ? 'stream' : 'type';
      expression = readExpression(reader.message());
    } else if (reader.field === 3) {
      window = reader.uint();
      windowGiven = true;
    } else if (reader.field === 4) {
      windowGiven = true;
      reader.skip();
    } else if (reader.field === 5) checkpointMultiplier = reader.uint();
    else reader.skip();
  }
  if (on === undefined)
    throw new GrpcError(Status.INVALID_ARGUMENT, 'A filter says neither stream name nor event type.');
  if (!windowGiven) throw new GrpcError(Status.INVALID_ARGUMENT, 'A filter says no window.');
  return { on, ...expression, window: window === 0 ? undefined : window, checkpointMultiplier };
}

export function readPosition(reader: ProtobufReader): number {
  let commit = 0;
  while (reader.next()) {
    if (reader.field === 1) commit = reader.uint();
    else reader.skip();
  }
  return commit;
}

/** AllOptions: a position, the start or the end, and in persistent subscriptions a filter. */
export function readAllOptions(reader: ProtobufReader): { from: From; filter: FilterRequest | undefined } {
  let from: From = 'start';
  let filter: FilterRequest | undefined;
  while (reader.next()) {
    if (reader.field === 1) from = fromNumber(readPosition(reader.message()));
    else if (reader.field === 4) filter = readFilter(reader.message());
    else {
      if (reader.field === 3) from = 'end';
      reader.skip();
    }
  }
  return { from, filter };
}

/** StreamOptions: the stream, and a revision, the start or the end. */
export function readStreamOptions(reader: ProtobufReader): { stream: string; from: From } {
  let stream = '';
  let from: From = 'start';
  while (reader.next()) {
    if (reader.field === 1) stream = readStreamIdentifier(reader.message());
    else if (reader.field === 2) from = fromNumber(reader.uint());
    else {
      if (reader.field === 4) from = 'end';
      reader.skip();
    }
  }
  return { stream, from };
}

/** UUIDOption: field 2 asks for text, field 1 for two numbers. */
export function readTextIds(reader: ProtobufReader): boolean {
  let text = false;
  while (reader.next()) {
    if (reader.field === 2) text = true;
    reader.skip();
  }
  return text;
}

function readOptions(reader: ProtobufReader): ReadRequest {
  let source: 'stream' | 'all' | undefined;
  let stream: string | undefined;
  let from: From = 'start';
  let backwards = false;
  let resolveLinks = false;
  let counted = false;
  let limit: number | undefined;
  let filter: FilterRequest | undefined;
  let textIds: boolean | undefined;
  let compatibility = 0;
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        source = 'stream';
        ({ stream, from } = readStreamOptions(reader.message()));
        break;
      case 2:
        source = 'all';
        ({ from } = readAllOptions(reader.message()));
        break;
      case 3:
        backwards = reader.uint() === 1;
        break;
      case 4:
        resolveLinks = reader.bool();
        break;
      case 5:
        limit = reader.uint();
        counted = true;
        break;
      case 6:
        counted = true;
        reader.skip();
        break;
      case 7:
        filter = readFilter(reader.message());
        break;
      case 9:
        textIds = readTextIds(reader.message());
        break;
      case 10:
        compatibility = readCompatibility(reader.message());
        break;
      default:
        reader.skip();
    }
  }
  if (source === undefined) throw new GrpcError(Status.INVALID_ARGUMENT, 'A read names neither a stream nor $all.');
  if (!counted)
    throw new GrpcError(Status.INVALID_ARGUMENT, 'A read says neither a count nor that it is a subscription.');
  if (textIds === undefined)
    throw new GrpcError(Status.INVALID_ARGUMENT, 'A read does not say in which form it wants UUIDs.');
  return { stream, from, backwards, resolveLinks, limit, filter, textIds, compatibility };
}

function readCompatibility(reader: ProtobufReader): number {
  let compatibility = 0;
  while (reader.next()) {
    if (reader.field === 1) compatibility = reader.uint();
    else reader.skip();
  }
  return compatibility;
}

/** @throws GrpcError INVALID_ARGUMENT for combinations that the protocol does not know. */
export function readReadRequest(message: Uint8Array): ReadRequest {
  const reader = new ProtobufReader(message);
  let request: ReadRequest | undefined;
  while (reader.next()) {
    if (reader.field === 1) request = readOptions(reader.message());
    else reader.skip();
  }
  if (request === undefined) throw new GrpcError(Status.INVALID_ARGUMENT, 'A read has no options.');
  const subscribes = request.limit === undefined;
  if ((subscribes && request.backwards) || (request.stream !== undefined && request.filter !== undefined)) {
    throw new GrpcError(Status.INVALID_ARGUMENT, 'A subscription goes forwards, and a filter is for $all.');
  }
  return request;
}
