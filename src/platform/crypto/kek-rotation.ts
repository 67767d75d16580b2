import type { Chance } from '../clock/chance.js';
import type { KeyEncryptionKey } from './key-encryption-key.js';
import type { KeyStore } from './key-store.js';

/**
 * Wraps every data key and secret afresh under another key-encryption key. Events are not touched. It may be broken off
 * and started again: each record says which key wraps it. Stop the other processes first; one that has only the old
 * key cannot open what has been rewrapped.
 * @returns how many records were rewrapped
 */
export async function rotateKek(
  store: KeyStore,
  from: KeyEncryptionKey,
  to: KeyEncryptionKey,
  chance: Chance,
): Promise<number> {
  if (from.id === to.id) return 0;
  let count = 0;
  for (;;) {
    const page = await store.wrappedBy(from.id, 500);
    if (page.length === 0) return count;
    for (const { id, kind, wrapped } of page) {
      await store.rewrap(kind, id, wrapped, to.wrap(from.unwrap(wrapped, id), id, chance));
      count++;
    }
  }
}
