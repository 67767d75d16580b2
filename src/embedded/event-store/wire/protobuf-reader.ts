/** The bytes are not a message of the protocol: a field runs past the end, a varint never stops, a group is used. */
export class MalformedMessage extends Error {}

const TWO_32 = 4294967296;
const utf8 = new TextDecoder('utf-8');

/**
 * Reads protobuf's wire format field by field, without a registry of message types. The caller loops over
 * `next()` and asks for each field it knows; `skip()` passes over the rest, so newer clients keep working.
 */
export class ProtobufReader {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #at: number;
  /** Number of the field that `next()` found. */
  field = 0;
  #wireType = 0;
  /** The two halves of the last varint, unsigned; needed where a value may exceed 2^53 (UUID halves, -1 as uint64). */
  low = 0;
  high = 0;

  constructor(bytes: Uint8Array, from = 0, to = bytes.length) {
    this.#bytes = bytes;
    this.#at = from;
    this.#end = to;
  }

  /** Moves to the next field; false at the end of the message. */
  next(): boolean {
    if (this.#at >= this.#end) return false;
    const tag = this.#varint();
    this.field = Math.floor(tag / 8);
    this.#wireType = tag % 8;
    if (this.field === 0 || tag > 0xffffffff) throw new MalformedMessage('a field number is out of range');
    return true;
  }

  /** A uint64 or uint32. Values above 2^53 come out inexact but still as 'very large'; `low` and `high` are exact. */
  uint(): number {
    this.#expect(0);
    return this.#varint();
  }

  /** An int32 or int64 (negative numbers travel as ten bytes). */
  int(): number {
    this.#expect(0);
    this.#varint();
    return (this.high | 0) * TWO_32 + this.low;
  }

  bool(): boolean {
    this.#expect(0);
    return this.#varint() !== 0;
  }

  /** The bytes themselves, not a copy: they live as long as the chunk they came in. */
  bytes(): Uint8Array {
    this.#expect(2);
    const length = this.#varint();
    const from = this.#at;
    if (length > this.#end - from) throw new MalformedMessage('a field runs past the end of its message');
    this.#at = from + length;
    return this.#bytes.subarray(from, this.#at);
  }

  string(): string {
    return utf8.decode(this.bytes());
  }

  message(): ProtobufReader {
    return new ProtobufReader(this.bytes());
  }

  /** Passes over a field that is of no interest here. */
  skip(): void {
    if (this.#wireType === 0) this.#varint();
    else if (this.#wireType === 1) this.#advance(8);
    else if (this.#wireType === 2) this.bytes();
    else if (this.#wireType === 5) this.#advance(4);
    else throw new MalformedMessage(`wire type ${this.#wireType} is not used by this protocol`);
  }

  #advance(count: number): void {
    if (count > this.#end - this.#at) throw new MalformedMessage('a field runs past the end of its message');
    this.#at += count;
  }

  #expect(wireType: number): void {
    if (this.#wireType !== wireType) throw new MalformedMessage(`field ${this.field} has wire type ${this.#wireType}`);
  }

  #varint(): number {
    const bytes = this.#bytes;
    let low = 0;
    let high = 0;
    for (let index = 0; index < 10; index += 1) {
      if (this.#at >= this.#end) throw new MalformedMessage('a number runs past the end of its message');
      const byte = bytes[this.#at] as number;
      this.#at += 1;
      const part = byte & 0x7f;
      if (index < 4) low |= part << (index * 7);
      else if (index === 4) {
        low |= part << 28;
        high = part >>> 4;
      } else high |= part << (index * 7 - 32);
      if (byte < 0x80) {
        this.low = low >>> 0;
        this.high = high >>> 0;
        return this.high * TWO_32 + this.low;
      }
    }
    throw new MalformedMessage('a number is longer than ten bytes');
  }
}
