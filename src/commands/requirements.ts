import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { requirements } from '../evidence/requirements.js';
import { requirementsNamedIn, requirementsPage } from '../evidence/requirements-page.js';

/** `npm run requirements` writes docs/requirements.md. Run it in the project's folder: it reads the tests' titles. */
const tests = new Map<string, string[]>();
for (const file of globSync('test/**/*.spec.ts').sort()) {
  for (const id of requirementsNamedIn(readFileSync(file, 'utf8'))) tests.set(id, [...(tests.get(id) ?? []), file]);
}
writeFileSync(join('docs', 'requirements.md'), requirementsPage(requirements, tests));
console.log(`docs/requirements.md: ${requirements.length} requirements, ${tests.size} named by tests.`);
