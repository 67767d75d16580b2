import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** What every suite uses, whichever client it drives: nothing here may import a client (they share one global). */

/** A server under examination: the embedded one in a fresh directory, or the one that EVENTSTORE_URL names. */
export interface ServerUnderTest {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly embedded: boolean;
  close(): Promise<void>;
}

export const realServer = process.env.EVENTSTORE_URL ?? '';
export const onEmbedded = realServer === '';

export async function openServer(): Promise<ServerUnderTest> {
  if (realServer !== '') {
    const address = new URL(realServer.replace(/^[a-z+]+:/, 'http:'));
    return {
      url: realServer,
      host: address.hostname,
      port: Number(address.port || '2113'),
      embedded: false,
      close: async () => undefined,
    };
  }
  const { startEmbeddedEventStore } = await import('../../../src/embedded/event-store/index.js');
  const directory = await mkdtemp(join(tmpdir(), 'event-store-conformance-'));
  const server = await startEmbeddedEventStore({ directory, port: 0 });
  return {
    url: server.url,
    host: '127.0.0.1',
    port: server.port,
    embedded: true,
    close: async () => {
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** A category that nobody else writes to, so that a suite can share a server with other traffic. */
export const newCategory = (word = 'acct'): string => `${word}${randomUUID().replaceAll('-', '').slice(0, 12)}`;

export const newStream = (word?: string): string => `${newCategory(word)}-1`;

/** What a client sees of a failure: the class's name, and every own field but those that hold the raw call. */
export async function failure(action: () => unknown): Promise<Record<string, unknown>> {
  try {
    await action();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { _raw, stack, cause, ...fields } = Object.fromEntries(
      Object.getOwnPropertyNames(error).map((name) => [name, Reflect.get(error, name)]),
    );
    return { name: error.constructor.name, ...fields };
  }
  throw new Error('expected a failure, and there was none');
}

export async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const seen: T[] = [];
  for await (const item of source) seen.push(item);
  return seen;
}

/** An event as either client gives it. */
interface Resolved {
  readonly event?: { readonly revision: bigint; readonly type: string; readonly streamId: string };
  readonly link?: { readonly revision: bigint; readonly type: string; readonly streamId: string };
}

/** `revision:Type` of the event as it was recorded, or where the link of it lies when it is gone. */
export const label = ({ event: recorded, link }: Resolved): string => {
  const shown = recorded ?? link;
  if (!shown) return 'nothing';
  return recorded ? `${shown.revision}:${shown.type}` : `unresolved ${shown.streamId}@${shown.revision}`;
};

export const labels = (events: readonly Resolved[]): string[] => events.map(label);

/** The number that the events of these suites carry. */
export const numberOf = ({ event: recorded }: { readonly event?: { readonly data?: unknown } }): number | undefined =>
  (recorded?.data as { n?: number } | undefined)?.n;

/** What both clients keep behind a protected member: the server's version and what it supports. */
export const capabilitiesOf = async (client: object): Promise<Capabilities> => Reflect.get(client, 'capabilities');

interface Capabilities {
  readonly serverVersion: string;
  supports(method: { path: string }, feature?: string): boolean;
}

/** Waits until the condition holds; fails with what it last saw. Never a fixed sleep. */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  withinMs = 10_000,
): Promise<Exclude<NonNullable<T>, false>> {
  const end = performance.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (seen) return seen as Exclude<NonNullable<T>, false>;
    if (performance.now() > end) throw new Error(`waited ${withinMs} ms in vain until ${what}`);
    await pause(10);
  }
}

export interface Recording<E> {
  readonly events: E[];
  confirmed: boolean;
  caughtUp: number;
  fellBehind: number;
  ended: boolean;
  error?: Error;
}

interface Observed {
  on(name: string, listener: (value?: unknown) => void): unknown;
}

/** Notes down all that a subscription says, from the moment that it is made. */
export function record<E>(subscription: unknown): Recording<E> {
  const notes: Recording<E> = { events: [], confirmed: false, caughtUp: 0, fellBehind: 0, ended: false };
  const source = subscription as Observed;
  source.on('confirmation', () => {
    notes.confirmed = true;
  });
  source.on('caughtUp', () => {
    notes.caughtUp += 1;
  });
  source.on('fellBehind', () => {
    notes.fellBehind += 1;
  });
  source.on('data', (value) => notes.events.push(value as E));
  source.on('error', (error) => {
    notes.error = error as Error;
  });
  source.on('end', () => {
    notes.ended = true;
  });
  return notes;
}
