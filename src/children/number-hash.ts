import type { BlindIndex } from '../platform/crypto/blind-index.js';

/** How a number that a child is found by is kept in the caseload: the keyed hash of the installation, so that the view tells no number. */
export function numberHash(index: Pick<BlindIndex, 'idOf'>): (number: string) => string {
  return (number) => index.idOf('number', number);
}
