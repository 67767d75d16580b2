import type { MongoClient } from 'mongodb';

/** Updates to a command: long commands keep a server that has one thread from answering readers. */
const ORDINARY = 500;
/**
 * FerretDB 1.24 holds one of its hundred connections for each update of a command until the command ends; when all are
 * held it answers nobody any more. So few that several views of several programs can write at the same time.
 */
const FERRETDB = 10;

/** How many updates one command to this server may hold. */
export async function updatesToACommand(client: MongoClient): Promise<number> {
  const { ferretdbVersion } = await client.db('admin').command({ buildInfo: 1 });
  return ferretdbVersion === undefined ? ORDINARY : FERRETDB;
}
