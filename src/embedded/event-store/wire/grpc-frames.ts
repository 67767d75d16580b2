import { GrpcError, Status } from './grpc-status.js';

const HEADER = 5;

/** Puts gRPC's five-byte header (not compressed, length) before a message. */
export function frame(message: Uint8Array): Buffer {
  const framed = Buffer.allocUnsafe(HEADER + message.length);
  framed[0] = 0;
  framed.writeUInt32BE(message.length, 1);
  framed.set(message, HEADER);
  return framed;
}

/**
 * Cuts the body of a call into messages. A message that came whole in one chunk is not copied. A length above the
 * limit is refused as soon as its header is seen, so a giant message never takes memory.
 */
export class FrameReader {
  readonly #limit: number;
  readonly #inflate: ((message: Uint8Array, limit: number) => Uint8Array) | undefined;
  #kept: Uint8Array[] = [];
  #keptLength = 0;

  constructor(limit: number, inflate?: (message: Uint8Array, limit: number) => Uint8Array) {
    this.#limit = limit;
    this.#inflate = inflate;
  }

  /** True while a message has begun and not ended: a call must not end there. */
  get unfinished(): boolean {
    return this.#keptLength > 0;
  }

  /** @throws GrpcError RESOURCE_EXHAUSTED for a message over the limit, UNIMPLEMENTED or INTERNAL for a bad flag. */
  *messages(chunk: Uint8Array): Generator<Uint8Array> {
    let data = chunk;
    if (this.#keptLength > 0) {
      this.#kept.push(chunk);
      this.#keptLength += chunk.length;
      if (this.#keptLength < HEADER || this.#keptLength < this.#needed(this.#keptHeader())) return;
      data = Buffer.concat(this.#kept, this.#keptLength);
      this.#kept = [];
      this.#keptLength = 0;
    }
    let at = 0;
    while (data.length - at >= HEADER) {
      const needed = this.#needed(data.subarray(at, at + HEADER));
      if (data.length - at < needed) break;
      yield this.#content(data[at] as number, data.subarray(at + HEADER, at + needed));
      at += needed;
    }
    if (at < data.length) {
      this.#kept = [data.subarray(at)];
      this.#keptLength = data.length - at;
    }
  }

  #keptHeader(): Uint8Array {
    const first = this.#kept[0] as Uint8Array;
    if (first.length >= HEADER) return first;
    this.#kept = [Buffer.concat(this.#kept, this.#keptLength)];
    return this.#kept[0] as Uint8Array;
  }

  #needed(header: Uint8Array): number {
    const length =
      (header[1] as number) * 16777216 +
      ((header[2] as number) << 16) +
      ((header[3] as number) << 8) +
      (header[4] as number);
    if (length > this.#limit) {
      throw new GrpcError(
        Status.RESOURCE_EXHAUSTED,
        `Received message exceeds the maximum configured message size (${this.#limit} bytes).`,
      );
    }
    return HEADER + length;
  }

  #content(flag: number, message: Uint8Array): Uint8Array {
    if (flag === 0) return message;
    if (flag !== 1)
      throw new GrpcError(Status.INTERNAL, `The compression flag of a message is ${flag}; it must be 0 or 1.`);
    if (this.#inflate === undefined) {
      throw new GrpcError(Status.INTERNAL, 'A message is compressed, but the call named no grpc-encoding.');
    }
    return this.#inflate(message, this.#limit);
  }
}
