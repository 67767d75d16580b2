import { LRUCache } from 'lru-cache';
import type { Chance } from '../clock/chance.js';
import type { Clock } from '../clock/clock.js';
import { SubjectErased } from './errors.js';
import type { KeyEncryptionKey } from './key-encryption-key.js';
import { type HeldKey, KeyLoader } from './key-loader.js';
import { type DataKeyRecord, type Destruction, type KeyClass, type KeyStore, keyIdOf } from './key-store.js';

export interface KeyringParts {
  readonly store: KeyStore;
  readonly kek: KeyEncryptionKey;
  readonly clock: Clock;
  readonly chance: Chance;
}

export interface KeyringLimits {
  /** Keys held in memory at most. Default 50,000. */
  readonly cached?: number;
  /** Milliseconds that a key is used before it is read again: how long another process may outlive an erasure. Default 60,000. */
  readonly ttl?: number;
}

interface CachedKey {
  readonly held: HeldKey;
  readonly until: number;
}

/** The data keys of people: one a person and class, made when first needed, kept in memory for a short time. */
export class Keyring {
  readonly #store: KeyStore;
  readonly #clock: Clock;
  readonly #chance: Chance;
  readonly #loader: KeyLoader;
  readonly #cache: LRUCache<string, CachedKey>;
  readonly #ttl: number;
  #erasures = 0;

  constructor(parts: KeyringParts, limits: KeyringLimits = {}) {
    this.#store = parts.store;
    this.#clock = parts.clock;
    this.#chance = parts.chance;
    this.#loader = new KeyLoader(parts.store, parts.kek, parts.clock, parts.chance);
    this.#cache = new LRUCache({ max: limits.cached ?? 50_000 });
    this.#ttl = limits.ttl ?? 60_000;
  }

  /**
   * The key to encrypt with, made if there is none.
   * @throws SubjectErased when it has been destroyed
   */
  async toEncrypt(keyId: string): Promise<Buffer> {
    const held = this.#cached(keyId) ?? (await this.#load(keyId, true));
    if (!held.bytes) throw new SubjectErased(keyId);
    return held.bytes;
  }

  /**
   * The key to decrypt with; undefined when it has been destroyed.
   * @throws KeyMissing when it is neither there nor destroyed
   */
  async toDecrypt(keyId: string): Promise<Buffer | undefined> {
    return (this.#cached(keyId) ?? (await this.#load(keyId, false))).bytes;
  }

  /** As `toDecrypt`, for a whole page at once. @throws KeyMissing */
  async toDecryptAll(keyIds: Iterable<string>): Promise<Map<string, Buffer | undefined>> {
    const ids = [...new Set(keyIds)];
    const keys = await Promise.all(ids.map((id) => this.#cached(id) ?? this.#load(id, false)));
    return new Map(ids.map((id, index) => [id, keys[index]?.bytes]));
  }

  /** Makes or reads the keys of people in few round trips, before a register file or an import needs them one by one. */
  async ensureKeys(subjects: Iterable<string>, keyClass: KeyClass = 'standard'): Promise<void> {
    const ids = [...new Set(subjects)].map((subject) => keyIdOf(subject, keyClass));
    await Promise.all(ids.map((id) => this.#cached(id) ?? this.#load(id, true)));
  }

  /** A nonce for one encryption. */
  nonce(): Buffer {
    return this.#chance.bytes(12);
  }

  /**
   * Destroys a person's key for ever: what was encrypted under it reads `[erased]` from now on. Done twice, the first
   * destruction stands. Blind-index rows are deleted by `eraseSubject`, which is what to call.
   */
  async destroy(subject: string, keyClass: KeyClass, by: Omit<Destruction, 'at'>): Promise<DataKeyRecord> {
    const id = keyIdOf(subject, keyClass);
    const destruction = { at: this.#clock.now(), by: by.by, authority: by.authority };
    const record = await this.#store.destroyKey(id, subject, keyClass, destruction);
    this.#keep(id, { destroyed: record.destroyed ?? destruction });
    this.#erasures++;
    return record;
  }

  /** How many keys this process has seen destroyed: what was decrypted and kept before that may name who is erased. */
  get erasures(): number {
    return this.#erasures;
  }

  #cached(keyId: string): HeldKey | undefined {
    const cached = this.#cache.get(keyId);
    if (!cached) return undefined;
    return cached.held.destroyed || cached.until > this.#clock.epoch() ? cached.held : undefined;
  }

  async #load(keyId: string, create: boolean): Promise<HeldKey> {
    const held = await this.#loader.load(keyId, create);
    // A destruction seen while the key was being read stands.
    const now = this.#cache.peek(keyId)?.held;
    if (now?.destroyed) return now;
    // Destroyed by another process.
    if (now && held.destroyed) this.#erasures++;
    return this.#keep(keyId, held);
  }

  #keep(keyId: string, held: HeldKey): HeldKey {
    this.#cache.set(keyId, { held, until: this.#clock.epoch() + this.#ttl });
    return held;
  }
}
