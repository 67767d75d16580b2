import { crc32 } from 'node:zlib';
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
  /** Checksum (4 bytes), flags (1), id (16), length of the metadata (varint), metadata, data. */
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
const FLAGS_AT = 4;
const ID_AT = 5;
const METADATA_AT = 21;

/** Packs an event for the log. The checksum covers its place too, so that no row can stand in for another. */
export function packBody(event: ProposedEvent, place: number): Uint8Array {
  const metadata = event.metadata.length;
  const body = Buffer.allocUnsafe(METADATA_AT + varintSize(metadata) + metadata + event.data.length);
  body[FLAGS_AT] = event.isJson ? JSON_FLAG : 0;
  body.set(event.id, ID_AT);
  const at = writeVarint(body, METADATA_AT, metadata);
  body.set(event.metadata, at);
  body.set(event.data, at + metadata);
  body.writeUInt32LE(checksum(body, place));
  return body;
}

/** What distinguishes a row's place in the log; folded into its checksum. */
export function placeOf(position: number, stream: number, revision: number): number {
  return (Math.imul(position, 0x9e3779b1) ^ Math.imul(stream, 0x85ebca6b) ^ Math.imul(revision, 0xc2b2ae35)) >>> 0;
}

/** Whether the body is the one that was written to this place. */
export function isIntact(body: Uint8Array, place: number): boolean {
  // SQLite keeps whatever type a damaged row claims to have.
  if (!ArrayBuffer.isView(body) || body.length <= METADATA_AT) return false;
  const stored =
    (body[0] as number) + (body[1] as number) * 256 + (body[2] as number) * 65_536 + (body[3] as number) * 16_777_216;
  return stored === checksum(body, place);
}

function checksum(body: Uint8Array, place: number): number {
  return crc32(body.subarray(FLAGS_AT), place);
}

export function isJson(body: Uint8Array): boolean {
  return body[FLAGS_AT] === JSON_FLAG;
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
