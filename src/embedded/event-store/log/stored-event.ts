import { varintSize, writeVarint } from '../wire/protobuf-writer.js';

/** The revision that stands for 'this stream is gone for good'; on the wire it is 2^63 - 1. */
export const TOMBSTONE = Number.MAX_SAFE_INTEGER;

export const LINK_TYPE = '$>';
export const METADATA_TYPE = '$metadata';
export const TOMBSTONE_TYPE = '$streamDeleted';

/** An event as it lies in the log. `stream` and `type` are numbers that the name tables resolve; `created` is in ms since 1970. */
export interface StoredEvent {
  readonly position: number;
  readonly stream: number;
  readonly revision: number;
  readonly type: number;
  readonly created: number;
  /** Flags (1 byte), id (16), length of the metadata (varint), metadata, data. */
  readonly body: Uint8Array;
}

/** An event that somebody wants to append. */
export interface ProposedEvent {
  readonly id: Uint8Array;
  readonly type: string;
  readonly isJson: boolean;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

const JSON_FLAG = 1;
const ID_AT = 1;
const METADATA_AT = 17;

export function packBody(event: ProposedEvent): Uint8Array {
  const metadata = event.metadata.length;
  const body = Buffer.allocUnsafe(METADATA_AT + varintSize(metadata) + metadata + event.data.length);
  body[0] = event.isJson ? JSON_FLAG : 0;
  body.set(event.id, ID_AT);
  const at = writeVarint(body, METADATA_AT, metadata);
  body.set(event.metadata, at);
  body.set(event.data, at + metadata);
  return body;
}

export function isJson(body: Uint8Array): boolean {
  return body[0] === JSON_FLAG;
}

export function eventId(body: Uint8Array): Uint8Array {
  return body.subarray(ID_AT, METADATA_AT);
}

/** Where the id lies in the body. */
export const EVENT_ID_AT = ID_AT;

/** Length of the metadata and where it starts; the data follows it. */
export function metadataOf(body: Uint8Array): { from: number; length: number } {
  let at = METADATA_AT;
  let length = 0;
  let scale = 1;
  for (;;) {
    const byte = body[at] as number;
    at += 1;
    length += (byte & 0x7f) * scale;
    if (byte < 0x80) return { from: at, length };
    scale *= 128;
  }
}

export function dataOf(body: Uint8Array): Uint8Array {
  const { from, length } = metadataOf(body);
  return body.subarray(from + length);
}
