import { parseArgs } from 'node:util';
import { systemClock } from '../../platform/clock/clock.js';
import { runDocumentServer } from './document-server.js';

const USAGE =
  'usage: node main.js --directory <data directory> [--port 27017] [--host 127.0.0.1] [--durable <database>]…\n';

/** The document store as a process of its own: for kill tests, and for several processes that share one store. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      directory: { type: 'string' },
      port: { type: 'string' },
      host: { type: 'string' },
      durable: { type: 'string', multiple: true },
    },
  });
  const { directory, host = '127.0.0.1', durable = [] } = values;
  const port = Number(values.port ?? '27017');
  if (directory === undefined || !Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(USAGE);
  const server = await runDocumentServer({ directory, port, host, durable }, systemClock.epoch, (error) =>
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`),
  );
  process.stdout.write(`mongodb://${host}:${server.port}/?directConnection=true\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void server.close().then(() => process.exit(0)));
  }
}

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
