import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';

export const ALGORITHM = 'ES256';

export interface SigningKey {
  readonly kid: string;
  readonly sign: CryptoKey;
  readonly published: JWK;
}

/**
 * The issuer's key pair, made at first use and kept in `<directory>/signing-key.json`, readable by its owner only.
 * Two processes may ask at once (the server and `npm run token`): the file that is there first wins.
 */
export async function signingKey(directory: string): Promise<SigningKey> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, 'signing-key.json');
  const secret = (await readKey(file)) ?? (await makeKey(file));
  const imported = await importJWK(secret, ALGORITHM);
  if (imported instanceof Uint8Array) throw new Error(`${file} holds no key pair`);
  const { kty, crv, x, y } = secret;
  const kid = await calculateJwkThumbprint({ kty, crv, x, y } as JWK);
  return { kid, sign: imported, published: { kty, crv, x, y, kid, alg: ALGORITHM, use: 'sig' } as JWK };
}

async function readKey(file: string): Promise<JWK | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as JWK;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function makeKey(file: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const draft = `${file}.${randomUUID()}`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(JSON.stringify(await exportJWK(privateKey)));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(draft);
  return (await readKey(file)) ?? Promise.reject(new Error(`${file} could not be written`));
}
