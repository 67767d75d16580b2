import { problem } from '../platform/http/problem.js';
import type { Person } from '../platform/identity/person.js';

/** Who is designated, which policy counts and which guidance is out, is for everybody who works with the records. */
const NOT_READERS: readonly string[] = ['subscriber', 'operator'];
const OVERSEERS: readonly string[] = ['strategy-manager', 'auditor'];
const AT_AUTHORITY: readonly string[] = ['cme-assistant', 'strategy-manager', 'auditor'];

/** Throws 403. */
export function assertReadsAuthority({ role }: Person): void {
  if (NOT_READERS.includes(role)) throw problem('forbidden', 'This role sees no records of the authority.');
}

/** The strategy manager decides for the authority (R30, R31). Throws 403. */
export function assertDecidesForAuthority({ role }: Person): void {
  if (role !== 'strategy-manager') {
    throw problem('forbidden', 'This role may not record that.', { mayRecord: ['strategy-manager'] });
  }
}

/** Checking the whole, and reporting on it. Throws 403. */
export function assertOversees({ role }: Person): void {
  if (!OVERSEERS.includes(role)) throw problem('forbidden', 'This role may not do that.', { mayRecord: OVERSEERS });
}

/** What the authority sees of all schools and children. Throws 403. */
export function assertAtAuthority({ role }: Person): void {
  if (!AT_AUTHORITY.includes(role)) throw problem('forbidden', 'This is seen by the authority only.');
}
