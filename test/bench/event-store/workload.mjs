// What is measured: each row of the table of a real EventStoreDB's speed, through @eventstore/db-client.
import { randomUUID } from 'node:crypto';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';

/** About 270 bytes on the wire, as the events of the comparison had. */
const filling = 'x'.repeat(150);
const event = (n) => jsonEvent({ type: 'Measured', data: { n, filling }, metadata: { actor: 'bench', n } });
const batchOf = (size, from = 0) => Array.from({ length: size }, (_, n) => event(from + n));

export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

async function seconds(work) {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

/** Does `total` things, `inFlight` at a time. */
export async function together(total, inFlight, work) {
  let next = 0;
  const worker = async () => {
    while (next < total) await work(next++);
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
}

/** Appends a second, or events a second where an append holds several; to 50 streams in turns. */
export async function appendRate(client, { total, inFlight, size = 1 }) {
  const streams = Array.from({ length: 50 }, () => `bench-${randomUUID()}`);
  const appends = Math.ceil(total / size);
  const spent = await seconds(() =>
    together(appends, inFlight, (n) => client.appendToStream(streams[n % streams.length], batchOf(size, n * size))),
  );
  return (appends * size) / spent;
}

/** Reads to the end. A read that is left before its end would keep the client from ever being disposed of. */
async function drain(reading, count) {
  let seen = 0;
  for await (const { event: e } of reading) if (e) seen += 1;
  if (seen !== count) throw new Error(`${seen} events came instead of ${count}`);
}

export const ROWS = [
  ['one append at a time, 1 in flight', 'appends/s', (b) => b.append(2_000, 1)],
  ['one append at a time, 16 in flight', 'appends/s', (b) => b.append(10_000, 16)],
  ['one append at a time, 64 in flight', 'appends/s', (b) => b.append(20_000, 64)],
  ['100 events an append, 1 in flight', 'events/s', (b) => b.append(40_000, 1, 100)],
  ['100 events an append, 4 in flight', 'events/s', (b) => b.append(80_000, 4, 100)],
  ['readStream, 100,000 events', 'events/s', (b) => b.readStream()],
  ['readAll, 100,000 events', 'events/s', (b) => b.readAll()],
  ['catch-up subscription to $all, 100,000 events', 'events/s', (b) => b.catchUp()],
];

/** Everything that the rows need of one server. `scale` makes all counts smaller for a quick look. */
export class Bench {
  constructor(url, scale) {
    this.client = EventStoreDBClient.connectionString(url);
    this.scale = scale;
    this.count = Math.round(100_000 * scale);
  }

  async prepare() {
    this.stream = `bench-long-${randomUUID()}`;
    const batch = 500;
    for (let from = 0; from < this.count; from += batch) {
      const { position } = await this.client.appendToStream(
        this.stream,
        batchOf(Math.min(batch, this.count - from), from),
      );
      this.from ??= position;
    }
    const [first] = await Array.fromAsync(this.client.readStream(this.stream, { maxCount: 1 }));
    this.from = first.event.position;
    await appendRate(this.client, { total: 500, inFlight: 8 });
  }

  append(total, inFlight, size) {
    return appendRate(this.client, { total: Math.round(total * this.scale), inFlight, size });
  }

  async readStream() {
    return this.count / (await seconds(() => drain(this.client.readStream(this.stream), this.count)));
  }

  async readAll() {
    const reading = () => this.client.readAll({ fromPosition: this.from, maxCount: this.count });
    return this.count / (await seconds(() => drain(reading(), this.count)));
  }

  async catchUp() {
    let subscription;
    const spent = await seconds(async () => {
      subscription = this.client.subscribeToAll({ fromPosition: this.from });
      let seen = 1;
      for await (const { event: e } of subscription) {
        if (e) seen += 1;
        if (seen === this.count) break;
      }
    });
    await subscription.unsubscribe();
    return this.count / spent;
  }

  close() {
    return this.client.dispose();
  }
}
