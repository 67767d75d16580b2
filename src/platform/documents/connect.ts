import { type Document, MongoClient } from 'mongodb';
import { repairWrites } from './driver-repair.js';
import { documentsError } from './errors.js';

/** The databases of one program. Programs that share an event log share these; others on the same server have their own. */
export interface DatabaseNames {
  /** Anything in here can be built again from the event log. */
  readonly views: string;
  /** What cannot be built again: keys, reserved identifiers, where processes stand. */
  readonly keys: string;
}

/** `cme` gives `cme_views` and `cme_keys`. */
export function databaseNames(prefix: string): DatabaseNames {
  return { views: `${prefix}_views`, keys: `${prefix}_keys` };
}

export interface DocumentsOptions {
  /** Shown in the server's logs. */
  readonly appName?: string;
  /** How long to look for a server before DocumentsUnavailable, in ms. Default 5,000. */
  readonly selectionTimeoutMs?: number;
  /** How long one command may take before its connection is given up, in ms. Default 60,000. */
  readonly commandTimeoutMs?: number;
  /** Connections at most. Default 20. */
  readonly connections?: number;
  /** Told of each command just before it is sent, by name and as it goes over the wire. Holds personal data: for tests. */
  readonly watch?: (name: string, command: Document) => void;
}

/**
 * A client of the document store: MongoDB, one that speaks its protocol, or the embedded server. It connects with its
 * first command. A write is acknowledged by a majority. Of the driver only what docs/documents.md calls portable may be
 * used.
 */
export function connectDocuments(url: string, options: DocumentsOptions = {}): MongoClient {
  repairWrites();
  const client = new MongoClient(url, {
    appName: options.appName ?? 'cme-tracker',
    writeConcern: { w: 'majority' },
    serverSelectionTimeoutMS: options.selectionTimeoutMs ?? 5_000,
    connectTimeoutMS: options.selectionTimeoutMs ?? 5_000,
    socketTimeoutMS: options.commandTimeoutMs ?? 60_000,
    maxPoolSize: options.connections ?? 20,
    monitorCommands: options.watch !== undefined,
  });
  const { watch } = options;
  if (watch) client.on('commandStarted', ({ commandName, command }) => watch(commandName, command));
  return client;
}

/** Resolves when the store answers. @throws DocumentsUnavailable */
export async function pingDocuments(client: MongoClient): Promise<void> {
  try {
    await client.db('admin').command({ ping: 1 });
  } catch (error) {
    throw documentsError(error);
  }
}

/** The store's own clock: the instant at which it answered. @throws DocumentsUnavailable, TypeError if the server tells no time */
export async function documentsNow(client: MongoClient): Promise<Date> {
  try {
    const { localTime } = await client.db('admin').command({ hello: 1 });
    if (!(localTime instanceof Date)) throw new TypeError('The document store does not tell its time.');
    return localTime;
  } catch (error) {
    throw documentsError(error);
  }
}
