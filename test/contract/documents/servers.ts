import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Db, MongoClient } from 'mongodb';
import { startEmbeddedDocuments } from '../../../src/embedded/documents/index.js';
import { connectDocuments } from '../../../src/platform/documents/connect.js';

export interface ServerUnderTest {
  readonly client: MongoClient;
  /** A database of this run alone. */
  readonly database: Db;
  stop(): Promise<void>;
}

/** The servers that must give the same answers: the embedded one, and the one of MONGODB_URL where that is set. */
export const SERVERS: readonly (readonly [name: string, start: () => Promise<ServerUnderTest>])[] = [
  ['the embedded server', startEmbedded],
  ...(process.env.MONGODB_URL ? [['the server of MONGODB_URL', startOutside] as const] : []),
];

let databases = 0;

export async function startEmbedded(): Promise<ServerUnderTest> {
  const directory = await mkdtemp(join(tmpdir(), 'documents-'));
  const faults: string[] = [];
  const server = await startEmbeddedDocuments({ directory, port: 0 }, (fault) => faults.push(fault));
  const client = connectDocuments(server.url);
  return {
    client,
    database: client.db('contract'),
    stop: async () => {
      await client.close();
      await server.close();
      await rm(directory, { recursive: true });
      if (faults.length > 0) throw new Error(`faults in the embedded server:\n${faults.join('\n')}`);
    },
  };
}

export async function startOutside(): Promise<ServerUnderTest> {
  const client = connectDocuments(process.env.MONGODB_URL ?? '');
  const database = client.db(`contract_${process.pid}_${++databases}`);
  return {
    client,
    database,
    stop: async () => {
      await database.dropDatabase();
      await client.close();
    },
  };
}
