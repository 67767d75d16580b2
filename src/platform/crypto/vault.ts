import type { Chance } from '../clock/chance.js';
import type { Clock } from '../clock/clock.js';
import { BlindIndex } from './blind-index.js';
import { KekRefused } from './errors.js';
import { createKek, type KeyEncryptionKey, readKek } from './key-encryption-key.js';
import type { KeyStore, SecretRecord } from './key-store.js';
import { Keyring, type KeyringLimits } from './keyring.js';

/** All that is secret, opened. */
export interface Vault {
  readonly keyring: Keyring;
  readonly blindIndex: BlindIndex;
  readonly store: KeyStore;
  readonly chance: Chance;
}

export interface VaultSettings {
  readonly store: KeyStore;
  readonly kekFile: string;
  /** True: a key file that is missing is made, if the key store is empty. False for a file that a deployment provides. */
  readonly createKek: boolean;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly limits?: KeyringLimits;
}

/** The secret that identifiers are hashed with; the record that tells which key opens the store. */
export const BLIND_INDEX = 'blind-index';

/**
 * Opens the key store with its key-encryption key.
 * @throws KekRefused when the key file is missing, malformed or another store's; nothing has been written then
 */
export async function openVault(settings: VaultSettings): Promise<Vault> {
  const { store, clock, chance } = settings;
  let secret = await store.findSecret(BLIND_INDEX);
  const kek = await obtainKek(settings, secret !== undefined);
  secret ??= await makeSecret(store, kek, clock, chance);
  if (secret.wrapped.kek !== kek.id) {
    throw new KekRefused(
      `The key-encryption key in ${settings.kekFile} (${kek.id}) is not the one that wraps the stored data keys ` +
        `(${secret.wrapped.kek}). Restore that file, or the key store that belongs to this one. Nothing was changed.`,
    );
  }
  const indexKey = kek.unwrap(secret.wrapped, BLIND_INDEX);
  const keyring = new Keyring({ store, kek, clock, chance }, settings.limits);
  return { keyring, blindIndex: new BlindIndex(store, indexKey), store, chance };
}

async function obtainKek(settings: VaultSettings, inUse: boolean): Promise<KeyEncryptionKey> {
  try {
    return await readKek(settings.kekFile);
  } catch (error) {
    const absent = error instanceof KekRefused && (error.cause as NodeJS.ErrnoException | undefined)?.code === 'ENOENT';
    // A new key for a store that has keys would only hide that the old one is lost.
    if (!absent || !settings.createKek || inUse || !(await settings.store.isEmpty())) throw error;
    return createKek(settings.kekFile, settings.chance);
  }
}

async function makeSecret(store: KeyStore, kek: KeyEncryptionKey, clock: Clock, chance: Chance): Promise<SecretRecord> {
  const wrapped = kek.wrap(chance.bytes(32), BLIND_INDEX, chance);
  return store.insertSecret({ _id: BLIND_INDEX, createdAt: clock.now(), wrapped });
}
