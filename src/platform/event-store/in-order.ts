/**
 * Runs a task for each item, at most `limit` at a time, and hands the results out in the order of the items. The source is
 * read no further than that. Tasks must not reject.
 */
export async function* inOrder<I, R>(
  items: Iterable<I> | AsyncIterable<I>,
  limit: number,
  task: (item: I) => Promise<R>,
): AsyncGenerator<R> {
  const running: Promise<R>[] = [];
  for await (const item of items) {
    if (running.length >= limit) {
      const first = running.shift();
      if (first) yield await first;
    }
    running.push(task(item));
  }
  for (const last of running) yield await last;
}
