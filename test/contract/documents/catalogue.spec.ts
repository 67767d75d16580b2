import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Db, IndexDescription } from 'mongodb';
import { ensureIndexes } from '../../../src/platform/documents/indexes.js';
import { SERVERS, type ServerUnderTest } from './servers.js';

describe.each(SERVERS)('the catalogue of %s', (_name, start) => {
  let server: ServerUnderTest;
  let database: Db;

  beforeAll(async () => {
    server = await start();
    database = server.database;
  });
  beforeEach(async () => {
    await database.dropDatabase();
  });
  afterAll(() => server.stop());

  const collections = async () =>
    (await database.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name).sort();
  const indexes = async (name: string) => (await database.collection(name).indexes()).map((index) => index.name).sort();

  it('lists collections: made by hand, by a write or by an index', async () => {
    await database.createCollection('one');
    await database.collection('two').insertOne({});
    await database.collection('three').createIndex({ a: 1 });
    expect(await collections()).toEqual(['one', 'three', 'two']);
    expect(await database.listCollections({ name: 'two' }).toArray()).toMatchObject([
      { name: 'two', type: 'collection' },
    ]);
    await expect(database.createCollection('one')).rejects.toMatchObject({ code: 48 });
  });

  it('drops collections and databases, there or not', async () => {
    await database.collection('one').insertOne({});
    expect(await database.collection('one').drop()).toBe(true);
    expect(await database.collection('one').drop()).toBe(true);
    await database.collection('two').insertOne({});
    await database.dropDatabase();
    expect(await collections()).toEqual([]);
  });

  it('renames a collection with its documents and indexes, but not onto another', async () => {
    await database.collection<{ _id: string; upn: string }>('old').insertOne({ _id: 'a', upn: 'U' });
    await database.collection('old').createIndex({ upn: 1 }, { unique: true });
    await database.collection('old').rename('fresh');
    expect(await collections()).toEqual(['fresh']);
    expect(await database.collection('fresh').findOne()).toEqual({ _id: 'a', upn: 'U' });
    await expect(
      database.collection<{ _id: string; upn: string }>('fresh').insertOne({ _id: 'b', upn: 'U' }),
    ).rejects.toMatchObject({ code: 11000 });
    await database.collection('other').insertOne({});
    await expect(database.collection('other').rename('fresh')).rejects.toMatchObject({ code: 48 });
    await expect(database.collection('none').rename('else')).rejects.toMatchObject({ code: 26 });
  });

  it('makes, lists and drops indexes; the same one again is no error', async () => {
    const things = database.collection('things');
    const wanted: IndexDescription[] = [
      { key: { stage: 1, due: -1, _id: 1 } },
      { key: { upn: 1 }, unique: true, name: 'by-upn' },
    ];
    await ensureIndexes(things, wanted);
    await ensureIndexes(things, [...wanted, { key: { other: 1 } }]);
    await things.createIndex({ other: 1 });
    expect(await indexes('things')).toEqual(['_id_', 'by-upn', 'other_1', 'stage_1_due_-1__id_1']);
    expect(await things.indexes()).toContainEqual(
      expect.objectContaining({ name: 'by-upn', unique: true, key: { upn: 1 } }),
    );
    await things.dropIndex('by-upn');
    expect(await indexes('things')).toEqual(['_id_', 'other_1', 'stage_1_due_-1__id_1']);
    await expect(things.dropIndex('by-upn')).rejects.toMatchObject({ code: 27 });
    await expect(things.createIndex({ fresh: 1 }, { name: 'other_1' })).rejects.toMatchObject({ code: 86 });
    await expect(database.collection('none').indexes()).rejects.toMatchObject({ code: 26 });
  });

  it('refuses a unique index that the documents break already', async () => {
    const things = database.collection('things');
    await things.insertMany([{ k: 1 }, { k: 1 }]);
    await expect(things.createIndex({ k: 1 }, { unique: true })).rejects.toThrow();
    expect(await indexes('things')).toEqual(['_id_']);
  });

  it('lists databases', async () => {
    await database.collection('one').insertOne({});
    const { databases } = await server.client.db('admin').admin().listDatabases({ nameOnly: true });
    expect(databases.map(({ name }) => name)).toContain(database.databaseName);
  });
});
