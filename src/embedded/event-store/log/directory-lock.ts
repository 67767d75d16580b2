import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const LOCK_FILE = 'store.lock';
const OWNER_FILE = 'store.owner';

/**
 * Takes the directory for this store alone. The lock is SQLite's own, on an empty database beside the log: the system
 * takes it away with the process, however that ends, and readers of the log (a backup) are not kept out by it.
 * @returns the way to give it back.
 * @throws Error saying who has it.
 */
export function lockDirectory(directory: string): () => void {
  const lock = new DatabaseSync(join(directory, LOCK_FILE), { timeout: 0 });
  try {
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch {
    lock.close();
    throw new Error(
      `The directory ${directory} is in use by another event store${ownerOf(directory)}. Two must not write to one log.`,
    );
  }
  writeFileSync(join(directory, OWNER_FILE), String(process.pid));
  return () => lock.close();
}

function ownerOf(directory: string): string {
  try {
    return ` (process ${readFileSync(join(directory, OWNER_FILE), 'utf8')})`;
  } catch {
    return '';
  }
}
