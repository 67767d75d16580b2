import { titlesIn } from '../../src/evidence/requirements-page.js';

/** The acceptance scenarios that the titles of a test file's tests name: `A06`. */
export function scenariosNamedIn(source: string): readonly string[] {
  return [...new Set(titlesIn(source).flatMap((title) => title.match(/\bA\d\d\b/g) ?? []))].sort();
}
