import { existsSync } from 'node:fs';
import { link, rename } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { startEmbeddedDocuments } from '../embedded/documents/index.js';
import { systemChance } from '../platform/clock/chance.js';
import { type Config, loadConfig } from '../platform/config/config.js';
import { KekRefused } from '../platform/crypto/errors.js';
import { rotateKek } from '../platform/crypto/kek-rotation.js';
import { createKek, type KeyEncryptionKey, readKek } from '../platform/crypto/key-encryption-key.js';
import type { KeyStore } from '../platform/crypto/key-store.js';
import { MongoKeyStore } from '../platform/crypto/mongo-key-store.js';
import { BLIND_INDEX } from '../platform/crypto/vault.js';
import { connectDocuments, databaseNames, pingDocuments } from '../platform/documents/connect.js';

const USAGE = `Changes the key-encryption key: every person's key is wrapped afresh, no event is touched.
Stop every program on this data first.

  npm run keys -- rotate               a new key takes the place of the old one in KEK_FILE (default: keys/kek in DATA_DIR)
  npm run keys -- rotate --to <file>   under the key in that file, which is made if it is not there; KEK_FILE stays as it is

It may be broken off and run again. Exit code 0: done. 2: not done, and the old key still opens everything it did.`;

/** Runs the command. @returns the exit code */
export async function runKeys(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  out: (line: string) => void,
): Promise<0 | 2> {
  try {
    const options = { to: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    if (values.help || positionals.join(' ') !== 'rotate') {
      out(USAGE);
      return values.help ? 0 : 2;
    }
    const config = loadConfig(env);
    const keys = await openKeys(config);
    try {
      for (const line of await rotate(keys.store, config.keys.kekFile, values.to)) out(line);
    } finally {
      await keys.close();
    }
    return 0;
  } catch (error) {
    out(`Not rotated: ${error instanceof Error ? error.message : String(error)}`);
    return 2;
  }
}

async function rotate(store: KeyStore, file: string, target: string | undefined): Promise<readonly string[]> {
  const from = await readKek(file);
  const next = target ?? `${file}.next`;
  // A rotation that was broken off goes on with the key that it had made.
  const to = existsSync(next) ? await readKek(next) : await createKek(next, systemChance);
  if (from.id === to.id) throw new KekRefused(`${next} holds the key that is in use already.`);
  await assertOpens(store, [from, to]);
  const count = await rotateKek(store, from, to, systemChance);
  const done = `${count} keys and secrets are wrapped by key ${to.id} now.`;
  if (target !== undefined) return [done, `Set KEK_FILE=${next}. ${file} (${from.id}) opens older backups only.`];
  const kept = `${file}.${from.id}`;
  if (!existsSync(kept)) await link(file, kept);
  // One step: at no moment is there no key file.
  await rename(next, file);
  return [
    done,
    `It is in ${file}. The old one is kept in ${kept}: older backups of the keys need it; then destroy it.`,
  ];
}

/** A key of another installation would find nothing to wrap afresh, and take the place of the one that opens everything. */
async function assertOpens(store: KeyStore, keks: readonly KeyEncryptionKey[]): Promise<void> {
  const secret = await store.findSecret(BLIND_INDEX);
  if (!secret) throw new KekRefused('The key store is empty: there is nothing to wrap afresh.');
  if (!keks.some(({ id }) => id === secret.wrapped.kek)) {
    throw new KekRefused(`The stored keys are wrapped by ${secret.wrapped.kek}, which is not the key that was given.`);
  }
}

async function openKeys(config: Config): Promise<{ store: KeyStore; close(): Promise<void> }> {
  const { url, directory, prefix } = config.documents;
  const { keys } = databaseNames(prefix);
  if (url === undefined && !existsSync(directory)) throw new KekRefused(`There is no key store in ${directory}.`);
  const server = url === undefined ? await startEmbeddedDocuments({ directory, port: 0, durable: [keys] }) : undefined;
  const client = connectDocuments(url ?? server?.url ?? '');
  const close = async () => {
    await client.close();
    await server?.close();
  };
  try {
    await pingDocuments(client);
    return { store: await MongoKeyStore.open(client.db(keys)), close };
  } catch (error) {
    await close();
    throw error;
  }
}
