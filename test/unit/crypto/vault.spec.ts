import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemChance } from '../../../src/platform/clock/chance.js';
import { KekRefused } from '../../../src/platform/crypto/errors.js';
import { rotateKek } from '../../../src/platform/crypto/kek-rotation.js';
import { createKek, readKek } from '../../../src/platform/crypto/key-encryption-key.js';
import { openVault } from '../../../src/platform/crypto/vault.js';
import { FixedClock } from '../../support/fixed-clock.js';
import { MemoryKeyStore } from '../../support/memory-key-store.js';

let directory: string;
let kekFile: string;
const clock = new FixedClock();

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cme-vault-'));
  kekFile = join(directory, 'keys', 'kek');
});

afterEach(() => rm(directory, { recursive: true, force: true }));

function open(store: MemoryKeyStore, createKek = true) {
  return openVault({ store, kekFile, createKek, clock, chance: systemChance });
}

describe('openVault', () => {
  it('makes the key file at the first start, for its owner only, and takes it at the next', async () => {
    const store = new MemoryKeyStore();
    const first = await open(store);
    const key = await first.keyring.toEncrypt('s:child-1');
    expect((await stat(kekFile)).mode & 0o777).toBe(0o600);
    const second = await open(store);
    expect(await second.keyring.toDecrypt('s:child-1')).toEqual(key);
    expect(second.blindIndex.idOf('upn', 'A1')).toBe(first.blindIndex.idOf('upn', 'A1'));
  });

  it('gives two processes that start at once one key', async () => {
    const store = new MemoryKeyStore();
    const [one, other] = await Promise.all([open(store), open(store)]);
    expect(await one.keyring.toEncrypt('s:child-1')).toEqual(await other.keyring.toEncrypt('s:child-1'));
    expect(one.blindIndex.idOf('upn', 'A1')).toBe(other.blindIndex.idOf('upn', 'A1'));
  });

  it('refuses a key file that belongs to other keys, and changes nothing', async () => {
    const store = new MemoryKeyStore();
    await open(store);
    const before = JSON.stringify([...store.secrets]);
    await rm(kekFile);
    await createKek(kekFile, systemChance);
    await expect(open(store)).rejects.toThrow(/is not the one that wraps the stored data keys/);
    expect(JSON.stringify([...store.secrets])).toBe(before);
  });

  it('does not make a new key file when the old one is lost', async () => {
    const store = new MemoryKeyStore();
    await (await open(store)).keyring.ensureKeys(['child-1']);
    await rm(kekFile);
    await expect(open(store)).rejects.toThrow(/cannot be read \(ENOENT\)/);
    store.secrets.clear();
    await expect(open(store)).rejects.toThrow(KekRefused);
    await expect(stat(kekFile)).rejects.toThrow('ENOENT');
  });

  it('does not make a file that the deployment should provide', async () => {
    await expect(open(new MemoryKeyStore(), false)).rejects.toThrow(/point KEK_FILE at it/);
    await expect(stat(kekFile)).rejects.toThrow('ENOENT');
  });

  it.each([
    ['too short', 'c2hvcnQ', /must hold 32 bytes/],
    ['empty', '', /it has 0/],
  ])('refuses a key file that is %s', async (_, text, message) => {
    kekFile = join(directory, 'kek');
    await writeFile(kekFile, text);
    await expect(open(new MemoryKeyStore())).rejects.toThrow(message);
  });

  it('takes hex, base64 and base64url', async () => {
    const bytes = systemChance.bytes(32);
    kekFile = join(directory, 'kek');
    const ids = new Set<string>();
    for (const encoding of ['hex', 'base64', 'base64url'] as const) {
      await writeFile(kekFile, `${bytes.toString(encoding)}\n`);
      ids.add((await readKek(kekFile)).id);
    }
    expect(ids.size).toBe(1);
  });

  it('tells which file it may not read', async () => {
    if (process.getuid?.() === 0) return;
    await createKek(kekFile, systemChance);
    await chmod(kekFile, 0);
    await expect(open(new MemoryKeyStore())).rejects.toThrow('EACCES');
  });

  it('leaves no draft of the key behind', async () => {
    await createKek(kekFile, systemChance);
    await createKek(kekFile, systemChance);
    const { readdir } = await import('node:fs/promises');
    expect(await readdir(join(directory, 'keys'))).toEqual(['kek']);
    expect((await readFile(kekFile, 'utf8')).trim()).toHaveLength(43);
  });
});

describe('rotateKek', () => {
  it('rewraps everything: the new file opens it, the old one is refused, no key has changed', async () => {
    const store = new MemoryKeyStore();
    const before = await open(store);
    const key = await before.keyring.toEncrypt('s:child-1');
    await before.keyring.ensureKeys(Array.from({ length: 700 }, (_, n) => `other-${n}`));
    const from = await readKek(kekFile);
    const to = await createKek(join(directory, 'next'), systemChance);
    expect(await rotateKek(store, from, to, systemChance)).toBe(702);
    await expect(open(store)).rejects.toThrow(KekRefused);
    kekFile = join(directory, 'next');
    const after = await open(store);
    expect(await after.keyring.toDecrypt('s:child-1')).toEqual(key);
    expect(after.blindIndex.idOf('upn', 'A1')).toBe(before.blindIndex.idOf('upn', 'A1'));
  });

  it('is finished by a second run when the first was broken off', async () => {
    const store = new MemoryKeyStore();
    await (await open(store)).keyring.ensureKeys(['a', 'b', 'c']);
    const from = await readKek(kekFile);
    const to = await createKek(join(directory, 'next'), systemChance);
    const rewrap = store.rewrap.bind(store);
    let left = 2;
    store.rewrap = async (...values) => {
      if (left-- === 0) throw new Error('power cut');
      return rewrap(...values);
    };
    await expect(rotateKek(store, from, to, systemChance)).rejects.toThrow('power cut');
    left = Number.POSITIVE_INFINITY;
    await rotateKek(store, from, to, systemChance);
    kekFile = join(directory, 'next');
    await expect((await open(store)).keyring.toDecryptAll(['s:a', 's:b', 's:c'])).resolves.toHaveProperty('size', 3);
  });

  it('does nothing when both are the same', async () => {
    const store = new MemoryKeyStore();
    await open(store);
    const kek = await readKek(kekFile);
    expect(await rotateKek(store, kek, kek, systemChance)).toBe(0);
  });
});
