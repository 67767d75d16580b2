import { rmSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { GenerationCache } from '../log/generation-cache.js';

const CACHED = 20_000;

const TABLES = `
CREATE TABLE link (stream INTEGER NOT NULL, number INTEGER NOT NULL, position INTEGER NOT NULL,
  PRIMARY KEY (stream, number)) WITHOUT ROWID;
CREATE TABLE computed (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE progress (position INTEGER NOT NULL, event BLOB NOT NULL);
`;

/** A computed stream while links are added to it. */
interface Computed {
  readonly id: number;
  next: number;
}

/** How far the links go: up to this position, where the log held the event of this id. */
export interface Progress {
  readonly position: number;
  readonly event: Uint8Array;
}

/**
 * Where the links of computed streams lie: a number of a stream leads to a position in the log. All of it can be made
 * again from the log, so it has a file of its own, without fsync at every commit, and no place in a backup.
 */
export class LinkFile {
  readonly #database: DatabaseSync;
  readonly #computed = new GenerationCache<string, Computed>(CACHED);
  readonly #find: StatementSync;
  readonly #add: StatementSync;
  readonly #count: StatementSync;
  readonly #insert: StatementSync;
  readonly #forwards: StatementSync;
  readonly #backwards: StatementSync;
  readonly #setProgress: StatementSync;
  readonly #getProgress: StatementSync;

  constructor(path: string) {
    this.#database = openOrMakeAnew(path);
    const prepare = (sql: string) => this.#database.prepare(sql);
    this.#find = prepare('SELECT id FROM computed WHERE name = ?');
    this.#add = prepare('INSERT INTO computed (name) VALUES (?)');
    this.#count = prepare('SELECT coalesce(max(number) + 1, 0) AS next FROM link WHERE stream = ?');
    this.#insert = prepare('INSERT INTO link (stream, number, position) VALUES (?, ?, ?)');
    this.#forwards = prepare(
      'SELECT number, position FROM link WHERE stream = ? AND number >= ? ORDER BY number LIMIT ?',
    );
    this.#backwards = prepare(
      'SELECT number, position FROM link WHERE stream = ? AND number <= ? ORDER BY number DESC LIMIT ?',
    );
    this.#setProgress = prepare('UPDATE progress SET position = ?, event = ?');
    this.#getProgress = prepare('SELECT position, event FROM progress');
  }

  progress(): Progress {
    const row = this.#getProgress.get();
    return row === undefined
      ? { position: 0, event: new Uint8Array() }
      : { position: Number(row.position), event: row.event as Uint8Array };
  }

  /** Runs `step` in a transaction that ends with `progress`. */
  advance(progress: Progress, step: () => void): void {
    this.#database.exec('BEGIN');
    try {
      step();
      this.#setProgress.run(progress.position, progress.event);
      this.#database.exec('COMMIT');
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      this.#computed.clear();
      throw error;
    }
  }

  /** Adds a link as the next event of the computed stream. */
  add(stream: string, position: number): void {
    const computed =
      this.#findComputed(stream) ?? this.#remember(stream, Number(this.#add.run(stream).lastInsertRowid));
    this.#insert.run(computed.id, computed.next, position);
    computed.next += 1;
  }

  /** Number of links in the stream. */
  length(stream: string): number {
    return this.#findComputed(stream)?.next ?? 0;
  }

  /** Links with number `from` and above, or, backwards, below; as number and position. */
  read(stream: string, from: number, limit: number, backwards: boolean): readonly (readonly [number, number])[] {
    const computed = this.#findComputed(stream);
    if (computed === undefined) return [];
    const rows = (backwards ? this.#backwards : this.#forwards).all(computed.id, from, limit);
    return rows.map((row) => [Number(row.number), Number(row.position)] as const);
  }

  close(): void {
    this.#database.close();
  }

  #findComputed(stream: string): Computed | undefined {
    const cached = this.#computed.get(stream);
    if (cached !== undefined) return cached;
    const row = this.#find.get(stream);
    return row === undefined ? undefined : this.#remember(stream, Number(row.id));
  }

  #remember(stream: string, id: number): Computed {
    const computed = { id, next: Number(this.#count.get(id)?.next) };
    this.#computed.set(stream, computed);
    return computed;
  }
}

/** Removes the file and what SQLite keeps beside it. */
export function removeLinkFile(path: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
}

/** A file that cannot be read is no loss: it is made anew. */
function openOrMakeAnew(path: string): DatabaseSync {
  try {
    return open(path);
  } catch {
    removeLinkFile(path);
    return open(path);
  }
}

function open(path: string): DatabaseSync {
  const database = new DatabaseSync(path);
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
    if (database.prepare('SELECT 1 FROM sqlite_schema').get() === undefined) {
      database.exec(`BEGIN; ${TABLES} INSERT INTO progress VALUES (0, x''); COMMIT`);
    }
    database.prepare('SELECT position FROM progress').get();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
