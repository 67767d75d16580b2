import { EventStoreDBClient } from '@eventstore/db-client';

/** Every ordinary event that the server at the address gives out, with all that it says of it, in the order of $all; those too that came before a failure. */
export async function eventsOf(url: string, seen: string[] = []): Promise<string[]> {
  const client = EventStoreDBClient.connectionString(url);
  try {
    for await (const { event } of client.readAll()) {
      if (event && !event.streamId.startsWith('$')) seen.push(asText(event));
    }
    return seen;
  } finally {
    await client.dispose();
  }
}

/** All of an event as one text, bytes and big numbers included, so that two can be compared exactly. */
const asText = (event: object): string =>
  JSON.stringify(
    Object.entries(event).map(([name, value]) => [name, plain(value)]),
    (_key, value) => (typeof value === 'bigint' ? `${value}n` : value),
  );

const plain = (value: unknown): unknown =>
  value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
