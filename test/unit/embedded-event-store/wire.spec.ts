import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FrameReader, frame } from '../../../src/embedded/event-store/wire/grpc-frames.js';
import { GrpcError, trailersOf } from '../../../src/embedded/event-store/wire/grpc-status.js';
import { MalformedMessage, ProtobufReader } from '../../../src/embedded/event-store/wire/protobuf-reader.js';
import { ProtobufWriter } from '../../../src/embedded/event-store/wire/protobuf-writer.js';
import { readUuid, uuidText } from '../../../src/embedded/event-store/wire/uuid.js';

const wholeNumber = fc.maxSafeNat();

describe('a protobuf message', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(
        wholeNumber,
        fc.integer(),
        fc.string({ unit: 'binary' }),
        fc.uint8Array(),
        (unsigned, signed, text, bytes) => {
          const message = new ProtobufWriter()
            .uint(1, unsigned)
            .int(2, signed)
            .string(300, text)
            .message(4, (inner) => inner.bytes(5, bytes))
            .finish();
          const reader = new ProtobufReader(message);
          expect([reader.next(), reader.field, reader.uint()]).toEqual([true, 1, unsigned]);
          expect([reader.next(), reader.field, reader.int()]).toEqual([true, 2, signed]);
          expect([reader.next(), reader.field, reader.string()]).toEqual([true, 300, text]);
          expect([reader.next(), reader.field]).toEqual([true, 4]);
          const inner = reader.message();
          expect([inner.next(), Buffer.from(inner.bytes()).equals(bytes)]).toEqual([true, true]);
          expect(reader.next()).toBe(false);
        },
      ),
    );
  });

  it('may hold fields of any kind that are passed over', () => {
    const message = Buffer.concat([
      new ProtobufWriter().uint(9, 300).string(10, 'later').float(11, 1.5).finish(),
      Buffer.from([(12 << 3) | 1, 1, 2, 3, 4, 5, 6, 7, 8]),
      new ProtobufWriter().uint(1, 7).finish(),
    ]);
    const reader = new ProtobufReader(message);
    let found = 0;
    while (reader.next()) {
      if (reader.field === 1) found = reader.uint();
      else reader.skip();
    }
    expect(found).toBe(7);
  });

  it('of any bytes at all is read to its end or refused as malformed, and nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const reader = new ProtobufReader(bytes);
        try {
          while (reader.next()) reader.skip();
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedMessage);
        }
      }),
    );
  });

  it('keeps the largest numbers apart by their halves', () => {
    const reader = new ProtobufReader(new ProtobufWriter().halves(1, 0xffffffff, 0xfffffffe).finish());
    reader.next();
    expect(reader.uint()).toBeGreaterThan(Number.MAX_SAFE_INTEGER);
    expect([reader.high, reader.low]).toEqual([0xffffffff, 0xfffffffe]);
  });
});

describe('a UUID', () => {
  it('has the same bytes in both forms of the protocol', () => {
    fc.assert(
      fc.property(fc.uuid(), (text) => {
        const asText = readUuid(new ProtobufReader(new ProtobufWriter().string(2, text).finish()));
        const hex = Buffer.from(asText);
        const structured = new ProtobufWriter()
          .message(1, (uuid) =>
            uuid
              .halves(1, hex.readUInt32BE(0), hex.readUInt32BE(4))
              .halves(2, hex.readUInt32BE(8), hex.readUInt32BE(12)),
          )
          .finish();
        expect(uuidText(readUuid(new ProtobufReader(structured)))).toBe(text.toLowerCase());
      }),
    );
  });
});

describe('frames', () => {
  it('come out whole, however the bytes were cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }),
        (messages, cuts) => {
          const all = Buffer.concat(messages.map((message) => frame(message)));
          const reader = new FrameReader(100);
          const read: Buffer[] = [];
          for (let at = 0, cut = 0; at < all.length; cut += 1) {
            const size = cuts[cut % cuts.length] ?? 1;
            for (const message of reader.messages(all.subarray(at, at + size))) read.push(Buffer.from(message));
            at += size;
          }
          expect(read.map((message) => message.toString('hex'))).toEqual(
            messages.map((message) => Buffer.from(message).toString('hex')),
          );
          expect(reader.unfinished).toBe(false);
        },
      ),
    );
  });

  it('over the limit are refused by their header alone', () => {
    const header = Buffer.from([0, 0x7f, 0xff, 0xff, 0xff]);
    expect(() => [...new FrameReader(100).messages(header)]).toThrow(expect.objectContaining({ code: 8 }));
  });

  it('that claim to be compressed need an encoding', () => {
    expect(() => [...new FrameReader(100).messages(Buffer.from([1, 0, 0, 0, 0]))]).toThrow(
      expect.objectContaining({ code: 13 }),
    );
  });
});

describe('a status', () => {
  it('travels as printable ASCII', () => {
    const trailers = trailersOf(new GrpcError(5, "Ström '100%' fehlt", { 'stream-name': 'Ström-100%' }));
    expect(trailers).toEqual({
      'grpc-status': '5',
      'grpc-message': "Str%C3%B6m '100%25' fehlt",
      'stream-name': 'Str%C3%B6m-100%',
    });
    expect(trailersOf(new GrpcError(5, '', { 'stream-name': '  a b ' }))['stream-name']).toBe('%20 a b%20');
  });
});
