import type { Collection, Db, Filter } from 'mongodb';
import { positionText } from '../subscriptions/position.js';
import type { Timing } from '../subscriptions/timing.js';
import { CHECKPOINTS } from './mongo-checkpoints.js';
import { MongoPointers } from './mongo-pointers.js';
import { MongoQuarantine } from './mongo-quarantine.js';
import type { LocalProgress } from './progress.js';
import { collectionName, type Stored, type ViewDocument } from './projection.js';
import type { QuarantineEntry } from './view-store.js';
import type { Awaited, ViewWaiter, WaitOptions } from './waiting.js';

/** Milliseconds for which a switch to another build may go unnoticed. */
const POINTER_KEPT_MS = 500;
/** Milliseconds between two looks when another process works the view. */
const POLL_MS = 15;

/** No build of this view has been begun: no process that knows it has run yet. */
export class ViewNotBuilt extends Error {
  override readonly name = 'ViewNotBuilt';

  constructor(readonly view: string) {
    super(`View ${view} has not been built yet.`);
  }
}

/** Reads views: whichever build is live, waiting (bounded) until it shows what the reader has written. */
export class ViewReader implements ViewWaiter {
  readonly #pointers: MongoPointers;
  readonly #quarantine: MongoQuarantine;
  readonly #labels = new Map<string, { readonly label: string; readonly until: number }>();

  constructor(
    private readonly database: Db,
    private readonly timing: Timing,
    /** Of the runner in this process, if there is one: waiting then costs no polling. */
    private readonly local?: LocalProgress,
  ) {
    this.#pointers = new MongoPointers(database);
    this.#quarantine = new MongoQuarantine(database);
  }

  /**
   * The live build's documents. Views whose `apply` removes documents keep tombstones: put filters through `present`.
   * @throws ViewNotBuilt
   */
  async collection<D extends ViewDocument>(name: string): Promise<Collection<Stored<D>>> {
    return this.database.collection<Stored<D>>(await this.#build(name));
  }

  async findOne<D extends ViewDocument>(name: string, key: string): Promise<Stored<D> | undefined> {
    const documents = await this.collection<ViewDocument>(name);
    const found = await documents.findOne({ _id: key });
    return found && !found._deleted ? (found as unknown as Stored<D>) : undefined;
  }

  /** Documents that could not be built, or not further: a list must say that they are missing or out of date. */
  async quarantined(name: string): Promise<readonly QuarantineEntry[]> {
    return this.#quarantine.of(await this.#build(name));
  }

  /** Keys of documents that could not be made at all: a list must say that it lacks them. */
  async missing(name: string): Promise<readonly string[]> {
    const keys = (await this.quarantined(name)).map(({ key }) => key);
    if (keys.length === 0) return [];
    const documents = await this.collection<ViewDocument>(name);
    const there = await documents.find(present({ _id: { $in: keys } }), { projection: { _id: 1 } }).toArray();
    return keys.filter((key) => !there.some(({ _id }) => _id === key));
  }

  /**
   * True once the build that readers are served from shows it, and that is the build which a read at once after this gets.
   * A document in quarantine will not come any further: the reader is not kept waiting, and is told by the list.
   * @throws ViewNotBuilt; TypeError for a revision of a view that does not follow whole streams
   */
  async waitFor(name: string, awaited: Awaited, { timeoutMs }: WaitOptions): Promise<boolean> {
    const until = this.timing.monotonic() + timeoutMs;
    for (;;) {
      // Asked again each time: readers may be served from another build meanwhile, and this one be worked no more.
      const build = await this.#build(name);
      if ((await this.#shows(build, awaited)) && (await this.#staysFor(name, build))) return true;
      const left = until - this.timing.monotonic();
      if (left <= 0) return false;
      await this.#pause(build, Math.min(left, POINTER_KEPT_MS));
    }
  }

  #shows(build: string, awaited: Awaited): Promise<boolean> {
    return 'key' in awaited ? this.#showsRevision(build, awaited) : this.#showsPosition(build, positionText(awaited));
  }

  async #showsPosition(build: string, position: string): Promise<boolean> {
    const here = this.local?.position(build);
    if (here !== undefined) return here >= position;
    const checkpoints = this.database.collection<{ _id: string; position: string }>(CHECKPOINTS);
    const stored = await checkpoints.findOne({ _id: build }, { projection: { position: 1 } });
    return stored !== null && stored.position >= position;
  }

  async #showsRevision(build: string, { key, revision }: { key: string; revision: number }): Promise<boolean> {
    const documents = this.database.collection<Stored>(build);
    const stored = await documents.findOne({ _id: key }, { projection: { _seen: 1, _stale: 1 } });
    if (!stored) return (await this.#quarantine.of(build)).some((entry) => entry.key === key);
    if (stored._stale) return true;
    if (stored._seen.revision === undefined) throw new TypeError(`${build} does not follow whole streams`);
    return stored._seen.revision >= revision;
  }

  async #pause(build: string, ms: number): Promise<void> {
    if (this.local?.position(build) === undefined) return this.timing.delay(Math.min(ms, POLL_MS));
    const enough = new AbortController();
    await Promise.race([this.local.changed(build, enough.signal), this.timing.delay(ms, enough.signal)]);
    enough.abort();
  }

  /** Whether a read within the next moment gets the same build: not if what is known of the pointer is about to expire. */
  async #staysFor(name: string, build: string): Promise<boolean> {
    const kept = this.#labels.get(name);
    if (kept && kept.until - this.timing.monotonic() > POINTER_KEPT_MS / 2) return true;
    return (await this.#look(name)) === build;
  }

  async #build(name: string): Promise<string> {
    const kept = this.#labels.get(name);
    if (kept && kept.until > this.timing.monotonic()) return collectionName(name, kept.label);
    return this.#look(name);
  }

  async #look(name: string): Promise<string> {
    const pointer = await this.#pointers.find(name);
    if (!pointer) throw new ViewNotBuilt(name);
    this.#labels.set(name, { label: pointer.live, until: this.timing.monotonic() + POINTER_KEPT_MS });
    return collectionName(name, pointer.live);
  }
}

/** Leaves tombstones out. */
export function present<D extends ViewDocument>(filter: Filter<Stored<D>> = {}): Filter<Stored<D>> {
  return { ...filter, _deleted: { $exists: false } } as Filter<Stored<D>>;
}
