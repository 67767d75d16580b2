import { parseArgs } from 'node:util';
import { systemClock } from '../../platform/clock/clock.js';
import { connectionString } from './index.js';
import { checkAll } from './log/damage.js';
import { openEventLog } from './log/event-log.js';
import { runEventStore } from './store-server.js';

const USAGE = 'usage: node main.js --directory <data directory> [--port 2113] [--host 127.0.0.1] [--check]\n';

const describe = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error));

/** The event store as a process of its own: for kill tests, and for whoever wants it apart from the program. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      directory: { type: 'string' },
      port: { type: 'string' },
      host: { type: 'string' },
      check: { type: 'boolean' },
    },
  });
  const port = Number(values.port ?? '2113');
  if (values.directory === undefined || !Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(USAGE);
  if (values.check === true) {
    check(values.directory);
    return;
  }
  const report = (error: unknown) => process.stderr.write(`${describe(error)}\n`);
  process.on('uncaughtException', report);
  const host = values.host ?? '127.0.0.1';
  const store = await runEventStore({ directory: values.directory, port, host }, systemClock.epoch, report);
  process.stdout.write(`${connectionString(host, store.port)}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void store.close().then(() => process.exit(0)));
  }
}

/** Goes through the whole log and says what is wrong with it. */
function check(directory: string): void {
  const log = openEventLog(directory, systemClock.epoch);
  const findings = checkAll(log.database);
  log.close();
  if (findings.length > 0) throw new Error(findings.join('\n'));
  process.stdout.write('The log is sound.\n');
}

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
