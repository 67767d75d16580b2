import { failpoint } from '../failpoints.js';
import type { KeyClass } from './key-store.js';
import type { Vault } from './vault.js';

/** What an erasure did; the privacy room records it. No personal data in it. */
export interface Erasure {
  readonly subject: string;
  readonly keys: readonly {
    readonly keyId: string;
    readonly at: string;
    readonly by: string;
    readonly authority: string;
  }[];
  readonly identifiersDeleted: number;
}

export interface ErasureOrder {
  readonly subject: string;
  /** An opaque staff id. */
  readonly by: string;
  /** The ground, as a reference: `retention rule CME-25y`, `UK GDPR art. 17(1)(d), request 2039-14`. */
  readonly authority: string;
  /** Default: both. */
  readonly classes?: readonly KeyClass[];
}

/**
 * Erases a person: destroys the data keys, then the blind-index rows. It cannot be undone, and it may be repeated: an
 * erasure that was broken off is finished by the next, and the record of the first destruction stands. Whether it is
 * allowed (retention, legal hold) is for the caller to have decided.
 */
export async function eraseSubject(vault: Vault, order: ErasureOrder): Promise<Erasure> {
  const keys = [];
  const classes = order.classes ?? (['standard', 'restricted'] as const);
  for (const keyClass of classes) {
    const { _id, destroyed } = await vault.keyring.destroy(order.subject, keyClass, order);
    if (destroyed) keys.push({ keyId: _id, ...destroyed });
  }
  failpoint('after-key-destroyed');
  // Who lost only restricted facts is still on the roll and must be found by number.
  const identifiersDeleted = classes.includes('standard') ? await vault.store.deleteIdentifiersOf(order.subject) : 0;
  return { subject: order.subject, keys, identifiersDeleted };
}
