import type { Clock } from '../clock/clock.js';
import { failpoint } from '../failpoints.js';
import type { Decoded } from '../subscriptions/decoding.js';
import { errorClass } from '../subscriptions/failures.js';
import type { Lease } from '../subscriptions/lease.js';
import { BEFORE_ALL } from '../subscriptions/position.js';
import { Serial } from '../subscriptions/serial.js';
import type { Timing } from '../subscriptions/timing.js';
import { CheckpointKeeper, type Place } from './checkpoint-keeper.js';
import { BatchFold, keysOf } from './fold.js';
import { LeasedWriter } from './leased-writer.js';
import { PoisonedRebuild } from './poisoned-rebuild.js';
import type { Projection, Stored } from './projection.js';
import { QuarantineKeeper } from './quarantine-keeper.js';
import { rebuildDocument } from './rebuild-document.js';
import type { ProjectionStatus } from './status.js';
import type { ViewObserver } from './view-observer.js';
import type { Build, ViewStore } from './view-store.js';
import { WorkingDocuments } from './working-documents.js';

export interface WorkerDependencies {
  readonly store: ViewStore;
  readonly clock: Clock;
  readonly timing: Timing;
  readonly observer: ViewObserver;
}

/** What a fold leaves to be written, and which of it was not there before. */
interface Folded {
  readonly documents: readonly Stored[];
  readonly created: ReadonlySet<string>;
}

/** What became of a document that was to be built anew. */
export type Requeued = 'rebuilt' | 'broken' | 'later';

/** A batch as it goes to every view of a subscription. */
export interface Batch {
  readonly items: readonly Decoded[];
  /** Everything up to here has been looked at. */
  readonly upTo: string;
  readonly caughtUp: boolean;
}

/**
 * Works one build of a view under its lease: folds batches in memory, writes each document once, then the checkpoint.
 * The next batch is folded while the last is being written; writes keep their order.
 */
export class ViewWorker {
  readonly #documents: WorkingDocuments;
  readonly #quarantine: QuarantineKeeper;
  readonly #checkpoint: CheckpointKeeper;
  readonly #writer: LeasedWriter;
  readonly #serial = new Serial();
  #writing: Promise<void> = Promise.resolve();
  /** Folded up to here, written or not. */
  #position = BEFORE_ALL;
  #visible = BEFORE_ALL;
  #events = 0;
  /** It is known where to go on from. */
  #opened = false;
  state: ProjectionStatus['state'] = 'catching-up';
  /** Class of the last error. */
  error: string | undefined;

  constructor(
    private readonly deps: WorkerDependencies,
    readonly projection: Projection,
    readonly build: Build,
    readonly lease: Lease,
    /** Readers are served from it: poison is quarantined. Otherwise poison stops it. */
    public live: boolean,
    /** Called when documents up to a position can be read. */
    private readonly onVisible: (worker: ViewWorker) => void,
  ) {
    const { store, clock, observer } = deps;
    this.#checkpoint = new CheckpointKeeper(store, clock, build, lease);
    this.#quarantine = new QuarantineKeeper(store, clock, observer, build);
    this.#writer = new LeasedWriter(deps, build, lease, (documents) => this.#quarantine.doubt(projection, documents));
    this.#documents = new WorkingDocuments((keys) => this.#checkpoint.notPutBack(() => store.load(build.id, keys)));
  }

  /** `positionText` up to which documents can be read. */
  get visible(): string {
    return this.#visible;
  }

  /** Events handled since the build began. */
  get events(): number {
    return this.#events;
  }

  /** Reads where to go on from. Anything of an earlier subscription that was not written is forgotten. */
  open(): Promise<string> {
    return this.#serial.run(() => this.#open());
  }

  async #open(): Promise<string> {
    await this.settle();
    this.#writing = Promise.resolve();
    this.#documents.clear();
    // Each time: the database may have come back empty.
    await this.deps.store.prepare(this.build.id, this.projection.indexes);
    const { position, events, putBack } = await this.#checkpoint.read();
    this.#documents.begin(putBack);
    // Notes of a time that the database has been put back from since would keep events out that no note tells of.
    await this.#checkpoint.notPutBack(() => this.#quarantine.read());
    this.#position = position;
    this.#events = events;
    this.#visible = this.#position;
    this.#opened = true;
    this.state = 'catching-up';
    this.error = undefined;
    this.onVisible(this);
    return this.#position;
  }

  /**
   * Folds a batch and starts to write it, after the one before is written.
   * @throws LeaseLost, StreamGap, PoisonedRebuild, or what the store threw for this batch or the one before
   */
  take(batch: Batch): Promise<void> {
    return this.#serial.run(() => this.#take(batch));
  }

  async #take(batch: Batch): Promise<void> {
    this.lease.check();
    const items = this.#mine(batch.items);
    const turnedLive = batch.caughtUp && this.state !== 'live';
    if (turnedLive) this.state = 'live';
    const { affects } = this.projection;
    let start = 0;
    for (const [index, item] of affects ? items.entries() : []) {
      const selection = item.event && affects?.call(this.projection, item.event);
      if (!selection) continue;
      await this.#fold(items.slice(start, index), new Set());
      await this.#writing;
      const selected = await this.#checkpoint.notPutBack(() => this.deps.store.select(this.build.id, selection));
      await this.#fold([item], new Set(selected));
      start = index + 1;
    }
    if (turnedLive) this.#documents.turnLive();
    await this.#fold(start === 0 ? items : items.slice(start), new Set(), {
      upTo: batch.upTo,
      evenIfNothing: turnedLive,
    });
  }

  /**
   * Builds one quarantined document anew from its events, between two batches, up to where this build stands: what comes
   * later comes by the subscription. When its events still can't be applied it stays in quarantine, as its last good event
   * left it. `later`: what is stored has seen more than this build, or where this build stands is not known yet.
   */
  requeue(key: string, history: (upTo: string) => AsyncIterable<Decoded>): Promise<Requeued> {
    return this.#serial.run(async () => {
      this.lease.check();
      if (!this.#opened) return 'later';
      await this.#writing;
      const upTo = this.#position;
      const { document, poison } = await rebuildDocument(this.projection, key, upTo, history(upTo));
      this.lease.check();
      if (document && !(await this.deps.store.replace(this.build.id, document, upTo))) return 'later';
      this.#documents.forget(key);
      if (poison) return 'broken';
      this.lease.check();
      await this.#quarantine.remove(key);
      this.onVisible(this);
      return 'rebuilt';
    });
  }

  /** Keys of the documents that are not changed any more, as this process knows them. */
  get quarantined(): readonly string[] {
    return [...this.#quarantine.entries.keys()];
  }

  /** Who held the lease before has taken a note away, too late: the document is to be built anew. */
  async noteAgain(key: string): Promise<void> {
    await this.#quarantine.noteAgain(this.projection, key);
  }

  /** Looks again, once, at what was written first, and writes again what was undone. @throws as `take` */
  async lookAgain(): Promise<void> {
    const { timing, observer } = this.deps;
    if (!this.#documents.due(timing.monotonic())) return;
    await this.#serial.run(async () => {
      await this.#writing;
      const undone = await this.#documents.undone();
      if (undone.length === 0) return;
      this.lease.check();
      const { alreadyApplied } = await this.#writer.write(undone);
      observer.written(this.build.id, { events: [], documents: undone.length, alreadyApplied, durationMs: 0 });
    });
  }

  /** Waits for what is being written, whatever becomes of it. */
  async settle(): Promise<void> {
    await this.#writing.catch(() => undefined);
  }

  /** Waits for what is being written. @throws what the write threw */
  async flush(): Promise<void> {
    await this.#writing;
  }

  #mine(items: readonly Decoded[]): readonly Decoded[] {
    const { streamPrefixes } = this.projection;
    const from = this.#position;
    const wanted = ({ streamId, at }: Decoded) =>
      at > from && streamPrefixes.some((prefix) => streamId.startsWith(prefix));
    return items.every(wanted) ? items : items.filter(wanted);
  }

  async #fold(
    items: readonly Decoded[],
    selected: ReadonlySet<string>,
    end?: { upTo: string; evenIfNothing: boolean },
  ): Promise<void> {
    const last = items.at(-1)?.at ?? this.#position;
    const position = end && end.upTo > last ? end.upTo : last;
    if (position <= this.#position && !end?.evenIfNothing) return;
    const started = this.deps.timing.monotonic();
    this.#documents.foldBegins();
    const keyed = items.map((item) => keysOf(this.projection, item));
    const keys = new Set(selected);
    for (const each of keyed) for (const key of each.keys) keys.add(key);
    const known = await this.#documents.forFold(keys);
    const fold = new BatchFold(this.projection, known, this.#quarantine.entries);
    for (const { item, keys: named } of keyed)
      fold.add(item, selected.size > 0 ? [...new Set([...named, ...selected])] : named);
    const documents = this.#documents.toWrite(fold);
    for (const poison of fold.poisoned) {
      if (!this.live) throw new PoisonedRebuild(this.build.id, poison);
      await this.#quarantine.add(poison);
    }
    this.#documents.pending(documents);
    this.#position = position;
    this.#events += items.length;
    const place = { position, events: this.#events, state: this.state };
    await this.#writing;
    const still = this.#documents.withoutRefused(documents);
    const created = new Set(still.map(({ _id }) => _id).filter((key) => !known.has(key)));
    this.#writing = this.#write({ documents: still, created }, items, place, started);
    this.#writing.catch(() => undefined);
  }

  async #write(
    { documents, created }: Folded,
    items: readonly Decoded[],
    place: Place,
    started: number,
  ): Promise<void> {
    const { timing, observer } = this.deps;
    let alreadyApplied = 0;
    if (documents.length > 0) {
      failpoint('before-view-write');
      this.lease.check();
      const outcome = await this.#writer.write(documents, created);
      alreadyApplied = outcome.alreadyApplied;
      for (const [key, error] of outcome.refused) await this.#refused(key, error, place.position);
      this.#documents.written(documents, outcome.refused, items.length, timing.monotonic());
      failpoint('after-view-write');
    }
    this.#visible = place.position;
    this.onVisible(this);
    const durationMs = timing.monotonic() - started;
    observer.written(this.build.id, { events: items, documents: documents.length, alreadyApplied, durationMs });
    await this.#checkpoint.save(place);
    this.#writer.confirmed();
    failpoint('after-checkpoint');
  }

  async #refused(key: string, error: string, position: string): Promise<void> {
    const poison = { key, at: position, streamId: '', revision: -1, type: '', error };
    if (!this.live) throw new PoisonedRebuild(this.build.id, poison);
    await this.#quarantine.addRefused(this.projection, key, error, position);
    this.#documents.refused(key);
  }

  noteRetrying(error: unknown): void {
    this.state = 'retrying';
    this.error = errorClass(error);
  }

  /** Remembers why it stopped, for status and health. */
  async noteStopped(error: unknown): Promise<void> {
    await this.settle();
    this.state = 'stopped';
    this.error = errorClass(error);
    this.deps.observer.stopped(this.build.id, errorClass(error));
    const place = { position: this.#visible, events: this.#events, state: this.state, error: errorClass(error) };
    await this.#checkpoint.save(place).catch(() => undefined);
  }
}
