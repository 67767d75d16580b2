import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { streamIdentifierField, typeEntry } from '../wire/name-fields.js';
import { GenerationCache } from './generation-cache.js';

const CACHED = 50_000;

/** A name with its number, and the field of the wire format that carries it, encoded once. */
export interface Name {
  readonly id: number;
  readonly text: string;
  readonly field: Uint8Array;
}

/** 53 bits of a name: two independent 32-bit multiplications, folded. */
function hashOf(text: string): number {
  let first = 0xdeadbeef;
  let second = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    first = Math.imul(first ^ unit, 0x9e3779b1);
    second = Math.imul(second ^ unit, 0x5f356495);
  }
  first = Math.imul(first ^ (first >>> 16), 0x85ebca6b) ^ Math.imul(second ^ (second >>> 13), 0xc2b2ae35);
  second = Math.imul(second ^ (second >>> 16), 0x85ebca6b) ^ Math.imul(first ^ (first >>> 13), 0xc2b2ae35);
  return (second >>> 11) * 4294967296 + (first >>> 0);
}

abstract class NameTable {
  protected readonly byId = new GenerationCache<number, Name>(CACHED);
  protected readonly byText = new GenerationCache<string, Name>(CACHED);
  readonly #textOf: StatementSync;
  readonly #highest: StatementSync;
  readonly #outside = new Map<string, Name>();
  readonly #outsideById: Name[] = [];
  #last: number;

  constructor(database: DatabaseSync, table: string) {
    this.#textOf = database.prepare(`SELECT name FROM ${table} WHERE id = ?`);
    this.#highest = database.prepare(`SELECT coalesce(max(id), 0) AS id FROM ${table}`);
    this.#last = this.#readLast();
  }

  /** The name of a number that the log holds. */
  name(id: number): Name {
    if (id < 0) return this.#outsideById[-1 - id] as Name;
    const cached = this.byId.get(id);
    if (cached !== undefined) return cached;
    const row = this.#textOf.get(id);
    if (row === undefined) throw new Error(`the log names ${id}, which the name table does not hold`);
    return this.#remember(id, String(row.name));
  }

  find(text: string): Name | undefined {
    const cached = this.byText.get(text);
    if (cached !== undefined) return cached;
    const id = this.lookUp(text);
    return id === undefined ? undefined : this.#remember(id, text);
  }

  /** Must run inside the transaction that first uses the name. */
  findOrAdd(text: string): Name {
    return this.find(text) ?? this.add(text);
  }

  /** A name that is known to be new. */
  add(text: string): Name {
    this.#last += 1;
    this.insert(this.#last, text);
    return this.#remember(this.#last, text);
  }

  /** After a transaction was rolled back: what it added is not there. */
  forget(): void {
    this.byId.clear();
    this.byText.clear();
    this.#last = this.#readLast();
  }

  /** A name that is no part of the log, for events that are made as they are read. Its number is negative. */
  outsideLog(text: string): Name {
    const known = this.#outside.get(text);
    if (known !== undefined) return known;
    const name = { id: -1 - this.#outside.size, text, field: this.encode(text) };
    this.#outside.set(text, name);
    this.#outsideById.push(name);
    return name;
  }

  protected abstract lookUp(text: string): number | undefined;
  protected abstract insert(id: number, text: string): void;
  protected abstract encode(text: string): Uint8Array;

  #remember(id: number, text: string): Name {
    const name = { id, text, field: this.encode(text) };
    this.byId.set(id, name);
    this.byText.set(text, name);
    return name;
  }

  #readLast(): number {
    return Number(this.#highest.get()?.id);
  }
}

export class StreamNames extends NameTable {
  readonly #candidates: StatementSync;
  readonly #insertName: StatementSync;
  readonly #insertHash: StatementSync;

  constructor(database: DatabaseSync) {
    super(database, 'stream');
    this.#candidates = database.prepare(
      'SELECT stream.id, stream.name FROM stream_hash JOIN stream ON stream.id = stream_hash.stream WHERE hash = ?',
    );
    this.#insertName = database.prepare('INSERT INTO stream (id, name) VALUES (?, ?)');
    this.#insertHash = database.prepare('INSERT INTO stream_hash (hash, stream) VALUES (?, ?)');
  }

  protected lookUp(text: string): number | undefined {
    const row = this.#candidates.all(hashOf(text)).find((candidate) => candidate.name === text);
    return row === undefined ? undefined : Number(row.id);
  }

  protected insert(id: number, text: string): void {
    this.#insertName.run(id, text);
    this.#insertHash.run(hashOf(text), id);
  }

  protected encode(text: string): Uint8Array {
    return streamIdentifierField(text);
  }
}

export class TypeNames extends NameTable {
  readonly #select: StatementSync;
  readonly #insert: StatementSync;

  constructor(database: DatabaseSync) {
    super(database, 'event_type');
    this.#select = database.prepare('SELECT id FROM event_type WHERE name = ?');
    this.#insert = database.prepare('INSERT INTO event_type (id, name) VALUES (?, ?)');
  }

  protected lookUp(text: string): number | undefined {
    const row = this.#select.get(text);
    return row === undefined ? undefined : Number(row.id);
  }

  protected insert(id: number, text: string): void {
    this.#insert.run(id, text);
  }

  protected encode(text: string): Uint8Array {
    return typeEntry(text);
  }
}
