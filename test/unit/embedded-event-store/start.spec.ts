import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStoreDBClient, jsonEvent, NO_STREAM } from '@eventstore/db-client';
import { describe, expect, it } from '@jest/globals';
import { startEmbeddedEventStore } from '../../../src/embedded/event-store/index.js';

describe('the embedded event store', () => {
  it('starts in a worker, keeps what it acknowledged, and starts again on the same directory', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'event-store-'));
    try {
      const first = await startEmbeddedEventStore({ directory, port: 0 });
      const client = EventStoreDBClient.connectionString(first.url);
      const appended = await client.appendToStream('loan-1', jsonEvent({ type: 'Lent', data: { book: 7 } }), {
        expectedRevision: NO_STREAM,
      });
      expect(appended.nextExpectedRevision).toBe(0n);
      await client.dispose();
      await first.close();

      const second = await startEmbeddedEventStore({ directory, port: 0 });
      const again = EventStoreDBClient.connectionString(second.url);
      const data: unknown[] = [];
      for await (const { event } of again.readStream('loan-1')) data.push(event?.data);
      expect(data).toEqual([{ book: 7 }]);
      await again.dispose();
      await second.close();
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});
