import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../../platform/clock/clock.js';
import { type EventStoreOptions, type RunningEventStore, runEventStore } from './store-server.js';

/** What the worker tells the thread that started it. */
export type WorkerReport =
  | { readonly kind: 'running'; readonly port: number }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'fault'; readonly message: string }
  | { readonly kind: 'closed' };

const tell = (report: WorkerReport) => parentPort?.postMessage(report);
const describe = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error));

// What slips through everywhere else must not take the store from those who are being served.
process.on('uncaughtException', (error) => tell({ kind: 'fault', message: describe(error) }));

let store: RunningEventStore | undefined;
try {
  store = await runEventStore(workerData as EventStoreOptions, systemClock.epoch, (error) =>
    tell({ kind: 'fault', message: describe(error) }),
  );
  parentPort?.once('message', () => {
    void store?.close().finally(() => {
      tell({ kind: 'closed' });
      parentPort?.close();
    });
  });
  tell({ kind: 'running', port: store.port });
} catch (error) {
  tell({ kind: 'refused', message: error instanceof Error ? error.message : String(error) });
  parentPort?.close();
}
