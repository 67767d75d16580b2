import { startEmbeddedDocuments } from '../embedded/documents/index.js';
import { startEmbeddedEventStore } from '../embedded/event-store/index.js';
import type { Config } from '../platform/config/config.js';
import { databaseNames } from '../platform/documents/connect.js';
import type { Progress } from './progress.js';

/** The two engines that the program speaks to, wherever they run. */
export interface Stores {
  readonly eventStoreUrl: string;
  readonly documentsUrl: string;
  /** True for the servers of this process. */
  readonly embedded: { readonly eventStore: boolean; readonly documents: boolean };
  close(): Promise<void>;
}

/** Starts the embedded servers that no address was given for. */
export async function startStores(config: Config, progress: Progress): Promise<Stores> {
  const closing: (() => Promise<void>)[] = [];
  const fault = (which: string) => (message: string) => progress.say(`${which}: ${message}`);
  let eventStoreUrl = config.eventStore.url;
  if (eventStoreUrl === undefined) {
    const { port, directory } = config.eventStore;
    const server = await startEmbeddedEventStore({ directory, port }, fault('event store'));
    closing.push(() => server.close());
    eventStoreUrl = server.url;
  }
  let documentsUrl = config.documents.url;
  if (documentsUrl === undefined) {
    const { port, directory, prefix } = config.documents;
    const durable = [databaseNames(prefix).keys];
    const server = await startEmbeddedDocuments({ directory, port, durable }, fault('documents'));
    closing.push(() => server.close());
    documentsUrl = server.url;
  }
  return {
    eventStoreUrl,
    documentsUrl,
    embedded: { eventStore: config.eventStore.url === undefined, documents: config.documents.url === undefined },
    close: async () => {
      for (const close of closing.reverse()) await close();
    },
  };
}
