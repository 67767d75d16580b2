import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Database } from './databases.js';
import type { Journal } from './journal.js';
import type { IndexDefinition } from './ordered-index.js';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS collections (name TEXT PRIMARY KEY) STRICT;
  CREATE TABLE IF NOT EXISTS indexes (
    collection TEXT NOT NULL, name TEXT NOT NULL, definition TEXT NOT NULL, PRIMARY KEY (collection, name)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS documents (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    collection TEXT NOT NULL, id BLOB NOT NULL, bytes BLOB NOT NULL, UNIQUE (collection, id)
  ) STRICT;
`;

type Change = (file: DatabaseFile) => void;

/**
 * A database kept on disk: changes are collected while commands run and written in one transaction, on disk before any
 * of those commands is answered. One process at a time: the file stays locked while it is open.
 */
export class DatabaseFile implements Journal {
  private readonly file: DatabaseSync;
  private readonly statements = new Map<string, StatementSync>();
  private changes: Change[] = [];
  private recording = false;
  private overwritten = false;

  /** @throws Error with a sentence saying why, if the file cannot be used */
  constructor(directory: string, name: string) {
    if (!/^[A-Za-z0-9_-]{1,60}$/.test(name))
      throw new Error(`'${name}' cannot be the name of a database kept on disk.`);
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const path = join(directory, `${name}.sqlite`);
    closeSync(openSync(path, 'a', 0o600));
    chmodSync(path, 0o600);
    this.file = new DatabaseSync(path);
    try {
      this.file.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
      // What is deleted or replaced here may be a key that was destroyed to erase a person.
      this.file.exec('PRAGMA secure_delete = ON;');
      this.file.exec(`BEGIN EXCLUSIVE; ${SCHEMA} COMMIT;`);
    } catch (error) {
      this.file.close();
      throw new Error(`${path} cannot be used; another process may have it open.`, { cause: error });
    }
  }

  get pending(): boolean {
    return this.changes.length > 0;
  }

  /** Fills an empty database with what is on disk. */
  load(database: Database): void {
    this.recording = false;
    for (const { name } of this.rows('SELECT name FROM collections ORDER BY rowid')) database.getOrCreate(String(name));
    for (const { collection, definition } of this.rows('SELECT collection, definition FROM indexes ORDER BY rowid')) {
      database.getOrCreate(String(collection)).addIndex(JSON.parse(String(definition)) as IndexDefinition);
    }
    const documents = this.file.prepare('SELECT collection, bytes FROM documents ORDER BY number').iterate();
    for (const { collection, bytes } of documents) {
      const { buffer, byteOffset, byteLength } = bytes as Uint8Array<ArrayBuffer>;
      database.getOrCreate(String(collection)).insert(Buffer.from(buffer, byteOffset, byteLength));
    }
    this.recording = true;
  }

  /** Writes what was collected. @throws if it cannot be written; then nothing of it is */
  flush(): void {
    const changes = this.changes;
    this.changes = [];
    this.file.exec('BEGIN IMMEDIATE');
    try {
      for (const change of changes) change(this);
      this.file.exec('COMMIT');
    } catch (error) {
      if (this.file.isTransaction) this.file.exec('ROLLBACK');
      throw error;
    }
    this.forget();
  }

  /** Takes what was deleted or replaced out of the write-ahead log as well. */
  private forget(): void {
    if (!this.overwritten) return;
    this.overwritten = false;
    this.file.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  }

  close(): void {
    this.file.close();
  }

  put(collection: string, id: string, bytes: Buffer): void {
    const key = Buffer.from(id, 'latin1');
    if (!this.recording) return;
    this.changes.push((file) => {
      const replaced = file.statement('UPDATE documents SET bytes = ? WHERE collection = ? AND id = ?');
      if (replaced.run(bytes, collection, key).changes !== 0) file.overwritten = true;
      else file.statement('INSERT INTO documents (collection, id, bytes) VALUES (?, ?, ?)').run(collection, key, bytes);
    });
  }

  removed(collection: string, id: string): void {
    this.record('DELETE FROM documents WHERE collection = ? AND id = ?', [collection, Buffer.from(id, 'latin1')]);
  }

  created(collection: string): void {
    this.record('INSERT OR IGNORE INTO collections (name) VALUES (?)', [collection]);
  }

  dropped(collection: string): void {
    this.record('DELETE FROM collections WHERE name = ?', [collection]);
    this.record('DELETE FROM indexes WHERE collection = ?', [collection]);
    this.record('DELETE FROM documents WHERE collection = ?', [collection]);
  }

  renamed(from: string, to: string): void {
    this.record('UPDATE collections SET name = ? WHERE name = ?', [to, from]);
    this.record('UPDATE indexes SET collection = ? WHERE collection = ?', [to, from]);
    this.record('UPDATE documents SET collection = ? WHERE collection = ?', [to, from]);
  }

  indexAdded(collection: string, definition: IndexDefinition): void {
    this.record('INSERT OR REPLACE INTO indexes (collection, name, definition) VALUES (?, ?, ?)', [
      collection,
      definition.name,
      JSON.stringify(definition),
    ]);
  }

  indexDropped(collection: string, name: string): void {
    this.record('DELETE FROM indexes WHERE collection = ? AND name = ?', [collection, name]);
  }

  private record(sql: string, values: (string | Buffer)[]): void {
    if (!this.recording) return;
    this.changes.push((file) => {
      file.statement(sql).run(...values);
      if (sql.startsWith('DELETE')) file.overwritten = true;
    });
  }

  private statement(sql: string): StatementSync {
    let statement = this.statements.get(sql);
    if (!statement) {
      statement = this.file.prepare(sql);
      this.statements.set(sql, statement);
    }
    return statement;
  }

  private rows(sql: string): Record<string, unknown>[] {
    return this.file.prepare(sql).all();
  }
}
