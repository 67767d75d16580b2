/** What the views of this process have made readable, so that a reader here need not ask the database again and again. */
export class LocalProgress {
  readonly #visible = new Map<string, string>();
  readonly #waiting = new Map<string, Set<() => void>>();

  /** A build worked in this process has documents up to here. */
  note(build: string, position: string): void {
    this.#visible.set(build, position);
    this.#wake(build);
  }

  /** This process does not work it any more. */
  drop(build: string): void {
    this.#visible.delete(build);
    this.#wake(build);
  }

  /** Undefined when another process works it. */
  position(build: string): string | undefined {
    return this.#visible.get(build);
  }

  /** Resolves at the next change, or when the signal aborts. */
  changed(build: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(build) ?? new Set();
      this.#waiting.set(build, waiting);
      const done = () => {
        waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      waiting.add(done);
      if (signal.aborted) done();
      else signal.addEventListener('abort', done, { once: true });
    });
  }

  #wake(build: string): void {
    for (const wake of [...(this.#waiting.get(build) ?? [])]) wake();
  }
}
