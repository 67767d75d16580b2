import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { MongoClient } from 'mongodb';
import { startEmbeddedDocuments } from '../../../src/embedded/documents/index.js';
import { connectDocuments } from '../../../src/platform/documents/connect.js';

interface Key {
  readonly _id: string;
  readonly [field: string]: unknown;
}

/** Runs the server's own program from its sources, as the embedded server's thread is run from them. */
const FROM_SOURCE = `
import { registerHooks } from 'node:module';
registerHooks({
  resolve: (specifier, context, next) =>
    specifier.startsWith('.') && context.parentURL?.endsWith('.ts')
      ? next(specifier.replace(/\\.js$/, '.ts'), context)
      : next(specifier, context),
});
await import(new URL('../../../src/embedded/documents/main.ts', ${JSON.stringify(import.meta.url)}));
`;

describe('databases that are kept on disk', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'durable-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  async function running<T>(use: (client: MongoClient) => Promise<T>): Promise<T> {
    const server = await startEmbeddedDocuments({ directory, port: 0, durable: ['kept'] });
    const client = connectDocuments(server.url);
    try {
      return await use(client);
    } finally {
      await client.close();
      await server.close();
    }
  }

  it('come back with documents, order, indexes and names, and the others do not', async () => {
    await running(async (client) => {
      const keys = client.db('kept').collection<Key>('keys');
      await keys.createIndex({ holder: 1 }, { unique: true });
      await keys.insertMany(['c', 'a', 'b'].map((_id) => ({ _id, holder: `of-${_id}`, at: new Date(5) })));
      await keys.updateOne({ _id: 'a' }, { $set: { changed: true } });
      await keys.deleteOne({ _id: 'b' });
      await client.db('kept').collection('dropped').insertOne({});
      await client.db('kept').collection('dropped').drop();
      await client.db('kept').collection('old').createIndex({ x: 1, y: -1 });
      await client.db('kept').collection('old').createIndex({ z: 1 });
      await client.db('kept').collection('old').dropIndex('z_1');
      await client.db('kept').collection('old').insertOne({ x: 1 });
      await client.db('kept').collection('old').rename('fresh');
      await client.db('views').collection('rows').insertOne({});
    });
    await running(async (client) => {
      const keys = client.db('kept').collection<Key>('keys');
      expect(await keys.find().toArray()).toEqual([
        { _id: 'c', holder: 'of-c', at: new Date(5) },
        { _id: 'a', holder: 'of-a', at: new Date(5), changed: true },
      ]);
      await expect(keys.insertOne({ _id: 'd', holder: 'of-a' })).rejects.toMatchObject({ code: 11000 });
      const names = (await client.db('kept').listCollections().toArray()).map(({ name }) => name);
      expect(names).toEqual(['fresh', 'keys']);
      expect((await client.db('kept').collection('fresh').indexes()).map(({ name }) => name)).toEqual([
        '_id_',
        'x_1_y_-1',
      ]);
      expect(await client.db('kept').collection('fresh').countDocuments()).toBe(1);
      expect(await client.db('views').collection('rows').countDocuments()).toBe(0);
    });
  });

  it('may be dropped, and stay kept', async () => {
    await running((client) => client.db('kept').collection('keys').insertOne({}));
    await running((client) => client.db('kept').dropDatabase());
    await running(async (client) => {
      expect(await client.db('kept').collection('keys').countDocuments()).toBe(0);
      await client.db('kept').collection<Key>('keys').insertOne({ _id: 'again' });
    });
    await running(async (client) => {
      expect(await client.db('kept').collection('keys').find().toArray()).toEqual([{ _id: 'again' }]);
    });
  });

  it('can be read by nobody else on the machine', async () => {
    await running((client) => client.db('kept').collection('keys').insertOne({}));
    expect((await stat(join(directory, 'kept.sqlite'))).mode & 0o777).toBe(0o600);
  });

  it('belong to one server at a time', async () => {
    await running(async () => {
      await expect(startEmbeddedDocuments({ directory, port: 0, durable: ['kept'] })).rejects.toThrow(
        'another process',
      );
    });
    await running(async (client) => expect(await client.db('kept').collection('keys').countDocuments()).toBe(0));
  });

  it('say why they cannot be used', async () => {
    await writeFile(join(directory, 'file'), '');
    const inAFile = startEmbeddedDocuments({ directory: join(directory, 'file'), port: 0, durable: ['kept'] });
    await expect(inAFile).rejects.toThrow();
    await expect(startEmbeddedDocuments({ directory, port: 0, durable: ['../kept'] })).rejects.toThrow(
      'cannot be the name',
    );
  });

  it('refuse a write that the disk refuses, and are as they were before', async () => {
    await running((client) => client.db('kept').collection<Key>('keys').insertOne({ _id: 'before' }));
    const file = new DatabaseSync(join(directory, 'kept.sqlite'));
    file.exec(`CREATE TRIGGER full BEFORE INSERT ON documents WHEN NEW.collection = 'refused'
      BEGIN SELECT RAISE(ABORT, 'disk full'); END`);
    file.close();
    await running(async (client) => {
      const [keys, refused] = ['keys', 'refused'].map((name) => client.db('kept').collection<Key>(name));
      await expect(refused?.insertOne({ _id: 'a' })).rejects.toMatchObject({ code: 1 });
      expect(await refused?.countDocuments()).toBe(0);
      await keys?.insertOne({ _id: 'after' });
      expect(await keys?.countDocuments()).toBe(2);
    });
    await running(async (client) => expect(await client.db('kept').collection('keys').countDocuments()).toBe(2));
  });

  it('have every acknowledged write after the process was killed', async () => {
    const program = join(directory, 'program.mjs');
    await writeFile(program, FROM_SOURCE);
    const acknowledged = new Set<string>();
    for (let round = 0; round < 3; round++) {
      const { child, url } = await start(program);
      const client = connectDocuments(url, { selectionTimeoutMs: 500 });
      const keys = client.db('kept').collection<Key>('keys');
      const before = await keys.countDocuments();
      expect(before).toBeGreaterThanOrEqual(acknowledged.size);
      for (const _id of acknowledged) expect(await keys.countDocuments({ _id })).toBe(1);
      const enough = acknowledged.size + 40;
      const lanes = Array.from({ length: 4 }, async (_, lane) => {
        for (let i = 0; child.exitCode === null && child.signalCode === null; i++) {
          const _id = `${round}-${lane}-${i}`;
          try {
            await keys.insertOne({ _id });
            acknowledged.add(_id);
          } catch {
            return;
          }
          if (acknowledged.size >= enough) child.kill('SIGKILL');
        }
      });
      await Promise.all(lanes);
      await client.close();
    }
    await running(async (client) => {
      const there = (await client.db('kept').collection<Key>('keys').find().toArray()).map(({ _id }) => _id);
      expect(there).toEqual(expect.arrayContaining([...acknowledged]));
      expect(new Set(there).size).toBe(there.length);
    });
  });

  async function start(program: string): Promise<{ child: ChildProcess; url: string }> {
    const args = ['--no-warnings', program, '--directory', directory, '--port', '0', '--durable', 'kept'];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env: {} });
    const [url] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    return { child, url };
  }
});
