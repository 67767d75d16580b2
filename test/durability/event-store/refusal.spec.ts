import { spawnSync } from 'node:child_process';
import { copyFile, cp, mkdir, mkdtemp, open, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { binaryEvent, EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startEmbeddedEventStore } from '../../../src/embedded/event-store/index.js';
import { eventsOf } from './events-of.js';
import { chance } from './kill-rounds.js';
import { RefusedToStart, type StandAlone, startStandAlone } from './stand-alone.js';

/** What the machine can do to a store: somebody else has the directory, it cannot be written, it is full, a file is broken. */
let root: string;
const servers: StandAlone[] = [];
const mounts: string[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'event-store-refusal-'));
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.kill();
  for (const mount of mounts.splice(0)) spawnSync('umount', ['-l', mount]);
  await rm(root, { recursive: true, force: true });
});

async function start(directory: string, through?: readonly string[]): Promise<StandAlone> {
  const server = await startStandAlone(directory, through ? { through } : {});
  servers.push(server);
  return server;
}

async function refusal(directory: string): Promise<RefusedToStart> {
  try {
    servers.push(await startStandAlone(directory));
  } catch (error) {
    if (error instanceof RefusedToStart) return error;
    throw error;
  }
  throw new Error('it started, and should have refused');
}

async function fill(url: string, count: number, from = 0): Promise<void> {
  const client = EventStoreDBClient.connectionString(url);
  for (let n = from; n < from + count; n += 50) {
    await client.appendToStream(
      `stream-${n % 7}`,
      Array.from({ length: 50 }, (_, index) =>
        jsonEvent({ type: 'Filled', data: { n: n + index, filling: 'x'.repeat(300) } }),
      ),
    );
  }
  await client.dispose();
}

/** A small file system of its own, where the machine lets us make one. */
function mount(name: string, options: string): string | undefined {
  const path = join(root, name);
  spawnSync('mkdir', ['-p', path]);
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path]).status !== 0) {
    process.stderr.write('skipped: no right to mount a file system here\n');
    return undefined;
  }
  mounts.push(path);
  return path;
}

describe('a second event store on the same directory', () => {
  it('is refused with a sentence that names the directory, and the first is not disturbed', async () => {
    const directory = join(root, 'data');
    const first = await start(directory);
    await fill(first.url, 100);
    const { exit } = await refusal(directory);
    expect(exit.code).toBe(1);
    expect(exit.output).toContain(directory);
    expect(exit.output).toMatch(/in use/i);
    expect(exit.output).toContain(String(first.pid));
    expect(exit.output).not.toMatch(/\n\s+at /);
    await expect(startEmbeddedEventStore({ directory, port: 0 })).rejects.toThrow(/in use/i);
    await fill(first.url, 50, 100);
    expect(await eventsOf(first.url)).toHaveLength(150);
  });

  it('may follow as soon as the first is gone, however it ended', async () => {
    const directory = join(root, 'data');
    const first = await start(directory);
    await fill(first.url, 50);
    await first.kill();
    const second = await start(directory);
    expect(await eventsOf(second.url)).toHaveLength(50);
    expect((await second.stop()).code).toBe(0);
    const third = await start(directory);
    expect(await eventsOf(third.url)).toHaveLength(50);
  });
});

describe('a port that is taken', () => {
  it('is refused with a sentence, and nothing is left locked', async () => {
    const first = await start(join(root, 'one'));
    const other = join(root, 'two');
    const error = await startStandAlone(other, { port: first.port }).then(
      async (second) => {
        // The first one answered in its place; the second must have ended by itself.
        return second.exit;
      },
      (refused: RefusedToStart) => refused.exit,
    );
    expect(error.code).toBe(1);
    expect(error.output).toContain(String(first.port));
    await start(other);
  });
});

describe('a directory that cannot be written', () => {
  it('is refused with a sentence that names it, and what is in it is unharmed', async () => {
    const directory = mount('read-only', 'size=40m');
    if (!directory) return;
    const first = await start(directory);
    await fill(first.url, 100);
    const before = await eventsOf(first.url);
    expect((await first.stop()).code).toBe(0);
    spawnSync('mount', ['-o', 'remount,ro', directory]);
    const { exit } = await refusal(directory);
    expect(exit.code).toBe(1);
    expect(exit.output).toContain(directory);
    expect(exit.output).not.toMatch(/\n\s+at /);
    spawnSync('mount', ['-o', 'remount,rw', directory]);
    expect(await eventsOf((await start(directory)).url)).toEqual(before);
  });

  it('is refused as well when it is empty, or is a file', async () => {
    const empty = mount('empty', 'size=4m,ro');
    if (empty) expect((await refusal(empty)).exit).toMatchObject({ code: 1, output: expect.stringContaining(empty) });
    const file = join(root, 'a-file');
    await writeFile(file, 'not a directory');
    expect((await refusal(file)).exit).toMatchObject({ code: 1, output: expect.stringContaining(file) });
  });
});

/** Appends until one is refused; what was acknowledged. */
async function appendUntilRefused(url: string): Promise<{ acknowledged: number; refusal: Error }> {
  const client = EventStoreDBClient.connectionString(url);
  const chunk = () => binaryEvent({ type: 'Chunk', data: Buffer.alloc(20_000, 7) });
  let acknowledged = 0;
  try {
    for (let n = 0; n < 5_000; n += 1) {
      const { nextExpectedRevision } = await client.appendToStream('full', [chunk(), chunk()], { deadline: 20_000 });
      acknowledged = Number(nextExpectedRevision) + 1;
    }
  } catch (error) {
    return { acknowledged, refusal: error as Error };
  } finally {
    await client.dispose();
  }
  throw new Error('the disk never became full');
}

describe('a disk that is full', () => {
  it('refuses appends, goes on serving reads, loses nothing, and takes appends again when there is room', async () => {
    const directory = mount('small', 'size=12m');
    if (!directory) return;
    const ballast = join(directory, 'ballast');
    await writeFile(ballast, Buffer.alloc(4 * 1024 * 1024));
    const data = join(directory, 'data');
    await mkdir(data);
    const server = await start(data);
    const { acknowledged, refusal: refused } = await appendUntilRefused(server.url);
    expect(acknowledged).toBeGreaterThan(50);
    expect(refused.constructor.name).toMatch(/Error$/);
    expect(await eventsOf(server.url)).toHaveLength(acknowledged);
    await rm(ballast);
    const client = EventStoreDBClient.connectionString(server.url);
    const again = await client.appendToStream('full', binaryEvent({ type: 'Again', data: Buffer.of(1) }));
    expect(again.nextExpectedRevision).toBe(BigInt(acknowledged));
    await client.dispose();
    const before = await eventsOf(server.url);
    await server.kill();
    expect(await eventsOf((await start(data)).url)).toEqual(before);
  });

  it('does the same where a file may not grow any more', async () => {
    if (spawnSync('prlimit', ['--version']).status !== 0) {
      process.stderr.write('skipped: no prlimit on this machine\n');
      return;
    }
    const directory = join(root, 'limited');
    const server = await start(directory, ['prlimit', '--fsize=6000000']);
    const { acknowledged } = await appendUntilRefused(server.url);
    expect(await eventsOf(server.url)).toHaveLength(acknowledged);
    await server.kill();
    expect(await eventsOf((await start(directory)).url)).toHaveLength(acknowledged);
  });
});

async function largestFile(directory: string): Promise<string> {
  const files = await Promise.all(
    (await readdir(directory)).map(async (name) => ({
      path: join(directory, name),
      size: (await stat(join(directory, name))).size,
    })),
  );
  const [largest] = files.sort((a, b) => b.size - a.size);
  if (!largest) throw new Error('the store left no file');
  return largest.path;
}

describe('a file that is broken', () => {
  /** A store at rest, made once, and copied for each kind of damage. */
  let original: string;
  let events: string[];
  beforeAll(async () => {
    original = await mkdtemp(join(tmpdir(), 'event-store-original-'));
    const server = await startStandAlone(original);
    await fill(server.url, 2_000);
    events = await eventsOf(server.url);
    await server.stop();
  });
  afterAll(() => rm(original, { recursive: true, force: true }));

  async function written(): Promise<{ directory: string; file: string; size: number }> {
    const directory = join(root, 'data');
    await cp(original, directory, { recursive: true });
    const file = await largestFile(directory);
    return { directory, file, size: (await stat(file)).size };
  }

  it.each([
    ['overwritten at its head', async (file: string) => overwrite(file, 0, Buffer.alloc(64, 0x5a))],
    ['cut in half', async (file: string, size: number) => truncate(file, Math.floor(size / 2))],
    [
      'another kind of file',
      async (file: string) => writeFile(file, 'these are not the events you are looking for\n'.repeat(200)),
    ],
    ['emptied but for zeros', async (file: string, size: number) => writeFile(file, Buffer.alloc(size))],
  ])('%s is refused at the start by its name, and left as it is', async (_kind, damage) => {
    const { directory, file, size } = await written();
    const kept = join(root, 'kept');
    await copyFile(file, kept);
    await damage(file, size);
    const damaged = (await stat(file)).size;
    const { exit } = await refusal(directory);
    expect(exit.code).toBe(1);
    expect(exit.output).toContain(file);
    expect(exit.output).not.toMatch(/\n\s+at /);
    expect((await stat(file)).size).toBe(damaged);
    // With the good file in its place everything is there again: the refusal has changed nothing else.
    await copyFile(kept, file);
    expect(await eventsOf((await start(directory)).url)).toEqual(events);
  });

  it('anywhere in the middle never makes it give out a wrong event: the right one, or an error', async () => {
    const { directory, file, size } = await written();
    const right = new Set(events);
    const kept = join(root, 'kept');
    await copyFile(file, kept);
    const random = chance(7);
    let noticed = 0;
    for (let round = 0; round < Number(process.env.DAMAGE_ROUNDS ?? '6'); round += 1) {
      const at = 4_096 + Math.floor(random() * (size - 12_288));
      await overwrite(
        file,
        at,
        Buffer.from(Array.from({ length: 1 + Math.floor(random() * 64) }, () => Math.floor(random() * 256))),
      );
      const seen: string[] = [];
      try {
        await eventsOf((await start(directory)).url, seen);
      } catch {
        noticed += 1;
      }
      for (const server of servers.splice(0)) await server.kill();
      for (const event of seen) expect(right).toContain(event);
      await copyFile(kept, file);
    }
    expect(noticed).toBeGreaterThan(0);
  }, 60_000);
});

async function overwrite(file: string, at: number, bytes: Buffer): Promise<void> {
  const handle = await open(file, 'r+');
  await handle.write(bytes, 0, bytes.length, at);
  await handle.close();
}
