import { type ChangeListener, Collection } from './collection.js';

/** The collections of one database, by name. */
export class Database {
  readonly name: string;
  private readonly collections = new Map<string, Collection>();
  private readonly listener: ChangeListener | undefined;

  constructor(name: string, listener?: ChangeListener) {
    this.name = name;
    this.listener = listener;
  }

  get(name: string): Collection | undefined {
    return this.collections.get(name);
  }

  getOrCreate(name: string): Collection {
    let collection = this.collections.get(name);
    if (!collection) {
      collection = new Collection(this.name, name, this.listener);
      this.collections.set(name, collection);
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
  }

  drop(name: string): boolean {
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
    let database = this.databases.get(name);
    if (!database) {
      database = new Database(name);
      this.databases.set(name, database);
    }
    return database;
  }

  names(): string[] {
    return [...this.databases.keys()];
  }

  drop(name: string): void {
    this.databases.delete(name);
  }
}
