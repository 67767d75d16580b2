import { parseArgs } from 'node:util';
import { systemClock } from '../../platform/clock/clock.js';
import { runEventStore } from './store-server.js';

const USAGE = 'usage: node main.js --directory <data directory> [--port 2113] [--host 127.0.0.1]\n';

/** The event store as a process of its own: for kill tests, and for whoever wants it apart from the program. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { directory: { type: 'string' }, port: { type: 'string' }, host: { type: 'string' } },
  });
  const port = Number(values.port ?? '2113');
  if (values.directory === undefined || !Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(USAGE);
  }
  const host = values.host ?? '127.0.0.1';
  const store = await runEventStore({ directory: values.directory, port, host }, systemClock.epoch, (error) =>
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`),
  );
  process.stdout.write(`esdb://${host}:${store.port}?tls=false\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void store.close().then(() => process.exit(0)));
  }
}

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
