import { EventStoreDBClient, jsonEvent, type ResolvedEvent } from '@eventstore/db-client';
import { all, labels, type Recording, record as recordAny } from './neutral.js';

export * from './neutral.js';

export const event = (type: string, n = 0, id?: string) =>
  jsonEvent({ type, data: { n }, metadata: { user: 'x' }, ...(id ? { id } : {}) });

export const numbered = (count: number, type = 'Counted', from = 0) =>
  Array.from({ length: count }, (_, index) => event(type, from + index));

export const readLabels = async (
  client: EventStoreDBClient,
  stream: string,
  options?: Parameters<EventStoreDBClient['readStream']>[1],
): Promise<string[]> => labels(await all(client.readStream(stream, options)));

export const client = (url: string): EventStoreDBClient => EventStoreDBClient.connectionString(url);

/** As `record`, for this client's events. */
export const record = <E = ResolvedEvent>(subscription: unknown): Recording<E> => recordAny<E>(subscription);
