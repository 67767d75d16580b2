import type { Clock } from '../clock/clock.js';
import { failpoint } from '../failpoints.js';
import { BEFORE_ALL } from '../subscriptions/position.js';
import type { Poison } from './fold.js';
import type { Projection, Stored } from './projection.js';
import type { ViewObserver } from './view-observer.js';
import type { Build, ViewStore } from './view-store.js';

/** The documents of one build that are not changed any more, and from which event on. */
export class QuarantineKeeper {
  readonly #from = new Map<string, string>();

  constructor(
    private readonly store: ViewStore,
    private readonly clock: Clock,
    private readonly observer: ViewObserver,
    private readonly build: Build,
  ) {}

  /** Key → position of the event that could not be applied. */
  get entries(): ReadonlyMap<string, string> {
    return this.#from;
  }

  async read(): Promise<void> {
    const entries = await this.store.quarantine(this.build.id);
    this.#from.clear();
    for (const { key, at } of entries) this.#from.set(key, at);
  }

  /** Noted before the document is marked: a crash between the two marks it at the next event. */
  async add({ key, at, streamId, revision, type, error }: Poison): Promise<void> {
    const { id: build, name } = this.build;
    const place = { at, streamId, fromRevision: revision, eventType: type };
    await this.store.addQuarantine({ build, name, key, ...place, error, since: this.clock.now() });
    this.#from.set(key, at);
    this.observer.quarantined(build, error);
    failpoint('after-quarantine-entry');
  }

  /** The database will never take this document as folded: it stays as it is stored, marked. */
  async addRefused(projection: Projection, key: string, error: string, position: string): Promise<void> {
    const stored = (await this.store.load(this.build.id, [key])).get(key);
    const at = stored?._seen.position ?? BEFORE_ALL;
    const streamId = projection.wholeStream?.(key) ?? '';
    const revision = (stored?._seen.revision ?? -1) + 1;
    await this.add({ key, at, streamId, revision, type: '', error });
    if (!stored) return;
    const _stale = { position, revision, error };
    await this.store.write(this.build.id, [{ ...stored, _seen: { ...stored._seen, position }, _stale }]);
  }

  /**
   * Documents that may have been undone: whoever holds the lease now builds them anew. Not kept in mind here, as this
   * process has lost its lease.
   */
  async doubt(projection: Projection, documents: readonly Stored[]): Promise<void> {
    const { id: build, name } = this.build;
    for (const { _id: key, _seen } of documents) {
      const place = {
        at: _seen.position,
        streamId: projection.wholeStream?.(key) ?? '',
        fromRevision: -1,
        eventType: '',
      };
      const note = { build, name, key, ...place, error: 'WrittenLate', since: this.clock.now() };
      // In one: who is killed between the two would leave a note that nobody is asked to end.
      await this.store.addQuarantine({ ...note, requeue: true });
      await this.store.requestRequeue(build, key);
    }
  }

  async noteAgain(projection: Projection, key: string): Promise<void> {
    const position = this.#from.get(key);
    if (position !== undefined) await this.doubt(projection, [{ _id: key, _seen: { position } }]);
  }

  async remove(key: string): Promise<void> {
    await this.store.removeQuarantine(this.build.id, key);
    this.#from.delete(key);
  }
}
