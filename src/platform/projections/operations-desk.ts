import type { Clock } from '../clock/clock.js';
import { errorClass } from '../subscriptions/failures.js';
import { Lease, type LeaseStore } from '../subscriptions/lease.js';
import type { Timing } from '../subscriptions/timing.js';
import { BuildBusy, BuildStopped } from './building.js';
import type { OperationKind, OperationOutcome, OperationRecord, OperationRecords } from './operation-records.js';
import { type Compared, OperationRefused, type ViewOperations } from './view-operations.js';

export interface DeskDependencies {
  readonly records: OperationRecords;
  readonly leases: LeaseStore;
  readonly clock: Clock;
  readonly timing: Timing;
  readonly newId: () => string;
}

export interface OperationWish {
  /** `rebuild`: of the program, when given. */
  readonly version?: number;
  /** Told about ten times a second. */
  readonly progress?: (eventsDone: number, eventsEstimated: number | undefined) => void;
}

/** Another operation is running on that view. */
export class OperationRunning extends OperationRefused {}

/** The lease of an operation, on the database's clock: when it is over, its process is gone, and another may begin. */
const LEASE_MS = 30_000;
/** Between two notes of how far it is. */
const NOTE_MS = 1000;
const MOST_DIFFERENCES = 50;

/**
 * Runs operations one at a time a view, and notes how far they are where everybody can see it: the page that began one
 * shows it by being asked for again, and so does a page of another program.
 */
export class OperationsDesk<R> {
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(
    private readonly operations: ViewOperations<R>,
    private readonly deps: DeskDependencies,
  ) {}

  /**
   * Begins an operation and answers its record; what becomes of it is noted.
   * @throws OperationRunning · what the database throws
   */
  async begin(kind: OperationKind, view: string, wish: OperationWish = {}): Promise<OperationRecord> {
    const operation = await this.#open(kind, view);
    const work = this.#run(operation, wish).catch(() => undefined);
    this.#underWay.add(work);
    void work.finally(() => this.#underWay.delete(work));
    return operation.record;
  }

  /** The same, and waits for the end. @throws also what the operation throws */
  async perform(kind: OperationKind, view: string, wish: OperationWish = {}): Promise<OperationOutcome> {
    return this.#run(await this.#open(kind, view), wish);
  }

  /** The last operation on a view; one whose lease is over is told as failed. */
  async last(view: string): Promise<OperationRecord | undefined> {
    const { records, leases } = this.deps;
    const before = await records.last(view);
    if (before?.state !== 'running' || (await leases.isHeld(leaseOf(view)))) return before;
    // Its end is noted before its lease is set free, and may have come between the two questions.
    const record = await records.last(view);
    if (record?.state !== 'running' || record.id !== before.id) return record;
    return { ...record, state: 'failed', problem: 'It was cut off: its process ended.' };
  }

  /** Waits for what this process has begun. */
  async settle(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  async #open(kind: OperationKind, view: string): Promise<Operation> {
    if (!this.operations.names.includes(view)) {
      throw new OperationRefused(`there is no view ${view}; there are ${this.operations.names.join(', ')}`);
    }
    const { records, clock, newId } = this.deps;
    const now = clock.now();
    const record = { view, id: newId(), kind, state: 'running' as const, startedAt: now, heardAt: now };
    const lease = await this.#lease(record);
    if (!lease) throw runningSince(view, await records.last(view));
    try {
      await records.begin(record);
    } catch (error) {
      await lease.release();
      throw error;
    }
    return { record, lease };
  }

  #lease({ view, id }: OperationRecord): Promise<Lease | undefined> {
    return Lease.take(this.deps.leases, this.deps.timing, leaseOf(view), id, { ttlMs: LEASE_MS });
  }

  async #run(operation: Operation, { version, progress }: OperationWish): Promise<OperationOutcome> {
    const { records, clock } = this.deps;
    const { record } = operation;
    let far: Pick<OperationRecord, 'eventsDone' | 'eventsEstimated'> = {};
    const over = new AbortController();
    const noting = this.#noteWhile(over.signal, operation, () => far);
    const end = async (change: Pick<OperationRecord, 'state' | 'outcome' | 'problem'>) => {
      over.abort();
      await noting;
      await records.save({ ...record, ...far, heardAt: clock.now(), ...change }).catch(() => undefined);
      await operation.lease.release();
    };
    const tell = (eventsDone: number, eventsEstimated: number | undefined) => {
      far = { eventsDone, ...(eventsEstimated === undefined ? {} : { eventsEstimated }) };
      progress?.(eventsDone, eventsEstimated);
    };
    try {
      const outcome = await this.#act(record.kind, record.view, tell, version);
      await end({ state: 'done', outcome });
      return outcome;
    } catch (error) {
      await end({ state: 'failed', problem: problemOf(error) });
      throw error;
    }
  }

  async #noteWhile(signal: AbortSignal, operation: Operation, far: () => Partial<OperationRecord>): Promise<void> {
    const { records, clock, timing } = this.deps;
    const { record } = operation;
    for (;;) {
      await timing.delay(NOTE_MS, signal);
      if (signal.aborted) return;
      await records.save({ ...record, ...far(), heardAt: clock.now() }).catch(() => undefined);
      // The database was away for longer than a lease lasts, and the work goes on.
      if (!operation.lease.held) operation.lease = (await this.#again(record)) ?? operation.lease;
    }
  }

  #again(record: OperationRecord): Promise<Lease | undefined> {
    return this.#lease(record).catch(() => undefined);
  }

  async #act(
    kind: OperationKind,
    view: string,
    progress: NonNullable<OperationWish['progress']>,
    version: number | undefined,
  ): Promise<OperationOutcome> {
    if (kind === 'rebuild') {
      const { label, events } = await this.operations.rebuild(view, {
        progress,
        ...(version === undefined ? {} : { version }),
      });
      return { build: label, events };
    }
    if (kind === 'switch' || kind === 'back') {
      const { from, to } = await this.operations[kind](view, progress);
      return { build: to, live: from };
    }
    return told(await this.operations[kind](view, progress));
  }
}

/** One that this process runs. */
interface Operation {
  readonly record: OperationRecord;
  lease: Lease;
}

function leaseOf(view: string): string {
  return `operation-${view}`;
}

function runningSince(view: string, running: OperationRecord | undefined): OperationRunning {
  const since = running?.state === 'running' ? ` since ${running.startedAt}` : '';
  return new OperationRunning(`${running?.kind ?? 'another operation'} is running on ${view}${since}`);
}

function told({ live, beside, compared, fields, differences }: Compared): OperationOutcome {
  return {
    build: beside,
    live,
    compared,
    fields,
    differing: differences.length,
    differences: differences.slice(0, MOST_DIFFERENCES),
  };
}

/** In words where the error is one of ours; otherwise its class, for a message may hold anything. */
export function problemOf(error: unknown): string {
  const ours = error instanceof OperationRefused || error instanceof BuildBusy || error instanceof BuildStopped;
  return ours ? error.message : errorClass(error);
}
