const SIZE = 65_536;
const NOTHING = Buffer.alloc(0);

/** Collects encoded messages, so that many of them leave in one write. Bytes that were taken are never touched again. */
export class Page {
  bytes: Buffer = NOTHING;
  at = 0;
  #from = 0;

  /** Makes room for `count` more bytes at `at`. */
  reserve(count: number): void {
    if (this.at + count <= this.bytes.length) return;
    const pending = this.bytes.subarray(this.#from, this.at);
    const larger = Buffer.allocUnsafe(Math.max(SIZE, (pending.length + count) * 2));
    larger.set(pending);
    this.bytes = larger;
    this.at = pending.length;
    this.#from = 0;
  }

  get length(): number {
    return this.at - this.#from;
  }

  /** What was written since the last take. */
  take(): Buffer {
    const taken = this.bytes.subarray(this.#from, this.at);
    this.#from = this.at;
    return taken;
  }
}
