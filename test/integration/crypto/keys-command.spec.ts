import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runKeys } from '../../../src/commands/rotate-keys.js';
import { startEmbeddedDocuments } from '../../../src/embedded/documents/index.js';
import { systemChance } from '../../../src/platform/clock/chance.js';
import { systemClock } from '../../../src/platform/clock/clock.js';
import { readKek } from '../../../src/platform/crypto/key-encryption-key.js';
import { MongoKeyStore } from '../../../src/platform/crypto/mongo-key-store.js';
import { openVault } from '../../../src/platform/crypto/vault.js';
import { connectDocuments } from '../../../src/platform/documents/connect.js';

let data: string;

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'cme-keys-'));
});

afterEach(() => rm(data, { recursive: true, force: true }));

const kekFile = () => join(data, 'keys', 'kek');

/** Opens the vault as the program does, on the embedded documents of the data directory. */
async function withVault<T>(work: (vault: Awaited<ReturnType<typeof openVault>>) => Promise<T>, file = kekFile()) {
  const server = await startEmbeddedDocuments({ directory: join(data, 'documents'), port: 0, durable: ['cme_keys'] });
  const client = connectDocuments(server.url);
  try {
    const store = await MongoKeyStore.open(client.db('cme_keys'));
    const opening = { store, kekFile: file, createKek: true, clock: systemClock, chance: systemChance };
    return await work(await openVault(opening));
  } finally {
    await client.close();
    await server.close();
  }
}

async function run(...args: string[]) {
  const lines: string[] = [];
  const code = await runKeys(args, { DATA_DIR: data }, (line) => lines.push(line));
  return { code, text: lines.join('\n') };
}

describe('npm run keys -- rotate', () => {
  it('puts a new key in the place of the old one, and everything opens under it', async () => {
    const before = await withVault(async ({ blindIndex }) => {
      await blindIndex.reserve('upn', 'T926990126001', 'child-1');
      return blindIndex.idOf('upn', 'T926990126001');
    });
    const old = await readKek(kekFile());
    const { code, text } = await run('rotate');
    expect({ code, text }).toMatchObject({ code: 0, text: expect.stringContaining('wrapped by key') });
    expect((await readKek(kekFile())).id).not.toBe(old.id);
    expect((await readKek(`${kekFile()}.${old.id}`)).id).toBe(old.id);
    await withVault(async ({ blindIndex }) => {
      expect(blindIndex.idOf('upn', 'T926990126001')).toBe(before);
      expect([...(await blindIndex.find('upn', ['T926990126001'])).values()]).toEqual(['child-1']);
    });
    await expect(withVault(async () => undefined, `${kekFile()}.${old.id}`)).rejects.toThrow('is not the one');
  });

  it('goes on with the key of a rotation that was broken off', async () => {
    await withVault(async () => undefined);
    const next = `${kekFile()}.next`;
    await writeFile(next, `${Buffer.alloc(32, 9).toString('base64url')}\n`);
    const { id } = await readKek(next);
    expect((await run('rotate')).code).toBe(0);
    expect((await readKek(kekFile())).id).toBe(id);
    expect(await readdir(join(data, 'keys'))).not.toContain('kek.next');
  });

  it('leaves a deployment’s key file alone and says which to name', async () => {
    await withVault(async () => undefined);
    const old = await readFile(kekFile(), 'utf8');
    const target = join(data, 'new-key');
    expect(await run('rotate', '--to', target)).toMatchObject({
      code: 0,
      text: expect.stringContaining(`KEK_FILE=${target}`),
    });
    expect(await readFile(kekFile(), 'utf8')).toBe(old);
    await withVault(async () => undefined, target);
  });

  it('refuses the key of another installation, and changes nothing', async () => {
    await withVault(async () => undefined);
    const right = await readFile(kekFile(), 'utf8');
    await writeFile(kekFile(), `${Buffer.alloc(32, 1).toString('base64url')}\n`);
    expect(await run('rotate')).toMatchObject({ code: 2, text: expect.stringContaining('Not rotated') });
    await writeFile(kekFile(), right);
    await withVault(async () => undefined);
  });

  it('refuses while a program is running on the data, and explains itself', async () => {
    await withVault(async () => expect(await run('rotate')).toMatchObject({ code: 2 }));
    expect((await run()).text).toContain('npm run keys -- rotate');
    expect((await run('--help')).code).toBe(0);
  });
});
