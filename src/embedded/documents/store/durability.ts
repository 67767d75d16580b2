import { DatabaseFile } from './database-file.js';
import { Database, type Databases } from './databases.js';

/**
 * Databases that are kept on disk. Commands change them in memory; their answers wait for `settled`, which resolves when
 * all changes so far are on disk: one write for whatever came in during one turn of the event loop.
 */
export class Durability {
  private readonly databases: Databases;
  private readonly files = new Map<string, DatabaseFile>();
  private flushing: Promise<void> | undefined;

  constructor(databases: Databases) {
    this.databases = databases;
  }

  /** Opens a database's file and loads it. @throws Error with a sentence saying why, if it cannot be used */
  open(directory: string, name: string): void {
    const file = new DatabaseFile(directory, name);
    this.files.set(name, file);
    this.load(name, file);
  }

  /** undefined if nothing of the database waits to be written. Rejects if it could not be written: then it is as it was before. */
  settled(database: string): Promise<void> | undefined {
    // A collection is renamed by a command to `admin`.
    const pending =
      database === 'admin' ? [...this.files.values()].some((it) => it.pending) : this.files.get(database)?.pending;
    if (!pending) return this.files.has(database) ? this.flushing : undefined;
    this.flushing ??= new Promise<void>((resolve, reject) => {
      setImmediate(() => {
        this.flushing = undefined;
        try {
          this.flush();
          resolve();
        } catch (error) {
          reject(error);
        }
      });
    });
    return this.flushing;
  }

  close(): void {
    try {
      this.flush();
    } finally {
      for (const file of this.files.values()) file.close();
    }
  }

  private flush(): void {
    for (const [name, file] of this.files) {
      if (!file.pending) continue;
      try {
        file.flush();
      } catch (error) {
        this.load(name, file);
        throw error;
      }
    }
  }

  private load(name: string, file: DatabaseFile): void {
    const database = new Database(name, file);
    file.load(database);
    this.databases.put(database);
  }
}
