import { Backoff } from '../subscriptions/backoff.js';
import type { Lease } from '../subscriptions/lease.js';
import type { Timing } from '../subscriptions/timing.js';
import type { Stored } from './projection.js';
import { type Build, type ViewStore, type WriteOutcome, WrittenLate } from './view-store.js';

/** Together some minutes: by then another process has taken over, or nobody can. */
const TRIES = 100;

/** Writes the documents of one build as long as its lease is held, and tells of those that were written too late. */
export class LeasedWriter {
  /** Written without a guard since this process knew last, by its checkpoint, that no later holder had begun. */
  readonly #unconfirmed = new Map<string, Stored>();

  constructor(
    private readonly deps: { readonly store: Pick<ViewStore, 'write'>; readonly timing: Timing },
    private readonly build: Build,
    private readonly lease: Lease,
    /** Asks whoever holds the lease now to build them anew. */
    private readonly doubt: (documents: readonly Stored[]) => Promise<void>,
  ) {
    lease.onTaken(() => {
      const documents = [...this.#unconfirmed.values()];
      if (documents.length > 0) void this.#tell(documents);
    });
  }

  /** A checkpoint was taken under this lease: whoever holds it next reads what was written before. */
  confirmed(): void {
    this.#unconfirmed.clear();
  }

  /**
   * @param created ids of those that were not there when they were looked for
   * @throws as `ViewStore.write`
   */
  async write(documents: readonly Stored[], created: ReadonlySet<string> = new Set()): Promise<WriteOutcome> {
    try {
      const unguarded = (some: readonly Stored[]) => {
        for (const document of some) this.#unconfirmed.set(document._id, document);
      };
      return await this.deps.store.write(this.build.id, documents, { created, held: () => this.lease.held, unguarded });
    } catch (error) {
      // Not waited for: the database may be away, and this view has ended here.
      if (error instanceof WrittenLate) void this.#tell(error.documents);
      throw error;
    }
  }

  async #tell(documents: readonly Stored[]): Promise<void> {
    const { timing } = this.deps;
    const backoff = new Backoff(() => timing.chance());
    for (let tries = 0; tries < TRIES; tries += 1) {
      try {
        return await this.doubt(documents);
      } catch {
        await timing.delay(backoff.next());
      }
    }
  }
}
