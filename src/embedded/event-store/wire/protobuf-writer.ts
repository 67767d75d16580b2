const TWO_32 = 4294967296;

/** Bytes that a number takes as a varint. */
export function varintSize(value: number): number {
  let size = 1;
  let rest = value;
  while (rest >= 0x80) {
    rest = Math.floor(rest / 128);
    size += 1;
  }
  return size;
}

/** Writes `value` (a whole number, 0 to 2^53) as a varint and says where it ended. */
export function writeVarint(target: Uint8Array, at: number, value: number): number {
  let to = at;
  let rest = value;
  while (rest > 0x7fffffff) {
    target[to++] = (rest % 128) | 0x80;
    rest = Math.floor(rest / 128);
  }
  while (rest >= 0x80) {
    target[to++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  target[to++] = rest;
  return to;
}

/** Writes small messages field by field. Events go through recorded-event.ts, which knows its sizes beforehand. */
export class ProtobufWriter {
  #bytes = Buffer.allocUnsafe(256);
  #at = 0;

  /** An unsigned whole number up to 2^53. Zero is written too: in a oneof its presence is the message. */
  uint(field: number, value: number): this {
    this.#room(20);
    this.#at = writeVarint(this.#bytes, this.#at, field * 8);
    this.#at = writeVarint(this.#bytes, this.#at, value);
    return this;
  }

  /** A uint64, sint-free int64 or int32 given by its two unsigned halves. */
  halves(field: number, high: number, low: number): this {
    this.#room(20);
    this.#at = writeVarint(this.#bytes, this.#at, field * 8);
    let upper = high >>> 0;
    let lower = low >>> 0;
    while (upper > 0 || lower > 0x7f) {
      this.#bytes[this.#at++] = (lower & 0x7f) | 0x80;
      lower = ((lower >>> 7) | (upper << 25)) >>> 0;
      upper >>>= 7;
    }
    this.#bytes[this.#at++] = lower;
    return this;
  }

  /** An int32 or int64 that may be negative. */
  int(field: number, value: number): this {
    if (value >= 0) return this.uint(field, value);
    return this.halves(field, Math.floor(value / TWO_32) >>> 0, ((value % TWO_32) + TWO_32) % TWO_32);
  }

  float(field: number, value: number): this {
    this.#room(20);
    this.#at = writeVarint(this.#bytes, this.#at, field * 8 + 5);
    this.#at = this.#bytes.writeFloatLE(value, this.#at);
    return this;
  }

  bool(field: number, value: boolean): this {
    return this.uint(field, value ? 1 : 0);
  }

  string(field: number, value: string): this {
    const length = Buffer.byteLength(value);
    this.#room(length + 20);
    this.#at = writeVarint(this.#bytes, this.#at, field * 8 + 2);
    this.#at = writeVarint(this.#bytes, this.#at, length);
    this.#at += this.#bytes.write(value, this.#at);
    return this;
  }

  bytes(field: number, value: Uint8Array): this {
    this.#room(value.length + 20);
    this.#at = writeVarint(this.#bytes, this.#at, field * 8 + 2);
    this.#at = writeVarint(this.#bytes, this.#at, value.length);
    this.#bytes.set(value, this.#at);
    this.#at += value.length;
    return this;
  }

  message(field: number, write: (inner: ProtobufWriter) => void): this {
    const inner = new ProtobufWriter();
    write(inner);
    return this.bytes(field, inner.finish());
  }

  empty(field: number): this {
    return this.message(field, () => undefined);
  }

  finish(): Buffer {
    return this.#bytes.subarray(0, this.#at);
  }

  #room(count: number): void {
    if (this.#at + count <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#at + count));
    larger.set(this.#bytes.subarray(0, this.#at));
    this.#bytes = larger;
  }
}
