import { randomUUID } from 'node:crypto';

/**
 * Messages of the protocol, put together by hand: a client that can be cut anywhere. Field numbers are those of the
 * published streams.proto.
 */
const varint = (value: number): Buffer => {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return Buffer.from(bytes);
};

const field = (number: number, content: Uint8Array | string): Buffer => {
  const bytes = Buffer.from(content as string);
  return Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes]);
};

const flag = (number: number): Buffer => Buffer.concat([varint(number * 8), varint(1)]);

/** A gRPC frame: not compressed, with its length. */
export function frame(message: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

const streamIdentifier = (stream: string) => field(3, stream);
const uuid = (id: string) => field(2, id);
const entry = (key: string, value: string) => Buffer.concat([field(1, key), field(2, value)]);
const EMPTY = Buffer.alloc(0);
const ANY = field(4, EMPTY);

const proposed = (type: string, data: string): Buffer =>
  Buffer.concat([
    field(1, uuid(randomUUID())),
    field(2, entry('type', type)),
    field(2, entry('content-type', 'application/json')),
    field(4, data),
  ]);

/** The first message of Append: the stream and any revision. */
export const appendHeader = (stream: string): Buffer =>
  frame(field(1, Buffer.concat([field(1, streamIdentifier(stream)), ANY])));

/** A further message of Append: one event. */
export const appendMessage = (type: string, data = '{"n":1}'): Buffer => frame(field(2, proposed(type, data)));

/** A BatchAppend with all its events; without `isFinal` the server has to wait for more. */
export const batchAppend = (stream: string, types: readonly string[], isFinal: boolean): Buffer =>
  frame(
    Buffer.concat([
      field(1, uuid(randomUUID())),
      field(2, Buffer.concat([field(1, streamIdentifier(stream)), ANY])),
      ...types.map((type) => field(3, proposed(type, '{}'))),
      ...(isFinal ? [flag(4)] : []),
    ]),
  );

const readAll = (howMany: Buffer): Buffer =>
  frame(field(1, Buffer.concat([field(2, field(2, EMPTY)), howMany, field(8, EMPTY), field(9, field(2, EMPTY))])));

/** Read of $all, forwards from the start, unlimited, ids as strings. */
export const readAllFromStart = (): Buffer => readAll(Buffer.concat([varint(5 * 8), varint(Number.MAX_SAFE_INTEGER)]));

/** Subscription to $all, from the start, ids as strings. */
export const subscribeToAllFromStart = (): Buffer => readAll(field(6, EMPTY));
