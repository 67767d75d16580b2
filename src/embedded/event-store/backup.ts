import { parseArgs } from 'node:util';
import { backUpEventLog } from './log/backup.js';

const USAGE = 'usage: npm run backup -- --directory <data directory of the event store> --to <empty directory>\n';

/** Copies a log, also one that is being written to. To restore, start an event store on the copy's directory. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { directory: { type: 'string' }, to: { type: 'string' } } });
  if (values.directory === undefined || values.to === undefined) throw new Error(USAGE);
  const { path, events } = await backUpEventLog(values.directory, values.to);
  process.stdout.write(`${events} events copied to ${path} and checked.\n`);
}

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
