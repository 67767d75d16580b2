import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventCatalogue } from '../evidence/event-catalogue.js';
import { eventSections } from '../evidence/event-sections.js';

/** `npm run catalogue` writes docs/events.md; with `--check` it only says, by its exit code, whether the page is up to date. */
const page = join(process.cwd(), 'docs', 'events.md');
const made = eventCatalogue(eventSections);
if (process.argv.includes('--check')) {
  if (readFileSync(page, 'utf8') !== made) {
    console.error('docs/events.md and the code differ: run npm run catalogue and commit the page.');
    process.exitCode = 1;
  }
} else {
  writeFileSync(page, made);
  console.log(`docs/events.md: ${eventSections.reduce((sum, { events }) => sum + events.length, 0)} events.`);
}
