/**
 * One thing at a time for each stream, in the order asked for; streams do not wait for one another. Commands on one child
 * would otherwise conflict with each other inside the process, and be decided twice.
 */
export class StreamQueue {
  readonly #last = new Map<string, Promise<unknown>>();

  run<T>(streamId: string, task: () => Promise<T>): Promise<T> {
    const before = this.#last.get(streamId);
    const mine = before ? before.then(task, task) : task();
    this.#last.set(streamId, mine);
    const forget = () => {
      if (this.#last.get(streamId) === mine) this.#last.delete(streamId);
    };
    mine.then(forget, forget);
    return mine;
  }

  /** Streams that have something running. */
  get size(): number {
    return this.#last.size;
  }
}
