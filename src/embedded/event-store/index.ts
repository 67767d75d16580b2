import { Worker } from 'node:worker_threads';
import type { EventStoreOptions } from './store-server.js';
import type { WorkerReport } from './worker.js';

export interface EmbeddedEventStore {
  /** For `EventStoreDBClient.connectionString`. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/**
 * The worker runs from the same kind of file as this module: from compiled JavaScript as it is, from TypeScript by
 * Node's own type stripping, for which `.js` in an import must be read as `.ts`.
 */
const FROM_SOURCE = `
const { registerHooks } = require('node:module');
const { workerData } = require('node:worker_threads');
registerHooks({
  resolve: (specifier, context, next) =>
    specifier.startsWith('.') && context.parentURL?.endsWith('.ts')
      ? next(specifier.replace(/\\.js$/, '.ts'), context)
      : next(specifier, context),
});
import(workerData.entry);
`;

function startWorker(options: EventStoreOptions): Worker {
  if (import.meta.url.endsWith('.ts')) {
    const entry = new URL('./worker.ts', import.meta.url).href;
    return new Worker(FROM_SOURCE, { eval: true, workerData: { ...options, entry } });
  }
  return new Worker(new URL('./worker.js', import.meta.url), { workerData: options });
}

/** What clients connect with. */
export function connectionString(host: string, port: number): string {
  return `esdb://${host.includes(':') ? `[${host}]` : host}:${port}?tls=false`;
}

/**
 * Starts an event store that speaks EventStoreDB's protocol, in a worker thread of this process.
 * @param onFault hears of faults inside the store that it answered with an error and survived.
 * @throws Error with a sentence saying why, if the directory or the port cannot be used.
 */
export async function startEmbeddedEventStore(
  options: { readonly directory: string; readonly port: number; readonly host?: string },
  onFault: (message: string) => void = () => undefined,
): Promise<EmbeddedEventStore> {
  const host = options.host ?? '127.0.0.1';
  const worker = startWorker({ directory: options.directory, port: options.port, host });
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const port = await new Promise<number>((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('The embedded event store ended before it was running.')));
    worker.on('message', (report: WorkerReport) => {
      if (report.kind === 'running') resolve(report.port);
      else if (report.kind === 'refused') reject(new Error(report.message));
      else if (report.kind === 'fault') onFault(report.message);
    });
  });
  worker.on('error', (error) => onFault(String(error)));
  return {
    url: connectionString(host, port),
    port,
    close: async () => {
      worker.postMessage('close');
      await ended;
    },
  };
}
