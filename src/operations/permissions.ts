import { problem } from '../platform/http/problem.js';
import type { Person } from '../platform/identity/person.js';

/**
 * Who works on views: those who run the program, who see no records of children, and the manager. What is shown names
 * documents by their keys and never tells what is in them.
 */
const OPERATORS: readonly string[] = ['operator', 'strategy-manager'];

/** Throws 403 for anybody else. */
export function assertOperates(person: Person): void {
  if (OPERATORS.includes(person.role)) return;
  throw problem('forbidden', 'This role does not operate the program.', { mayOperate: OPERATORS });
}
