import type { LogPosition } from '../event-store/envelope.js';
import type { ViewWaiter } from '../projections/waiting.js';
import { problem } from './problem.js';

/** How long a reader may be kept waiting for a list to catch up, in milliseconds. */
const PATIENCE_MS = 5_000;

/** Where a write was recorded, from the number that it was answered with. */
export function logPosition(position: number): LogPosition {
  return { commit: BigInt(position), prepare: BigInt(position) };
}

/**
 * Keeps a reader waiting, for a bounded time, until the view shows what the reader has written.
 * Throws a 504 problem with Retry-After when it does not in that time.
 */
export async function waitUntilShown(
  views: ViewWaiter,
  view: string,
  awaited: {
    readonly minPosition?: number | undefined;
    readonly key?: string | undefined;
    readonly minRevision?: number | undefined;
  },
): Promise<void> {
  const { minPosition, key, minRevision } = awaited;
  if (minPosition !== undefined && !(await views.waitFor(view, logPosition(minPosition), { timeoutMs: PATIENCE_MS }))) {
    throw behind();
  }
  if (minRevision === undefined || key === undefined) return;
  if (!(await views.waitFor(view, { key, revision: minRevision }, { timeoutMs: PATIENCE_MS }))) throw behind();
}

function behind() {
  return problem('view-behind', 'The list does not show that write yet. Ask again.', {}, { 'retry-after': '1' });
}
