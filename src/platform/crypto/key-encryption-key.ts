import { createHmac } from 'node:crypto';
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Chance } from '../clock/chance.js';
import { KekRefused, Tampered } from './errors.js';
import type { WrappedKey } from './key-store.js';
import { openBox, sealBox } from './sealing.js';

/** The key that encrypts data keys and is never in a database itself. AES-256-GCM. */
export class KeyEncryptionKey {
  /** Sixteen hex digits that name the key without telling it. */
  readonly id: string;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    if (bytes.length !== 32) throw new KekRefused(`A key-encryption key has 32 bytes, not ${bytes.length}.`);
    this.#bytes = Buffer.from(bytes);
    this.id = createHmac('sha256', bytes).update('key-encryption key id').digest('hex').slice(0, 16);
  }

  /** `name` is bound in: a wrapped key put under another name does not open. */
  wrap(key: Buffer, name: string, chance: Chance): WrappedKey {
    return { kek: this.id, box: sealBox(key, this.#bytes, name, chance.bytes(12)) };
  }

  /** @throws KekRefused when another key wrapped it · Tampered when it does not authenticate */
  unwrap(wrapped: WrappedKey, name: string): Buffer {
    if (wrapped.kek !== this.id) {
      throw new KekRefused(
        `Key ${name} is wrapped by key-encryption key ${wrapped.kek}, but this process has ${this.id}. ` +
          'Start with the key file that belongs to this key store, or finish the rotation.',
      );
    }
    try {
      return openBox(wrapped.box, this.#bytes, name);
    } catch (error) {
      throw new Tampered(`The wrapped key ${name}`, { cause: error });
    }
  }
}

/**
 * Reads a key file: 32 bytes as base64 or base64url or hex, white space ignored.
 * @throws KekRefused when it is not there or holds something else
 */
export async function readKek(file: string): Promise<KeyEncryptionKey> {
  let text: string;
  try {
    text = (await readFile(file, 'utf8')).replace(/\s+/g, '');
  } catch (error) {
    throw new KekRefused(
      `The key-encryption key file ${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? error}). ` +
        'Without it no personal data can be read: restore it from its backup, or point KEK_FILE at it.',
      { cause: error },
    );
  }
  const bytes = /^[0-9a-fA-F]{64}$/.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64url');
  if (bytes.length !== 32) {
    throw new KekRefused(
      `The key-encryption key file ${file} must hold 32 bytes in base64 or hex; it has ${bytes.length}.`,
    );
  }
  return new KeyEncryptionKey(bytes);
}

/**
 * Writes a new key file, readable by its owner only, complete or not at all, and reads it back. When another process
 * was faster its key is taken.
 */
export async function createKek(file: string, chance: Chance): Promise<KeyEncryptionKey> {
  const directory = dirname(file);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const draft = `${file}.${chance.uuid()}`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(`${chance.bytes(32).toString('base64url')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
  await syncDirectory(directory);
  return readKek(file);
}

/** The new name must be on the disk before keys are wrapped by what it names. Windows cannot sync a directory, and need not. */
async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
