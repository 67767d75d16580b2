import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { NameFields } from '../wire/recorded-event.js';
import { CommitQueue } from './commit-queue.js';
import { checkFile, checkTail, isDamage } from './damage.js';
import { lockDirectory } from './directory-lock.js';
import { StreamNames, TypeNames } from './names.js';
import { LogReader } from './reader.js';
import { prepareSchema } from './schema.js';
import { StreamTable } from './stream-table.js';
import { LogWriter } from './writer.js';

export const DATABASE_FILE = 'events.db';

/** WAL with FULL: a commit returns when its part of the write-ahead log is on disk. The log is never truncated, so that
 * writing it again and again needs no new blocks of the file system. */
const SETTINGS = `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000;
PRAGMA cache_size = -32768; PRAGMA journal_size_limit = -1`;

/** Everything the services need of the store on disk. */
export interface EventLog {
  readonly database: DatabaseSync;
  readonly streams: StreamTable;
  readonly reader: LogReader;
  readonly queue: CommitQueue;
  readonly names: NameFields;
  readonly streamNames: StreamNames;
  readonly typeNames: TypeNames;
  /** Position of the last event on disk; 0: the log is empty. */
  head(): number;
  close(): void;
}

/**
 * Opens, or makes, the log in `directory`. Nothing is scanned: opening costs the same at ten events and at ten million.
 * @throws Error with a sentence for people: the directory is in use or cannot be written, the file is damaged or not ours.
 */
export function openEventLog(directory: string, now: () => number): EventLog {
  makeDirectory(directory);
  const unlock = lockDirectory(directory);
  const path = join(directory, DATABASE_FILE);
  let database: DatabaseSync | undefined;
  try {
    checkFile(path);
    database = new DatabaseSync(path);
    const opened = database;
    opened.exec(SETTINGS);
    prepareSchema(opened);
    const log = assemble(opened, now);
    checkTail(log.reader, opened);
    return {
      ...log,
      close: () => {
        log.queue.close();
        opened.close();
        unlock();
      },
    };
  } catch (error) {
    database?.close();
    unlock();
    const reason = error instanceof Error ? error.message : String(error);
    const what = isDamage(error) ? 'is damaged and was not opened; restore it from a backup' : 'cannot be used';
    throw new Error(`The log ${path} ${what}: ${reason}.`, { cause: error });
  }
}

function makeDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true });
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The directory ${directory} cannot be written: ${reason}.`, { cause: error });
  }
}

function assemble(database: DatabaseSync, now: () => number): Omit<EventLog, 'close'> {
  const streamNames = new StreamNames(database);
  const typeNames = new TypeNames(database);
  const streams = new StreamTable(database, streamNames);
  const names = { streams: streamNames, types: typeNames };
  const writer = new LogWriter(database, streams, names, now);
  return {
    database,
    streams,
    reader: new LogReader(database, streams, names, now),
    queue: new CommitQueue(writer),
    names: { streamField: (id) => streamNames.name(id).field, typeField: (id) => typeNames.name(id).field },
    streamNames,
    typeNames,
    head: () => writer.head,
  };
}
