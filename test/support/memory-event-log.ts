import type { EventLog } from '../../src/platform/event-store/event-log.js';
import type { EventToStore, StoredEvent } from '../../src/platform/event-store/stored-event.js';

/** The store's rules about revisions and repeated ids, in memory. What is stored goes through JSON, as on the wire. */
export class MemoryEventLog implements Pick<EventLog, 'append' | 'read' | 'readAll'> {
  readonly events: StoredEvent[] = [];
  reads = 0;
  appends = 0;
  /** Called before each append is looked at: another process may write in it. */
  beforeAppend: () => Promise<void> | void = () => undefined;

  async append(streamId: string, events: readonly EventToStore[], expected: number) {
    this.appends++;
    await this.beforeAppend();
    const stream = this.stream(streamId);
    const last = stream.length - 1;
    if (last !== expected) {
      const known = events.every(({ id }, index) => stream[expected + 1 + index]?.id === id);
      const event = stream[expected + events.length];
      if (!known || !event?.position) return { conflict: true as const };
      return { conflict: false as const, revision: Number(event.revision), position: event.position };
    }
    for (const [index, { id, type, data, metadata }] of events.entries()) {
      const at = BigInt(this.events.length);
      this.events.push({
        ...(JSON.parse(JSON.stringify({ id, type, data, metadata })) as Pick<StoredEvent, 'id' | 'type' | 'data'>),
        streamId,
        revision: BigInt(expected + 1 + index),
        position: { commit: at, prepare: at },
      });
    }
    const at = BigInt(this.events.length - 1);
    return { conflict: false as const, revision: last + events.length, position: { commit: at, prepare: at } };
  }

  async *read(streamId: string, from = 0, count = Number.MAX_SAFE_INTEGER) {
    this.reads++;
    yield* this.stream(streamId).slice(from, Math.min(from + count, Number.MAX_SAFE_INTEGER));
  }

  async *readAll() {
    yield* this.events;
  }

  stream(streamId: string): StoredEvent[] {
    return this.events.filter((event) => event.streamId === streamId);
  }
}
