import type { GroupMessage, Origin } from './group-message.js';

export type Answer = 'taken' | 'skipped' | 'full';

/** What waits to be handed out: first what is tried again, then what was read from the source. */
export class Backlog {
  #retries: GroupMessage[] = [];
  #read: GroupMessage[] = [];
  #bytes = 0;

  get retryCount(): number {
    return this.#retries.length;
  }

  get readCount(): number {
    return this.#read.length;
  }

  /** Bytes of the events that were read and wait. */
  get bytes(): number {
    return this.#bytes;
  }

  add(message: GroupMessage): void {
    this.#read.push(message);
    this.#bytes += sizeOf(message);
  }

  /** Before those that come later in the source; a replayed message goes last. */
  addRetry(message: GroupMessage): void {
    const { origin } = message;
    const isLater = (other: GroupMessage) =>
      origin !== undefined && other.origin !== undefined && origin.sequence < other.origin.sequence;
    const index = this.#retries.findIndex(isLater);
    if (index < 0) this.#retries.push(message);
    else this.#retries.splice(index, 0, message);
  }

  /** Offers each message in turn: 'taken' removes it, 'skipped' leaves it for later, 'full' ends the round. */
  offer(take: (message: GroupMessage) => Answer): void {
    const after = offerList(this.#retries, take);
    this.#retries = after.left;
    if (after.full || this.#read.length === 0) return;
    this.#read = offerList(this.#read, (message) => {
      const answer = take(message);
      if (answer === 'taken') this.#bytes -= sizeOf(message);
      return answer;
    }).left;
  }

  /** The origins of all that waits, lowest of those read first. */
  *origins(): Iterable<Origin> {
    for (const { origin } of this.#retries) if (origin !== undefined) yield origin;
    const first = this.#read[0]?.origin;
    if (first !== undefined) yield first;
  }
}

function sizeOf({ resolved }: GroupMessage): number {
  return (resolved.event?.body.length ?? 0) + (resolved.link?.body.length ?? 0);
}

function offerList(
  list: readonly GroupMessage[],
  take: (message: GroupMessage) => Answer,
): { left: GroupMessage[]; full: boolean } {
  const skipped: GroupMessage[] = [];
  for (const [index, message] of list.entries()) {
    const answer = take(message);
    if (answer === 'full') return { left: [...skipped, ...list.slice(index)], full: true };
    if (answer === 'skipped') skipped.push(message);
  }
  return { left: skipped, full: false };
}
