import { setTimeout as pause } from 'node:timers/promises';
import { problem } from '../../platform/http/problem.js';

const TRIES = 40;
const PAUSE_MS = 50;

/**
 * Reads again until the record has the revision, two seconds at most: another process may be about to write it.
 * Throws a 504 problem with Retry-After when it does not come.
 */
export async function waitForRevision<T extends { readonly revision: number }>(
  read: () => Promise<T>,
  minRevision: number,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    const found = await read();
    if (found.revision >= minRevision) return found;
    if (tries === TRIES) {
      throw problem(
        'view-behind',
        `The record is at revision ${found.revision} and has no revision ${minRevision} yet.`,
        { revision: found.revision },
        { 'retry-after': '1' },
      );
    }
    await pause(PAUSE_MS);
  }
}
