import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../../platform/clock/clock.js';
import { type DocumentServerOptions, runDocumentServer } from './document-server.js';

/** What the worker tells the thread that started it. */
export type WorkerReport =
  | { readonly kind: 'running'; readonly port: number }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'fault'; readonly message: string };

const tell = (report: WorkerReport) => parentPort?.postMessage(report);
const describe = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error));

try {
  const server = await runDocumentServer(workerData as DocumentServerOptions, systemClock.epoch, (error) =>
    tell({ kind: 'fault', message: describe(error) }),
  );
  parentPort?.once('message', () => void server.close().finally(() => parentPort?.close()));
  tell({ kind: 'running', port: server.port });
} catch (error) {
  tell({ kind: 'refused', message: error instanceof Error ? error.message : String(error) });
  parentPort?.close();
}
