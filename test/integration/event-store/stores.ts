import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedEventStore } from '../../../src/embedded/event-store/index.js';

/** A store for a test: the one of EVENTSTORE_URL, or an embedded one of its own in a temporary directory. */
export async function startStore(): Promise<{ url: string; close(): Promise<void> }> {
  const url = process.env.EVENTSTORE_URL;
  if (url) return { url, close: async () => undefined };
  const directory = await mkdtemp(join(tmpdir(), 'cme-store-'));
  const store = await startEmbeddedEventStore({ directory, port: 0 });
  return {
    url: store.url,
    close: async () => {
      await store.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
