import { problem } from '../platform/http/problem.js';
import type { Person } from '../platform/identity/person.js';

const READERS: readonly string[] = ['subscriber', 'strategy-manager', 'auditor'];

/** Throws 403. */
export function assertReadsFeed({ role }: Person): void {
  if (!READERS.includes(role)) throw problem('forbidden', 'The feed is for subscribing services.');
}
