interface Started<R> {
  readonly result: Promise<R>;
  done: boolean;
}

/** Results that may wait for one before them, as a multiple of what runs at once: a slow task does not stop the others. */
const WAITING = 4;

/**
 * Runs a task for each item, at most `limit` at a time, and hands the results out in the order of the items. The source is
 * read no further than four times that. Tasks must not reject.
 */
export async function* inOrder<I, R>(
  items: Iterable<I> | AsyncIterable<I>,
  limit: number,
  task: (item: I) => Promise<R>,
): AsyncGenerator<R> {
  const started: Started<R>[] = [];
  let running = 0;
  let wake = () => {};
  for await (const item of items) {
    const entry: Started<R> = { result: task(item), done: false };
    running++;
    void entry.result.then(() => {
      running--;
      entry.done = true;
      wake();
    });
    started.push(entry);
    for (;;) {
      const [first] = started;
      if (first && (first.done || started.length >= limit * WAITING)) {
        started.shift();
        yield await first.result;
      } else if (running >= limit) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      } else {
        break;
      }
    }
  }
  for (const { result } of started) yield await result;
}
