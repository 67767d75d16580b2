import { EVENT_ID_AT, isJson, metadataOf, type StoredEvent, TOMBSTONE } from '../log/stored-event.js';
import { metadataEntry } from './name-fields.js';
import type { Page } from './page.js';
import { varintSize, writeVarint } from './protobuf-writer.js';
import { writeUuidText } from './uuid.js';

/** Gives the encoded names of streams and event types that stored events hold as numbers. */
export interface NameFields {
  streamField(id: number): Uint8Array;
  typeField(id: number): Uint8Array;
}

/** How a reader wants its events. */
export interface EventForm {
  /** UUIDs as 36 characters, else as two 64-bit numbers. */
  readonly textIds: boolean;
}

/** One event as a reader gets it: `link` is set where a link led to it, `event` is missing where the link leads nowhere. */
export interface ResolvedEvent {
  readonly event: StoredEvent | undefined;
  readonly link: StoredEvent | undefined;
}

const JSON_ENTRY = metadataEntry('content-type', 'application/json');
const BINARY_ENTRY = metadataEntry('content-type', 'application/octet-stream');
const TEXT_ID_SIZE = 40;
const TOMBSTONE_SIZE = 9;
const FRAME_HEADER = 5;

/** Events of one commit share their instant: its entry is encoded once. Ticks are 100 ns: a millisecond has 10,000. */
let createdAt = -1;
let createdEntry: Uint8Array = new Uint8Array();
function createdEntryOf(created: number): Uint8Array {
  if (created !== createdAt) {
    createdEntry = metadataEntry('created', `${created}0000`);
    createdAt = created;
  }
  return createdEntry;
}

function half(bytes: Uint8Array, at: number): number {
  return (
    (((bytes[at] as number) << 24) |
      ((bytes[at + 1] as number) << 16) |
      ((bytes[at + 2] as number) << 8) |
      (bytes[at + 3] as number)) >>>
    0
  );
}

function halvesSize(bytes: Uint8Array, at: number): number {
  const high = half(bytes, at);
  return high === 0 ? varintSize(half(bytes, at + 4)) : Math.ceil((64 - Math.clz32(high)) / 7);
}

function writeHalves(target: Uint8Array, at: number, bytes: Uint8Array, from: number): number {
  let to = at;
  let high = half(bytes, from);
  let low = half(bytes, from + 4);
  while (high > 0 || low > 0x7f) {
    target[to++] = (low & 0x7f) | 0x80;
    low = ((low >>> 7) | (high << 25)) >>> 0;
    high >>>= 7;
  }
  target[to++] = low;
  return to;
}

function recordedSize(event: StoredEvent, names: NameFields, form: EventForm): number {
  const { body } = event;
  const metadata = metadataOf(body);
  const data = body.length - metadata.from - metadata.length;
  const position = varintSize(event.position) + 1;
  return (
    (form.textIds ? TEXT_ID_SIZE : halvesSize(body, EVENT_ID_AT) + halvesSize(body, EVENT_ID_AT + 8) + 6) +
    names.streamField(event.stream).length +
    (event.revision === TOMBSTONE ? TOMBSTONE_SIZE : varintSize(event.revision)) +
    1 +
    position * 2 +
    names.typeField(event.type).length +
    createdEntryOf(event.created).length +
    (isJson(body) ? JSON_ENTRY : BINARY_ENTRY).length +
    (metadata.length === 0 ? 0 : 1 + varintSize(metadata.length) + metadata.length) +
    (data === 0 ? 0 : 1 + varintSize(data) + data)
  );
}

function writeId(target: Buffer, at: number, body: Uint8Array, textIds: boolean): number {
  target[at] = 0x0a;
  if (textIds) {
    target[at + 1] = 38;
    target[at + 2] = 0x12;
    target[at + 3] = 36;
    return writeUuidText(target, at + 4, body, EVENT_ID_AT);
  }
  target[at + 2] = 0x0a;
  target[at + 4] = 0x08;
  let to = writeHalves(target, at + 5, body, EVENT_ID_AT);
  target[to] = 0x10;
  to = writeHalves(target, to + 1, body, EVENT_ID_AT + 8);
  target[at + 3] = to - at - 4;
  target[at + 1] = to - at - 2;
  return to;
}

function writeBytes(target: Uint8Array, at: number, tag: number, bytes: Uint8Array): number {
  if (bytes.length === 0) return at;
  target[at] = tag;
  const to = writeVarint(target, at + 1, bytes.length);
  target.set(bytes, to);
  return to + bytes.length;
}

function writeRecorded(target: Buffer, at: number, event: StoredEvent, names: NameFields, form: EventForm): number {
  const { body } = event;
  let to = writeId(target, at, body, form.textIds);
  const stream = names.streamField(event.stream);
  target.set(stream, to);
  to += stream.length;
  target[to++] = 0x18;
  if (event.revision === TOMBSTONE) {
    target.fill(0xff, to, to + TOMBSTONE_SIZE - 1);
    to += TOMBSTONE_SIZE;
    target[to - 1] = 0x7f;
  } else to = writeVarint(target, to, event.revision);
  target[to] = 0x20;
  to = writeVarint(target, to + 1, event.position);
  target[to] = 0x28;
  to = writeVarint(target, to + 1, event.position);
  const type = names.typeField(event.type);
  target.set(type, to);
  to += type.length;
  const created = createdEntryOf(event.created);
  target.set(created, to);
  to += created.length;
  const content = isJson(body) ? JSON_ENTRY : BINARY_ENTRY;
  target.set(content, to);
  to += content.length;
  const metadata = metadataOf(body);
  const dataFrom = metadata.from + metadata.length;
  to = writeBytes(target, to, 0x3a, body.subarray(metadata.from, dataFrom));
  return writeBytes(target, to, 0x42, body.subarray(dataFrom));
}

/**
 * Adds one framed ReadResp with an event to the page. `retries` is given in persistent subscriptions only, whose
 * response has the same first fields and a count after them.
 */
export function writeEvent(
  page: Page,
  resolved: ResolvedEvent,
  names: NameFields,
  form: EventForm,
  retries?: number,
): void {
  const { event, link } = resolved;
  const original = link ?? event;
  if (original === undefined) return;
  const eventSize = event === undefined ? 0 : recordedSize(event, names, form);
  const linkSize = link === undefined ? 0 : recordedSize(link, names, form);
  const inner =
    (event === undefined ? 0 : 1 + varintSize(eventSize) + eventSize) +
    (link === undefined ? 0 : 1 + varintSize(linkSize) + linkSize) +
    1 +
    varintSize(original.position) +
    (retries === undefined ? 0 : 1 + varintSize(retries));
  const size = 1 + varintSize(inner) + inner;
  page.reserve(FRAME_HEADER + size);
  const target = page.bytes;
  let at = page.at;
  target[at] = 0;
  target.writeUInt32BE(size, at + 1);
  at += FRAME_HEADER;
  target[at] = 0x0a;
  at = writeVarint(target, at + 1, inner);
  if (event !== undefined) {
    target[at] = 0x0a;
    at = writeRecorded(target, writeVarint(target, at + 1, eventSize), event, names, form);
  }
  if (link !== undefined) {
    target[at] = 0x12;
    at = writeRecorded(target, writeVarint(target, at + 1, linkSize), link, names, form);
  }
  target[at] = 0x18;
  at = writeVarint(target, at + 1, original.position);
  if (retries !== undefined) {
    target[at] = 0x28;
    at = writeVarint(target, at + 1, retries);
  }
  page.at = at;
}
