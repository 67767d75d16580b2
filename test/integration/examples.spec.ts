import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type EmbeddedEventStore, startEmbeddedEventStore } from '../../src/embedded/event-store/index.js';

const examples = fileURLToPath(new URL('../../examples', import.meta.url));

let directory: string;
let server: EmbeddedEventStore;
const running = new Set<ChildProcess>();

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'examples-'));
  server = await startEmbeddedEventStore({ directory: join(directory, 'events'), port: 0 });
});
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

/** Appends some events to children's streams, with others between; the lines that a subscriber must print for them. */
async function happen(from: number, count: number): Promise<string[]> {
  const client = EventStoreDBClient.connectionString(server.url);
  const lines: string[] = [];
  for (let n = from; n < from + count; n += 1) {
    const stream = `child-${String(n % 3).padStart(8, '0')}-0000-4000-8000-000000000000`;
    const type = `Fact${n}`;
    const { nextExpectedRevision } = await client.appendToStream(stream, jsonEvent({ type, data: { n } }));
    lines.push(`${nextExpectedRevision} ${type} ${stream}`);
    await client.appendToStream(`school-${n}`, jsonEvent({ type: 'OfNoConcern', data: {} }));
  }
  await client.dispose();
  return lines;
}

interface Subscriber {
  readonly lines: string[];
  readonly complaints: string[];
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

function subscribe(program: string, printed: string[]): Subscriber {
  const child = spawn(process.execPath, [join(examples, program)], {
    env: { ...process.env, EVENTSTORE_URL: server.url, CHECKPOINT_FILE: join(directory, 'checkpoint.json') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const complaints: string[] = [];
  let rest = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const parts = `${rest}${chunk}`.split('\n');
    rest = parts.pop() ?? '';
    printed.push(...parts);
  });
  child.stderr.on('data', (chunk: Buffer) => complaints.push(String(chunk)));
  const gone = once(child, 'close');
  return {
    lines: printed,
    complaints,
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal);
      const [code] = await gone;
      running.delete(child);
      return code as number | null;
    },
  };
}

async function until(what: string, condition: () => boolean): Promise<void> {
  const end = performance.now() + 20_000;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`waited in vain until ${what}`);
    await pause(20);
  }
}

describe.each(['subscribe-eventstore.mjs', 'subscribe-kurrent.mjs'])('examples/%s', (program) => {
  it('prints every event of the children in order, from the start and then live, and nothing else', async () => {
    const expected = await happen(0, 12);
    const subscriber = subscribe(program, []);
    await until('what was there is printed', () => subscriber.lines.length >= 12);
    expected.push(...(await happen(12, 6)));
    await until('the live ones are printed', () => subscriber.lines.length >= 18);
    expect(subscriber.lines).toEqual(expected);
    expect(subscriber.complaints).toEqual([]);
    const checkpoint = JSON.parse(await readFile(join(directory, 'checkpoint.json'), 'utf8'));
    expect(checkpoint).toEqual({ commit: expect.stringMatching(/^\d+$/), prepare: expect.stringMatching(/^\d+$/) });
    expect(await subscriber.stop()).toBe(0);
  });

  it('goes on where it stopped, without loss or doubling', async () => {
    const printed: string[] = [];
    const expected = await happen(0, 10);
    const first = subscribe(program, printed);
    // Stopped in the midst of its work: that event is finished, the next not begun.
    await until('it has begun', () => printed.length >= 3);
    expect(await first.stop()).toBe(0);
    expected.push(...(await happen(10, 5)));
    const second = subscribe(program, printed);
    await until('the rest is printed', () => printed.length >= 15);
    expect(printed).toEqual(expected);
    await second.stop();
  });

  it('comes back when the event store was away, without loss or doubling', async () => {
    const { port } = server;
    const expected = await happen(0, 5);
    const subscriber = subscribe(program, []);
    await until('what was there is printed', () => subscriber.lines.length >= 5);
    await server.close();
    await until('it has noticed', () => subscriber.complaints.length > 0);
    server = await startEmbeddedEventStore({ directory: join(directory, 'events'), port });
    expected.push(...(await happen(5, 5)));
    await until('the later ones are printed', () => subscriber.lines.length >= 10);
    expect(subscriber.lines).toEqual(expected);
    await subscriber.stop();
  });

  it('waits for an event store that is not there yet', async () => {
    const { port } = server;
    await server.close();
    const subscriber = subscribe(program, []);
    await until('it says so', () => subscriber.complaints.join('').includes('away'));
    server = await startEmbeddedEventStore({ directory: join(directory, 'events'), port });
    const expected = await happen(0, 3);
    await until('the events are printed', () => subscriber.lines.length >= 3);
    expect(subscriber.lines).toEqual(expected);
    await subscriber.stop();
  });
});
