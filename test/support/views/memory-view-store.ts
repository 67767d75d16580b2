import type { ServerAbilities } from '../../../src/platform/documents/abilities.js';
import { GuardedWriter } from '../../../src/platform/projections/guarded-writer.js';
import type { Selection, Stored } from '../../../src/platform/projections/projection.js';
import { matches } from '../../../src/platform/projections/rebuild-document.js';
import type {
  Build,
  Checkpoint,
  CheckpointChange,
  Pointer,
  QuarantineEntry,
  ViewStore,
  WriteOptions,
  WriteOutcome,
} from '../../../src/platform/projections/view-store.js';
import { unguardedDocuments } from './unguarded-documents.js';

/** What the database holds; several processes may look at it, each through a MemoryViewStore of its own. */
export class MemoryDatabase {
  readonly collections = new Map<string, Map<string, Stored>>();
  readonly checkpoints = new Map<string, CheckpointChange>();
  readonly quarantine = new Map<string, QuarantineEntry>();
  readonly pointers = new Map<string, Pointer>();

  /** A backup: put back, everything written since is gone. */
  backup(): () => void {
    const parts = [this.collections, this.checkpoints, this.quarantine, this.pointers] as Map<string, unknown>[];
    const copies = parts.map((part) => structuredClone([...part]));
    return () => {
      for (const [index, part] of parts.entries()) {
        part.clear();
        for (const [key, value] of copies[index] ?? []) part.set(key, value);
      }
    };
  }

  documents(collection: string): Map<string, Stored> {
    const known = this.collections.get(collection);
    if (known) return known;
    const fresh = new Map<string, Stored>();
    this.collections.set(collection, fresh);
    return fresh;
  }
}

/** A connection that may be slow, break before the work is done, or after it. */
export interface Link {
  call<T>(work: () => T): Promise<T>;
  /** How many documents of a bulk arrive before the connection breaks; undefined: all. */
  cutAfter(documents: number): number | undefined;
}

export const perfectLink: Link = { call: async (work) => work(), cutAfter: () => undefined };

export class MemoryViewStore implements ViewStore {
  constructor(
    private readonly database: MemoryDatabase,
    private readonly link: Link = perfectLink,
    private readonly onCheckpoint: (change: CheckpointChange) => void = () => undefined,
    /** Left out: each write is one step, with its guard. */
    private readonly server?: ServerAbilities,
  ) {}

  async prepare(collection: string): Promise<void> {
    await this.link.call(() => this.database.documents(collection));
  }

  load(collection: string, keys: readonly string[]): Promise<Map<string, Stored>> {
    return this.link.call(() => {
      const documents = this.database.documents(collection);
      const found = new Map<string, Stored>();
      for (const key of keys) {
        const document = documents.get(key);
        if (document) found.set(key, structuredClone(document));
      }
      return found;
    });
  }

  select(collection: string, selection: Selection): Promise<readonly string[]> {
    return this.link.call(() =>
      [...this.database.documents(collection).values()]
        .filter((document) => matches(document, selection))
        .map(({ _id }) => _id)
        .sort(),
    );
  }

  async write(collection: string, documents: readonly Stored[], options?: WriteOptions): Promise<WriteOutcome> {
    if (this.server) {
      const unguarded = unguardedDocuments(this.database.documents(collection), this.link);
      return new GuardedWriter(unguarded, this.server, options).write(documents);
    }
    const arriving = this.link.cutAfter(documents.length);
    const outcome = await this.link.call(() => this.#write(collection, documents.slice(0, arriving)));
    if (arriving === undefined) return outcome;
    throw Object.assign(new Error('connection closed'), { name: 'MongoNetworkError' });
  }

  #write(collection: string, documents: readonly Stored[]): WriteOutcome {
    const stored = this.database.documents(collection);
    let alreadyApplied = 0;
    for (const document of documents) {
      const before = stored.get(document._id);
      if (before && before._seen.position >= document._seen.position) alreadyApplied += 1;
      else stored.set(document._id, structuredClone(document));
    }
    return { written: documents.length - alreadyApplied, alreadyApplied, refused: new Map() };
  }

  async replace(collection: string, document: Stored, upTo: string): Promise<boolean> {
    return this.link.call(() => {
      const documents = this.database.documents(collection);
      if ((documents.get(document._id)?._seen.position ?? '') > upTo) return false;
      documents.set(document._id, structuredClone(document));
      return true;
    });
  }

  async remove(collection: string, key: string): Promise<void> {
    await this.link.call(() => this.database.documents(collection).delete(key));
  }

  async drop(build: Build): Promise<void> {
    await this.link.call(() => {
      this.database.collections.delete(build.id);
      this.database.checkpoints.delete(build.id);
      for (const [id, entry] of this.database.quarantine)
        if (entry.build === build.id) this.database.quarantine.delete(id);
    });
  }

  async *scan(collection: string): AsyncIterable<Stored> {
    const documents = await this.link.call(() => [...this.database.documents(collection).values()]);
    yield* documents.sort((one, other) => (one._id < other._id ? -1 : 1));
  }

  checkpoint(build: string): Promise<Checkpoint | undefined> {
    return this.link.call(() => this.database.checkpoints.get(build));
  }

  labels(name: string): Promise<readonly string[]> {
    return this.link.call(() =>
      [...this.database.checkpoints.values()]
        .filter(({ build }) => build.name === name)
        .map(({ build }) => build.label),
    );
  }

  saveCheckpoint(change: CheckpointChange): Promise<'saved' | 'moved' | 'fenced'> {
    return this.link.call(() => {
      const stored = this.database.checkpoints.get(change.build.id);
      if (stored && stored.token > change.token) return 'fenced';
      if (stored?.position !== change.from) return 'moved';
      this.database.checkpoints.set(change.build.id, change);
      this.onCheckpoint(change);
      return 'saved';
    });
  }

  quarantine(build: string): Promise<readonly QuarantineEntry[]> {
    return this.link.call(() => [...this.database.quarantine.values()].filter((entry) => entry.build === build));
  }

  async addQuarantine(entry: QuarantineEntry): Promise<void> {
    await this.link.call(() => {
      const id = `${entry.build}|${entry.key}`;
      if (!this.database.quarantine.has(id)) this.database.quarantine.set(id, entry);
    });
  }

  async removeQuarantine(build: string, key: string): Promise<void> {
    await this.link.call(() => this.database.quarantine.delete(`${build}|${key}`));
  }

  requestRequeue(build: string, key: string): Promise<boolean> {
    return this.link.call(() => this.#change(build, key, (entry) => ({ ...entry, requeue: true })));
  }

  async declineRequeue(build: string, key: string): Promise<void> {
    await this.link.call(() => this.#change(build, key, ({ requeue: _, ...entry }) => entry));
  }

  #change(build: string, key: string, change: (entry: QuarantineEntry) => QuarantineEntry): boolean {
    const entry = this.database.quarantine.get(`${build}|${key}`);
    if (entry) this.database.quarantine.set(`${build}|${key}`, change(entry));
    return entry !== undefined;
  }

  pointer(name: string): Promise<Pointer | undefined> {
    return this.link.call(() => this.database.pointers.get(name));
  }

  createPointer(name: string, live: string): Promise<Pointer> {
    return this.link.call(() => {
      const pointer = this.database.pointers.get(name) ?? { name, live };
      this.database.pointers.set(name, pointer);
      return pointer;
    });
  }

  movePointer(name: string, expected: string, next: Omit<Pointer, 'name'>): Promise<boolean> {
    return this.link.call(() => {
      if (this.database.pointers.get(name)?.live !== expected) return false;
      this.database.pointers.set(name, { name, ...next });
      return true;
    });
  }
}
