import { EventStoreDBClient } from '@eventstore/db-client';
import { repairBatchAppend } from './client-repair.js';
import { readBase64Natively } from './native-base64.js';

const clients = new Map<string, EventStoreDBClient>();

/**
 * The process's client of an event store; asked again it is the same one. Two clients would share one table of pending
 * appends (a broken stream of either rejects those of both), so nothing else may make one.
 *
 * With `tls=false` the client sends no credentials, and a server without TLS asks for none.
 * @throws Error when the address is malformed, or turns `throwOnAppendFailure` off: 6.2.1 then answers a wrong revision
 */
export function connectEventStore(url: string): EventStoreDBClient {
  const known = clients.get(url);
  if (known) return known;
  if (/[?&]throwOnAppendFailure=false/i.test(url)) {
    throw new Error('EVENTSTORE_URL must not set throwOnAppendFailure=false: conflicts would be answered wrongly.');
  }
  repairBatchAppend();
  readBase64Natively();
  const client = EventStoreDBClient.connectionString(url);
  clients.set(url, client);
  return client;
}

/** Ends the client's streams and forgets it. */
export async function disconnectEventStore(client: EventStoreDBClient): Promise<void> {
  for (const [url, known] of clients) if (known === client) clients.delete(url);
  await client.dispose();
}
