import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../../platform/clock/clock.js';
import { backUpEventLog } from './log/backup.js';

/**
 * Copies a log, also one that is being written to: `--directory` (the program's own if not given) to `--to` (a new
 * directory under `backups`). To restore, start an event store on the copy's directory.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { directory: { type: 'string' }, to: { type: 'string' } } });
  const data = process.env.DATA_DIR ?? 'data';
  const stamp = systemClock.now().replaceAll(':', '-');
  const directory = values.directory ?? join(data, 'event-store');
  const { path, events } = await backUpEventLog(directory, values.to ?? join(data, 'backups', stamp));
  process.stdout.write(`${events} events copied to ${path} and checked.\n`);
}

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
