import type { BlindIndex } from '../platform/crypto/blind-index.js';

/** How a search key is kept in the view: the keyed hash of the installation, so that the view tells nothing of its own. */
export function searchHash(index: Pick<BlindIndex, 'idOf'>): (key: string) => string {
  return (key) => index.idOf('search', key);
}
