import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import type { Db, MongoClient } from 'mongodb';
import { type EmbeddedDocuments, startEmbeddedDocuments } from '../../../src/embedded/documents/index.js';
import { type EmbeddedEventStore, startEmbeddedEventStore } from '../../../src/embedded/event-store/index.js';
import { connectDocuments } from '../../../src/platform/documents/connect.js';
import { connectEventStore, disconnectEventStore } from '../../../src/platform/event-store/client.js';
import type { DomainEvent, RecordedEvent } from '../../../src/platform/event-store/envelope.js';

/** The two stores of a test, on free ports, with data of their own. MONGODB_URL puts another document store in. */
export class Servers {
  private constructor(
    readonly directory: string,
    public eventStore: EmbeddedEventStore,
    public documents: EmbeddedDocuments | undefined,
    readonly documentsUrl: string,
    readonly client: EventStoreDBClient,
    readonly mongo: MongoClient,
    readonly database: Db,
  ) {}

  static async start(): Promise<Servers> {
    const directory = await mkdtemp(join(tmpdir(), 'cme-views-'));
    const eventStore = await startEmbeddedEventStore({ directory: join(directory, 'events'), port: 0 });
    const outside = process.env.MONGODB_URL;
    const documents = outside
      ? undefined
      : await startEmbeddedDocuments({ directory: join(directory, 'docs'), port: 0 });
    const documentsUrl = outside ?? documents?.url ?? '';
    const mongo = connectDocuments(documentsUrl, { selectionTimeoutMs: 500 });
    const database = mongo.db(`views_${process.pid}_${databases++}`);
    return new Servers(
      directory,
      eventStore,
      documents,
      documentsUrl,
      connectEventStore(eventStore.url),
      mongo,
      database,
    );
  }

  async append(
    streamId: string,
    ...events: readonly DomainEvent[]
  ): Promise<{ revision: number; position: RecordedEvent['position'] }> {
    const { nextExpectedRevision, position } = await this.client.appendToStream(streamId, events.map(stored));
    if (!position) throw new Error('no position');
    return { revision: Number(nextExpectedRevision), position };
  }

  async stopEventStore(): Promise<void> {
    await this.eventStore.close();
  }

  /** On the same port, with the same data. */
  async startEventStore(): Promise<void> {
    this.eventStore = await startEmbeddedEventStore({
      directory: join(this.directory, 'events'),
      port: this.eventStore.port,
    });
  }

  async close(): Promise<void> {
    if (!this.documents) await this.database.dropDatabase().catch(() => undefined);
    await disconnectEventStore(this.client);
    await this.mongo.close();
    await this.eventStore.close().catch(() => undefined);
    await this.documents?.close().catch(() => undefined);
    await rm(this.directory, { recursive: true, force: true });
  }
}

let databases = 0;

function stored({ type, data }: DomainEvent) {
  const metadata = { recordedAt: new Date().toISOString() };
  return jsonEvent({ type, data: data as Record<string, unknown>, metadata });
}

/** Waits for what must come, bounded. @throws Error naming what did not come */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  withinMs = 20_000,
): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
