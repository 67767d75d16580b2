import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addressTable, withTable } from '../children/http/command-addresses.js';

/** `npm run api-table` writes the table of docs/api.md. Run it in the project's folder. */
const page = join('docs', 'api.md');
writeFileSync(page, withTable(readFileSync(page, 'utf8'), addressTable()));
