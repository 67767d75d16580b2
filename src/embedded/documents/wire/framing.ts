import { int32 } from '../bson/raw.js';
import { HEADER, LARGEST_MESSAGE, ProtocolError } from './messages.js';

/** Cuts a byte stream into messages by the length that each begins with. Memory is taken as bytes arrive, not as lengths promise. */
export class Framing {
  private pending: Buffer[] = [];
  private held = 0;

  /** @throws ProtocolError if a length cannot be one */
  *push(chunk: Buffer): Generator<Buffer> {
    this.pending.push(chunk);
    this.held += chunk.length;
    while (this.held >= HEADER) {
      const length = this.nextLength();
      if (length < HEADER || length > LARGEST_MESSAGE) throw new ProtocolError(`a message of ${length} bytes`);
      if (this.held < length) return;
      const bytes = this.pending.length === 1 ? (this.pending[0] as Buffer) : Buffer.concat(this.pending, this.held);
      this.held -= length;
      this.pending = this.held > 0 ? [bytes.subarray(length)] : [];
      yield bytes.subarray(0, length);
    }
  }

  private nextLength(): number {
    const first = this.pending[0] as Buffer;
    if (first.length >= 4) return int32(first, 0);
    this.pending = [Buffer.concat(this.pending, this.held)];
    return int32(this.pending[0] as Buffer, 0);
  }
}
