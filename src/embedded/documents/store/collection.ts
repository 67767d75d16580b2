import { locate, type Place, parseValue } from '../bson/raw.js';
import { keyOf } from '../bson/sort-key.js';
import { Bson, LARGEST_DOCUMENT } from '../bson/types.js';
import { CommandError } from '../errors.js';
import { DuplicateKey } from './duplicate-key.js';
import type { Journal } from './journal.js';
import { type IndexDefinition, OrderedIndex } from './ordered-index.js';
import { type Stored, suffixOf } from './stored.js';

const ID = Buffer.from('_id');
const ID_INDEX: IndexDefinition = {
  name: '_id_',
  fields: [{ path: '_id', descending: false }],
  unique: true,
  sparse: false,
};

/** Documents by `_id`, in order of insertion, with their indexes. */
export class Collection {
  private readonly database: string;
  private name: string;
  private readonly journal: Journal | undefined;
  private readonly records = new Map<string, Stored>();
  private readonly others = new Map<string, OrderedIndex>();
  private inOrderOfId: OrderedIndex | undefined;
  private inserted = 0;
  private readonly place: Place = { type: 0, at: 0 };

  constructor(database: string, name: string, journal?: Journal) {
    this.database = database;
    this.name = name;
    this.journal = journal;
  }

  private get namespace(): string {
    return `${this.database}.${this.name}`;
  }

  rename(name: string): void {
    this.name = name;
  }

  get size(): number {
    return this.records.size;
  }

  all(): Iterable<Stored> {
    return this.records.values();
  }

  /** By the sort key of its `_id`. */
  get(id: string): Stored | undefined {
    return this.records.get(id);
  }

  /** The secondary indexes. */
  indexes(): Iterable<OrderedIndex> {
    return this.others.values();
  }

  get indexCount(): number {
    return this.others.size;
  }

  /** `_id` in order: built when a sort or a range of `_id` first asks for it, since a lookup needs only the map. */
  idIndex(): OrderedIndex {
    this.inOrderOfId ??= this.filled(new OrderedIndex(ID_INDEX));
    return this.inOrderOfId;
  }

  /** @throws DuplicateKey, CommandError BSONObjectTooLarge */
  insert(bytes: Buffer): Stored {
    checkSize(bytes);
    const id = this.idKey(bytes);
    if (this.records.has(id)) throw new DuplicateKey(this.namespace, ID_INDEX, bytes);
    const record: Stored = { bytes, id, suffix: suffixOf(this.inserted++) };
    const entries: [OrderedIndex, readonly string[]][] = [];
    for (const index of this.others.values()) entries.push([index, this.checkedKeys(index, bytes, record)]);
    this.records.set(id, record);
    for (const [index, its] of entries) index.add(record, its);
    this.inOrderOfId?.add(record, [id + record.suffix]);
    this.journal?.put(this.name, id, bytes);
    return record;
  }

  /** Puts other bytes in the place of a record's; `_id` must be the same. @returns false if nothing changed */
  replace(record: Stored, bytes: Buffer): boolean {
    const before = record.bytes;
    if (before.equals(bytes)) return false;
    checkSize(bytes);
    const changes: [OrderedIndex, readonly string[], readonly string[]][] = [];
    for (const index of this.others.values()) {
      if (index.sameIn(before, bytes)) continue;
      const after = this.checkedKeys(index, bytes, record);
      const old = index.keysOf(before, record.suffix);
      if (!same(old, after)) changes.push([index, old, after]);
    }
    record.bytes = bytes;
    for (const [index, old, after] of changes) {
      index.remove(old);
      index.add(record, after);
    }
    this.journal?.put(this.name, record.id, bytes);
    return true;
  }

  remove(record: Stored): void {
    this.records.delete(record.id);
    for (const index of this.others.values()) index.remove(index.keysOf(record.bytes, record.suffix));
    this.inOrderOfId?.remove([record.id + record.suffix]);
    this.journal?.removed(this.name, record.id);
  }

  /** @throws DuplicateKey if the documents that are there already break a unique index */
  addIndex(definition: IndexDefinition): void {
    this.others.set(definition.name, this.filled(new OrderedIndex(definition)));
    this.journal?.indexAdded(this.name, definition);
  }

  dropIndex(name: string): void {
    if (this.others.delete(name)) this.journal?.indexDropped(this.name, name);
  }

  /** The value of a record's `_id`. */
  idOf(record: Stored): unknown {
    locate(record.bytes, 0, ID, this.place);
    return parseValue(record.bytes, this.place.type, this.place.at);
  }

  private idKey(bytes: Buffer): string {
    if (!locate(bytes, 0, ID, this.place)) throw new CommandError('InternalError', 'a document without _id');
    const { type, at } = this.place;
    if (type === Bson.array || type === Bson.undefined || type === Bson.regex) {
      throw new CommandError('InvalidIdField', "The '_id' value cannot be of type array, undefined or regex");
    }
    return keyOf(bytes, type, at);
  }

  private filled(index: OrderedIndex): OrderedIndex {
    for (const record of this.records.values()) index.add(record, this.checkedKeys(index, record.bytes, record));
    return index;
  }

  private checkedKeys(index: OrderedIndex, bytes: Buffer, self: Stored): readonly string[] {
    const its = index.keysOf(bytes, self.suffix);
    if (index.conflict(its, self)) throw new DuplicateKey(this.namespace, index.definition, bytes);
    return its;
  }
}

function checkSize(bytes: Buffer): void {
  if (bytes.length > LARGEST_DOCUMENT) {
    throw new CommandError('BSONObjectTooLarge', `object to insert too large. size in bytes: ${bytes.length}`);
  }
}

function same(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((key, at) => key === right[at]);
}
