import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { checkAll } from './damage.js';
import { DATABASE_FILE } from './event-log.js';

/** All pages in one step: a copy in several steps begins anew with every commit that comes between them. */
const ALL_PAGES = 2_147_483_647;

export interface BackedUp {
  /** The copy, ready to be served: its directory can be given to an event store as it is. */
  readonly path: string;
  readonly events: number;
}

/**
 * Copies the log of `directory` to `destination` while a store may be writing to it: the copy holds every event that
 * was acknowledged before it began. It is then gone through from end to end.
 * @throws Error with a sentence: there is no log, the destination holds one, the copy is not sound (and is removed).
 */
export async function backUpEventLog(directory: string, destination: string): Promise<BackedUp> {
  const from = join(directory, DATABASE_FILE);
  const path = join(destination, DATABASE_FILE);
  if (!existsSync(from)) throw new Error(`There is no log in ${directory}.`);
  mkdirSync(destination, { recursive: true });
  if (existsSync(path)) throw new Error(`${destination} holds a log already; a backup does not overwrite one.`);
  const source = new DatabaseSync(from, { readOnly: true });
  try {
    await backup(source, path, { rate: ALL_PAGES });
  } finally {
    source.close();
  }
  const copy = new DatabaseSync(path);
  try {
    copy.exec('PRAGMA journal_mode = DELETE');
    const findings = checkAll(copy);
    if (findings.length > 0) throw new Error(`The copy is not sound and was removed: ${findings.join('; ')}.`);
    const events = Number(copy.prepare('SELECT coalesce(max(position), 0) AS events FROM event').get()?.events);
    return { path, events };
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    copy.close();
  }
}
