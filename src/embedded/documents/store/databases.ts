import { Collection } from './collection.js';
import type { Journal } from './journal.js';

/** The collections of one database, by name. */
export class Database {
  readonly name: string;
  private readonly collections = new Map<string, Collection>();
  private readonly journal: Journal | undefined;

  constructor(name: string, journal?: Journal) {
    this.name = name;
    this.journal = journal;
  }

  get(name: string): Collection | undefined {
    return this.collections.get(name);
  }

  getOrCreate(name: string): Collection {
    let collection = this.collections.get(name);
    if (!collection) {
      collection = new Collection(this.name, name, this.journal);
      this.collections.set(name, collection);
      this.journal?.created(name);
    }
    return collection;
  }

  names(): string[] {
    return [...this.collections.keys()];
  }

  rename(from: string, to: string): void {
    const collection = this.collections.get(from);
    if (!collection) return;
    this.collections.delete(from);
    this.collections.set(to, collection);
    collection.rename(to);
    this.journal?.renamed(from, to);
  }

  drop(name: string): boolean {
    this.journal?.dropped(name);
    return this.collections.delete(name);
  }
}

/** Databases come into being when first written to. */
export class Databases {
  private readonly databases = new Map<string, Database>();

  get(name: string): Database | undefined {
    return this.databases.get(name);
  }

  getOrCreate(name: string): Database {
    return this.databases.get(name) ?? this.put(new Database(name));
  }

  put(database: Database): Database {
    this.databases.set(database.name, database);
    return database;
  }

  names(): string[] {
    return [...this.databases.values()].filter((database) => database.names().length > 0).map(({ name }) => name);
  }

  /** Drops every collection. A database kept on disk stays one. */
  drop(name: string): void {
    const database = this.databases.get(name);
    for (const collection of database?.names() ?? []) database?.drop(collection);
  }
}
