import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { KeyStore } from './key-store.js';

/**
 * Finds a child by an identifier without storing the identifier: a keyed hash (HMAC-SHA256) of its normalised form. The
 * key is a secret of the installation; without it the rows tell nothing. The rows of a child go when the child is erased.
 */
export class BlindIndex {
  readonly #key: KeyObject;

  constructor(
    private readonly store: KeyStore,
    key: Buffer,
  ) {
    this.#key = createSecretKey(key);
  }

  /** The row's id of an identifier in a scheme (`upn`, `former-upn`, …). */
  idOf(scheme: string, value: string): string {
    const hmac = createHmac('sha256', this.#key).update(`${scheme}\n${normalised(value)}`);
    return `${scheme}:${hmac.digest('base64url')}`;
  }

  /**
   * Reserves an identifier for a child, for good. Two at once: one wins.
   * @returns the child who holds it now; another id than `childId` says that it was taken before
   */
  async reserve(scheme: string, value: string, childId: string): Promise<string> {
    return (await this.store.insertIdentifier({ _id: this.idOf(scheme, value), holder: childId })).holder;
  }

  /** Gives a reservation up, if it is this child's: the registration that it was made for was refused. */
  async release(scheme: string, value: string, childId: string): Promise<void> {
    await this.store.deleteIdentifier({ _id: this.idOf(scheme, value), holder: childId });
  }

  /** The children who hold identifiers, by the value as it was given; unknown ones are left out. One query a thousand values. */
  async find(scheme: string, values: Iterable<string>): Promise<Map<string, string>> {
    const ids = new Map<string, string>();
    for (const value of values) ids.set(value, this.idOf(scheme, value));
    const holders = new Map<string, string>();
    for (const page of pages([...new Set(ids.values())], 1_000)) {
      for (const { _id, holder } of await this.store.findIdentifiers(page)) holders.set(_id, holder);
    }
    const found = new Map<string, string>();
    for (const [value, id] of ids) {
      const holder = holders.get(id);
      if (holder !== undefined) found.set(value, holder);
    }
    return found;
  }

  /**
   * The command id of an actor's `Idempotency-Key`: two people who choose the same key do not meet. Keyed, for the ids of
   * what the command brings into being are derived from it, and a key may be anything, a pupil's number too: who knows
   * that number must not be able to work out the child's id.
   */
  commandId(actorId: string, idempotencyKey: string): string {
    const bytes = createHmac('sha256', this.#key).update(`command\n${actorId}\n${idempotencyKey}`).digest();
    // Version 8 of RFC 9562: a UUID of one's own making.
    bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
    bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
    const hex = bytes.toString('hex', 0, 16);
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  }

  /** A short keyed hash of a command's contents (`EventMetadata.fingerprint`). Eight hex digits: enough to notice a mistake. */
  fingerprint(commandId: string, contents: string): string {
    return createHmac('sha256', this.#key).update(`fingerprint\n${commandId}\n${contents}`).digest('hex').slice(0, 8);
  }
}

/** Case, accents, spaces and punctuation do not tell identifiers apart: `a123-456 b` is `A123456B`, `Zoë` is `ZOE`. */
export function normalised(value: string): string {
  return value
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toUpperCase();
}

function* pages<T>(items: readonly T[], size: number): Generator<T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
