import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventsOf } from './events-of.js';
import { runProgram, type StandAlone, startStandAlone } from './stand-alone.js';

let root: string;
const servers: StandAlone[] = [];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'event-store-backup-'));
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.kill();
  await rm(root, { recursive: true, force: true });
});
async function start(directory: string): Promise<StandAlone> {
  const server = await startStandAlone(directory);
  servers.push(server);
  return server;
}

/** Writers that go on until they are told to stop; how many events they were told are on disk. */
function writing(url: string) {
  const client = EventStoreDBClient.connectionString(url);
  let stopped = false;
  const state = { acknowledged: 0 };
  const writer = async (name: string) => {
    for (let n = 0; !stopped; n += 1) {
      const events = Array.from({ length: 10 }, (_, index) =>
        jsonEvent({ type: 'Written', data: { name, n, index, filling: 'é'.repeat(n % 90) }, metadata: { index } }),
      );
      await client.appendToStream(`writer-${name}`, events);
      state.acknowledged += events.length;
    }
  };
  const done = Promise.all(['a', 'b', 'c', 'd'].map(writer));
  return {
    state,
    stop: async () => {
      stopped = true;
      await done;
      await client.dispose();
    },
  };
}

describe('a backup', () => {
  it('taken while others write holds all that was acknowledged before it, and restores to the same events byte for byte', async () => {
    const source = join(root, 'source');
    const server = await start(source);
    const writers = writing(server.url);
    while (writers.state.acknowledged < 2_000) await new Promise((resolve) => setImmediate(resolve));
    const before = writers.state.acknowledged;
    const copy = join(root, 'copy');
    const backup = await runProgram('backup', ['--directory', source, '--to', copy]);
    expect(backup).toMatchObject({ code: 0, output: expect.stringContaining(copy) });
    const during = writers.state.acknowledged;
    await writers.stop();
    const original = await eventsOf(server.url);
    const restored = await eventsOf((await start(copy)).url);
    expect(restored.length).toBeGreaterThanOrEqual(before);
    expect(restored.length).toBeLessThanOrEqual(original.length);
    expect(restored).toEqual(original.slice(0, restored.length));
    // It was taken in the midst of the writing, or the test says nothing.
    expect(during).toBeGreaterThan(before);
  });

  it('taken of a store at rest restores to all of it, and the copy can be written to', async () => {
    const source = join(root, 'source');
    const server = await start(source);
    const client = EventStoreDBClient.connectionString(server.url);
    await client.appendToStream('one', [jsonEvent({ type: 'A', data: {} }), jsonEvent({ type: 'B', data: {} })]);
    await client.setStreamMetadata('one', { maxCount: 1 });
    await client.dispose();
    const original = await eventsOf(server.url);
    await server.stop();
    const copy = join(root, 'copy');
    expect((await runProgram('backup', ['--directory', source, '--to', copy])).code).toBe(0);
    const restored = await start(copy);
    expect(await eventsOf(restored.url)).toEqual(original);
    const other = EventStoreDBClient.connectionString(restored.url);
    expect((await other.getStreamMetadata('one')).metadata).toEqual({ maxCount: 1 });
    expect(
      (await other.appendToStream('one', jsonEvent({ type: 'C', data: {} }), { expectedRevision: 1n }))
        .nextExpectedRevision,
    ).toBe(2n);
    await other.dispose();
  });

  it('does not write over another one, and says so', async () => {
    const source = join(root, 'source');
    const server = await start(source);
    const copy = join(root, 'copy');
    expect((await runProgram('backup', ['--directory', source, '--to', copy])).code).toBe(0);
    const again = await runProgram('backup', ['--directory', source, '--to', copy]);
    expect(again.code).toBe(1);
    expect(again.output).toContain(copy);
    await server.stop();
  });

  it('of a directory without a log is refused with a sentence', async () => {
    const nothing = await runProgram('backup', ['--directory', join(root, 'nowhere'), '--to', join(root, 'copy')]);
    expect(nothing.code).toBe(1);
    expect(nothing.output).toContain('nowhere');
    expect(nothing.output).not.toMatch(/\n\s+at /);
  });
});
