import type { Clock } from '../clock/clock.js';
import { type Lease, LeaseLost } from '../subscriptions/lease.js';
import { BEFORE_ALL } from '../subscriptions/position.js';
import type { ProjectionStatus } from './status.js';
import type { Build, Checkpoint, ViewStore } from './view-store.js';

/** The checkpoint is not where this process left it: the documents may be older too. It begins again from there. */
export class CheckpointMoved extends Error {
  override readonly name = 'CheckpointMoved';
  readonly transient = true;
}

/** What is true once a batch is written. */
export interface Place {
  readonly position: string;
  readonly events: number;
  readonly state: ProjectionStatus['state'];
  /** Class of the error that stopped it. */
  readonly error?: string;
}

/** One build's checkpoint as this process reads and writes it, under its lease. */
export class CheckpointKeeper {
  /** As it was read or written last; undefined while there is none. */
  #saved: string | undefined;

  constructor(
    private readonly store: Pick<ViewStore, 'checkpoint' | 'saveCheckpoint'>,
    private readonly clock: Clock,
    private readonly build: Build,
    private readonly lease: Lease,
  ) {}

  /**
   * Where to go on from. It bears this lease's token from now on, so that a former holder's checkpoint that is still on its
   * way is refused. `putBack`: the database stands where it stood before this process wrote last; told until one reading
   * has succeeded.
   * @throws CheckpointMoved; LeaseLost when a later holder has written
   */
  async read(): Promise<{ readonly position: string; readonly events: number; readonly putBack: boolean }> {
    const checkpoint = await this.store.checkpoint(this.build.id);
    const putBack = this.#saved !== undefined && (checkpoint?.position ?? BEFORE_ALL) < this.#saved;
    if (checkpoint) await this.#save(checkpoint, checkpoint.position);
    this.#saved = checkpoint?.position;
    return { position: checkpoint?.position ?? BEFORE_ALL, events: checkpoint?.events ?? 0, putBack };
  }

  /** @throws CheckpointMoved; LeaseLost when a later holder has written */
  async save(place: Place): Promise<void> {
    await this.#save({ ...place, progressAt: this.clock.now() }, this.#saved);
  }

  async #save(checkpoint: Omit<Checkpoint, 'token'>, from: string | undefined): Promise<void> {
    const { build } = this;
    const change = { ...checkpoint, build, from, token: this.lease.token };
    const outcome = await this.store.saveCheckpoint(change);
    if (outcome === 'moved') throw new CheckpointMoved(build.id);
    if (outcome === 'fenced') {
      this.lease.lose();
      throw new LeaseLost(build.id);
    }
    this.#saved = checkpoint.position;
  }

  /**
   * Documents read from a database that was put back to an earlier state miss what was done since, and would be folded on
   * as if nothing were missing. The checkpoint, read after them, tells: `reading` reads the documents.
   * @throws CheckpointMoved
   */
  async notPutBack<T>(reading: () => Promise<T>): Promise<T> {
    const before = this.#saved;
    const read = await reading();
    if (before === undefined) return read;
    const stored = await this.store.checkpoint(this.build.id);
    if (stored === undefined || stored.position < before) throw new CheckpointMoved(this.build.id);
    return read;
  }
}
