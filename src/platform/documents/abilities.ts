import type { MongoClient } from 'mongodb';

/** In what servers of the protocol differ, as far as writing views must know it. */
export interface ServerAbilities {
  /** An update finds and changes its document in one step. Where not, it reads and writes, and another may come between. */
  readonly atomicUpdates: boolean;
  /** Updates to a command: long commands keep a server that has one thread from answering readers. */
  readonly updatesToACommand: number;
  /**
   * Up to so many documents are read one by one, side by side. Where a filter that is anything but one `_id` makes the
   * server decode the whole collection, that is quicker; elsewhere 0.
   */
  readonly readsOneByOne: number;
}

const ORDINARY: ServerAbilities = { atomicUpdates: true, updatesToACommand: 500, readsOneByOne: 0 };
/**
 * FerretDB 1.24 holds one of its hundred connections for each update of a command until the command ends; when all are
 * held it answers nobody any more. So few that several views of several programs can write at the same time. Decoding a
 * document costs it what finding about thirty others by `_id` costs.
 */
const FERRETDB: ServerAbilities = { atomicUpdates: false, updatesToACommand: 10, readsOneByOne: 30 };

/** What the server at the other end can do. */
export async function serverAbilities(client: MongoClient): Promise<ServerAbilities> {
  const { ferretdbVersion } = await client.db('admin').command({ buildInfo: 1 });
  return ferretdbVersion === undefined ? ORDINARY : FERRETDB;
}
