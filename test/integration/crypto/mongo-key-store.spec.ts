import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Db, MongoClient } from 'mongodb';
import { startEmbeddedDocuments } from '../../../src/embedded/documents/index.js';
import { systemChance } from '../../../src/platform/clock/chance.js';
import { systemClock } from '../../../src/platform/clock/clock.js';
import { eraseSubject } from '../../../src/platform/crypto/erasure.js';
import { rotateKek } from '../../../src/platform/crypto/kek-rotation.js';
import { KeyEncryptionKey } from '../../../src/platform/crypto/key-encryption-key.js';
import { Keyring } from '../../../src/platform/crypto/keyring.js';
import { MongoKeyStore } from '../../../src/platform/crypto/mongo-key-store.js';
import { openVault } from '../../../src/platform/crypto/vault.js';
import { connectDocuments } from '../../../src/platform/documents/connect.js';

const kek = new KeyEncryptionKey(Buffer.alloc(32, 9));
let directory: string;
let server: { url: string; close(): Promise<void> };
let client: MongoClient;
let database: Db;

async function start(): Promise<void> {
  const url = process.env.MONGODB_URL;
  server = url
    ? { url, close: async () => undefined }
    : await startEmbeddedDocuments({ port: 0, directory, durable: ['cme_keys'] });
  client = await connectDocuments(server.url);
  database = client.db('cme_keys');
}

async function stop(): Promise<void> {
  await client.close();
  await server.close();
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cme-keys-'));
  await start();
});

beforeEach(async () => {
  for (const name of ['data_keys', 'secrets', 'identifiers']) await database.collection(name).deleteMany({});
});

afterAll(async () => {
  await stop();
  await rm(directory, { recursive: true, force: true });
});

const ring = (store: MongoKeyStore) => new Keyring({ store, kek, clock: systemClock, chance: systemChance });

describe('MongoKeyStore', () => {
  it('lets processes that make the same keys at once agree on them', async () => {
    const rings = await Promise.all([1, 2, 3].map(async () => ring(await MongoKeyStore.open(database))));
    const subjects = Array.from({ length: 120 }, () => randomUUID());
    await Promise.all(rings.map((keyring) => keyring.ensureKeys(subjects)));
    const ids = subjects.map((subject) => `s:${subject}`);
    const [one, ...others] = await Promise.all(rings.map((keyring) => keyring.toDecryptAll(ids)));
    for (const other of others) expect(other).toEqual(one);
    expect(await database.collection('data_keys').countDocuments({})).toBe(120);
  });

  it('destroys a key for good: no process reads it, none makes another, the first record stands', async () => {
    const store = await MongoKeyStore.open(database);
    const [keyring, another] = [ring(store), ring(store)];
    await keyring.ensureKeys(['child-1']);
    const [first] = await Promise.all([
      keyring.destroy('child-1', 'standard', { by: 'staff-1', authority: 'a' }),
      another.destroy('child-1', 'standard', { by: 'staff-1', authority: 'a' }),
    ]);
    const again = await another.destroy('child-1', 'standard', { by: 'staff-2', authority: 'b' });
    expect(again.destroyed?.by).toBe('staff-1');
    expect(again.destroyed?.at).toBe((await store.findKeys(['s:child-1']))[0]?.destroyed?.at);
    expect(first.wrapped).toBeUndefined();
    const stored = await database.collection<{ _id: string }>('data_keys').findOne({ _id: 's:child-1' });
    expect(stored).not.toHaveProperty('wrapped');
    await expect(ring(store).toEncrypt('s:child-1')).rejects.toMatchObject({ name: 'SubjectErased' });
    expect(await ring(store).toDecrypt('s:child-1')).toBeUndefined();
  });

  it('records the destruction of a key that there never was', async () => {
    const store = await MongoKeyStore.open(database);
    await ring(store).destroy('child-9', 'restricted', { by: 's', authority: 'a' });
    await expect(ring(store).toEncrypt('r:child-9')).rejects.toMatchObject({ name: 'SubjectErased' });
  });

  it('reserves identifiers once, finds and deletes them', async () => {
    const store = await MongoKeyStore.open(database);
    const kekFile = join(directory, randomUUID());
    const vault = await openVault({ store, kekFile, createKek: true, clock: systemClock, chance: systemChance });
    const { blindIndex } = vault;
    const holders = await Promise.all(
      ['x', 'y', 'z'].map((child) => blindIndex.reserve('upn', 'A801234567890', child)),
    );
    expect(new Set(holders).size).toBe(1);
    const [holder = ''] = holders;
    expect(await blindIndex.find('upn', ['A801234567890', 'B1'])).toEqual(new Map([['A801234567890', holder]]));
    expect((await eraseSubject(vault, { subject: holder, by: 's', authority: 'a' })).identifiersDeleted).toBe(1);
    expect((await eraseSubject(vault, { subject: holder, by: 's', authority: 'a' })).identifiersDeleted).toBe(0);
    expect(await blindIndex.reserve('upn', 'A801234567890', 'w')).toBe('w');
    await blindIndex.release('upn', 'A801234567890', 'x');
    await blindIndex.release('upn', 'A801234567890', 'w');
    expect((await blindIndex.find('upn', ['A801234567890'])).size).toBe(0);
  });

  it('rewraps every key under another key-encryption key', async () => {
    const store = await MongoKeyStore.open(database);
    const key = await ring(store).toEncrypt('s:child-1');
    const next = new KeyEncryptionKey(Buffer.alloc(32, 8));
    expect(await rotateKek(store, kek, next, systemChance)).toBe(1);
    await expect(ring(store).toDecrypt('s:child-1')).rejects.toMatchObject({ name: 'KekRefused' });
    const after = new Keyring({ store, kek: next, clock: systemClock, chance: systemChance });
    expect(await after.toDecrypt('s:child-1')).toEqual(key);
  });

  it('keeps keys and destructions over a restart', async () => {
    const key = await ring(await MongoKeyStore.open(database)).toEncrypt('s:child-1');
    await ring(await MongoKeyStore.open(database)).destroy('child-2', 'standard', { by: 's', authority: 'a' });
    await stop();
    await start();
    const store = await MongoKeyStore.open(database);
    expect(await ring(store).toDecrypt('s:child-1')).toEqual(key);
    expect(await ring(store).toDecrypt('s:child-2')).toBeUndefined();
    expect(await store.isEmpty()).toBe(false);
  });
});

describe('the embedded key store', () => {
  it('keeps no trace of a destroyed key in its files', async () => {
    if (process.env.MONGODB_URL) return;
    const keyring = ring(await MongoKeyStore.open(database));
    const subjects = Array.from({ length: 50 }, () => randomUUID());
    await keyring.ensureKeys(subjects);
    const keys = database.collection<{ _id: string; wrapped?: { box: string } }>('data_keys');
    const boxes = new Map((await keys.find({}).toArray()).map(({ _id, wrapped }) => [_id, wrapped?.box ?? '']));
    const [gone = '', kept = ''] = subjects.map((subject) => boxes.get(`s:${subject}`));
    expect(await onDisk(gone)).toBe(true);
    await keyring.destroy(subjects[0] ?? '', 'standard', { by: 's', authority: 'a' });
    expect(await onDisk(gone)).toBe(false);
    expect(await onDisk(kept)).toBe(true);
  });
});

async function onDisk(text: string): Promise<boolean> {
  for (const name of await readdir(directory)) {
    if ((await readFile(join(directory, name)).catch(() => Buffer.alloc(0))).includes(text)) return true;
  }
  return false;
}

describe('MongoKeyStore without its server', () => {
  it('says that it is away', async () => {
    const lonely = connectDocuments('mongodb://127.0.0.1:1/?directConnection=true', { selectionTimeoutMs: 50 });
    await expect(MongoKeyStore.open(lonely.db('cme_keys'))).rejects.toMatchObject({ name: 'DocumentsUnavailable' });
    await lonely.close();
  });
});
