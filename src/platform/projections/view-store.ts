import type { IndexDescription } from 'mongodb';
import { LeaseLost } from '../subscriptions/lease.js';
import type { Selection, Stored } from './projection.js';
import type { ProjectionStatus } from './status.js';

/** One collection of a view, with the checkpoint and the lease of the same name. */
export interface Build {
  readonly name: string;
  readonly label: string;
  readonly version: number;
  /** `<name>_<label>`; also the id of checkpoint and lease. */
  readonly id: string;
}

export interface Checkpoint {
  /** Everything up to here is in the documents. */
  readonly position: string;
  /** Events handled since the build began. */
  readonly events: number;
  readonly state: ProjectionStatus['state'];
  readonly error?: string;
  /** Instant of the last progress. */
  readonly progressAt?: string;
  /** Fencing token of the lease under which it was written. */
  readonly token: number;
}

export interface CheckpointChange extends Checkpoint {
  readonly build: Build;
  /** Where the checkpoint must stand now; undefined: there must be none yet. */
  readonly from: string | undefined;
}

export interface QuarantineEntry {
  readonly build: string;
  readonly name: string;
  readonly key: string;
  /** Position of the event that could not be applied: from it on the document is not changed. */
  readonly at: string;
  readonly streamId: string;
  readonly fromRevision: number;
  readonly eventType: string;
  /** Class of the error. */
  readonly error: string;
  /** Instant. */
  readonly since: string;
  /** A person asked for the document to be built anew. */
  readonly requeue?: boolean;
}

export interface Pointer {
  readonly name: string;
  /** Label of the build that readers are served from. */
  readonly live: string;
  readonly previous?: string;
  /** A person went back: no automatic switch until a person switches. */
  readonly held?: boolean;
}

export interface WriteOutcome {
  readonly written: number;
  /** Documents that had seen as much or more already. */
  readonly alreadyApplied: number;
  /** Key → class of the error, for documents that the database will never take (too large, another unique index). */
  readonly refused: ReadonlyMap<string, string>;
}

export interface WriteOptions {
  /** Ids of the documents that were not there when they were looked for. */
  readonly created?: ReadonlySet<string>;
  /** Whether the writer holds its lease still. */
  readonly held?: () => boolean;
  /** Told of documents just before they are written without a guard. */
  readonly unguarded?: (documents: readonly Stored[]) => void;
}

/** The lease ran out while a command without a guard was under way: it may have undone what the next holder wrote. */
export class WrittenLate extends LeaseLost {
  constructor(readonly documents: readonly Stored[]) {
    super('while a command was under way');
  }
}

/**
 * Where views are kept, as a port. Documents, checkpoint, quarantine and pointer lie in one database, so that a restored
 * backup brings them back together.
 */
export interface ViewStore {
  prepare(collection: string, indexes: readonly IndexDescription[]): Promise<void>;
  load(collection: string, keys: readonly string[]): Promise<Map<string, Stored>>;
  /** The ids of the documents that match. */
  select(collection: string, selection: Selection): Promise<readonly string[]>;
  /**
   * Writes whole documents, each only if the stored one has seen less.
   * @throws LeaseLost, WrittenLate where the server cannot guard its updates
   */
  write(collection: string, documents: readonly Stored[], options?: WriteOptions): Promise<WriteOutcome>;
  /** Replaces or inserts one document, unless the stored one has seen more than `upTo`: then false. For `requeue` only. */
  replace(collection: string, document: Stored, upTo: string): Promise<boolean>;
  remove(collection: string, key: string): Promise<void>;
  /** Documents, quarantine and checkpoint of a build; nothing happens when there are none. */
  drop(build: Build): Promise<void>;
  /** Every document, by `_id`. */
  scan(collection: string): AsyncIterable<Stored>;

  checkpoint(build: string): Promise<Checkpoint | undefined>;
  /** The labels under which anything of a view has been built, in no order. */
  labels(name: string): Promise<readonly string[]>;
  /**
   * `fenced`: a later holder of the lease has written already. `moved`: it is not where it was left (the database was put
   * back to an earlier state, or an answer was lost): documents may be missing, so the work begins again from there.
   */
  saveCheckpoint(change: CheckpointChange): Promise<'saved' | 'moved' | 'fenced'>;

  quarantine(build: string): Promise<readonly QuarantineEntry[]>;
  /** Does nothing if the key is there already. */
  addQuarantine(entry: QuarantineEntry): Promise<void>;
  removeQuarantine(build: string, key: string): Promise<void>;
  /** False when there is no such entry. */
  requestRequeue(build: string, key: string): Promise<boolean>;
  /** The document still can't be built: it stays in quarantine. */
  declineRequeue(build: string, key: string): Promise<void>;

  pointer(name: string): Promise<Pointer | undefined>;
  /** Makes the pointer if there is none; answers the one that is there. */
  createPointer(name: string, live: string): Promise<Pointer>;
  /** One write; false when `live` is not `expected` any more. */
  movePointer(name: string, expected: string, next: Omit<Pointer, 'name'>): Promise<boolean>;
}
