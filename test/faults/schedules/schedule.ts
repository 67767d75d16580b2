import type { ServerAbilities } from '../../../src/platform/documents/abilities.js';
import type { RecordedEvent } from '../../../src/platform/event-store/envelope.js';
import type { Projection } from '../../../src/platform/projections/projection.js';
import { silentObserver } from '../../../src/platform/projections/view-observer.js';
import type { CheckpointChange } from '../../../src/platform/projections/view-store.js';
import { ViewsRunner } from '../../../src/platform/projections/views-runner.js';
import { positionText } from '../../../src/platform/subscriptions/position.js';
import { MemoryLeases } from '../../support/views/memory-leases.js';
import { MemoryLog, MemorySource, plainDecoder } from '../../support/views/memory-log.js';
import { MemoryDatabase, MemoryViewStore } from '../../support/views/memory-view-store.js';
import { placements, schoolTotals, tally } from '../../support/views/sample-projections.js';
import { Seeded } from '../../support/views/seeded.js';
import { VirtualTiming } from '../../support/views/virtual-timing.js';
import { FaultyLink, LEASE_MS } from './faulty-link.js';

/** How often each fault was injected, so that a run can say what it survived. */
export type FaultCounts = Record<string, number>;

const CHILDREN = ['ada', 'ben', 'cat', 'dov', 'eve'];
const SCHOOLS = ['100', '200'];
/** Events that do not go to a child's stream. */
const STREAMS: Readonly<Record<string, (school: string) => string>> = {
  CalendarChanged: (school) => `school-${school}`,
  RecordLookedAt: (school) => `access-${school}`,
};
const ORDINARY = [
  ...new Array<string>(15).fill('AbsenceRecorded'),
  ...new Array<string>(4).fill('CalendarChanged'),
  ...new Array<string>(3).fill('RecordLookedAt'),
  'Removed',
];
export const UNKNOWN: ReadonlySet<string> = new Set(['FromTheFuture']);

/**
 * One random schedule: two processes work three views while events arrive, connections break before and after the work,
 * processes stall past their lease or are killed, the stores go away, clocks step back. Then all faults end.
 */
export class Schedule {
  readonly log = new MemoryLog();
  readonly database = new MemoryDatabase();
  readonly counts: FaultCounts = {};
  readonly #seeded: Seeded;
  readonly timing: VirtualTiming;
  readonly #leases: MemoryLeases;
  readonly #poison: boolean;
  readonly #mix: readonly string[];
  /**
   * Where updates are not atomic, one that stood still past its lease tells which documents are in doubt; killed before it
   * could, it can't. So there a schedule has the one fault or the other.
   */
  readonly #kills: boolean;
  readonly #stalls: boolean;
  #faulty = true;
  #databaseAwayUntil = 0;
  #storeAwayUntil = 0;
  #databaseClockShift = 0;
  #clockShift = 0;
  #processes: SimulatedProcess[] = [];
  projections: readonly Projection[];
  readonly violations: string[] = [];
  #backup: (() => boolean) | undefined;
  /** Where the log ended when the new version came. */
  #deployedAt = '';
  readonly #furthest = new Map<string, string>();

  /** @param server what the database's server can do; left out: all */
  constructor(
    seed: number,
    private readonly server?: ServerAbilities,
  ) {
    this.#seeded = new Seeded(seed);
    this.#kills = server === undefined || seed % 2 === 0;
    this.#stalls = server === undefined || !this.#kills;
    this.timing = new VirtualTiming(this.#seeded);
    this.#leases = new MemoryLeases(() => this.timing.monotonic() + this.#databaseClockShift);
    this.#poison = this.#seeded.happens(0.3);
    this.#mix = this.#poison ? [...ORDINARY, 'Poisoned', 'FromTheFuture'] : ORDINARY;
    this.projections = [tally(1), schoolTotals, placements];
  }

  async run(): Promise<void> {
    for (let count = this.#seeded.whole(0, 20); count > 0; count -= 1) this.#appendOne();
    this.#processes = [this.#begin(), this.#begin()];
    const upgradeAt = !this.#poison && this.#seeded.happens(0.3) ? this.#seeded.whole(5, 25) : -1;
    for (let step = 0; step < 40; step += 1) {
      const until = this.timing.monotonic() + this.#seeded.whole(1, 900);
      for (let count = this.#seeded.whole(0, 5); count > 0; count -= 1) this.#appendOne();
      if (step === upgradeAt) await this.#upgrade();
      this.#mishap();
      const reached = this.timing.delay(until - this.timing.monotonic());
      let over = false;
      void reached.then(() => {
        over = true;
      });
      await this.timing.runUntil(() => over, 60_000);
    }
    this.#faulty = false;
    this.#appendOne('AbsenceRecorded');
    await this.timing.runUntil(() => this.#finished(), 600_000);
    await this.#letLateCommandsArrive();
    await this.timing.runUntil(() => this.#finished(), 600_000);
    const stopped = Promise.all(this.#processes.map(({ runner }) => runner.stop()));
    let over = false;
    void stopped.then(() => {
      over = true;
    });
    await this.timing.runUntil(() => over, 600_000);
  }

  async #letLateCommandsArrive(): Promise<void> {
    let over = false;
    void this.timing.delay(8 * LEASE_MS).then(() => {
      over = true;
    });
    await this.timing.runUntil(() => over, 600_000);
  }

  #appendOne(type = this.#seeded.one(this.#mix)): void {
    const school = this.#seeded.one(SCHOOLS);
    const stream = STREAMS[type]?.(school) ?? `child-${this.#seeded.one(CHILDREN)}`;
    const placed = type === 'AbsenceRecorded' && this.#seeded.happens(0.5);
    this.log.append(stream, { type, data: placed ? { school } : {} }, this.timing.monotonic());
  }

  #count(fault: string): void {
    this.counts[fault] = (this.counts[fault] ?? 0) + 1;
  }

  #mishap(): void {
    const now = this.timing.monotonic();
    if (this.#kills && this.#seeded.happens(0.12)) {
      this.#count('process killed');
      const index = this.#seeded.whole(0, 1);
      this.#processes[index]?.kill();
      this.#processes[index] = this.#begin();
    }
    if (this.#seeded.happens(0.06)) {
      this.#count('database away');
      this.#databaseAwayUntil = now + this.#seeded.whole(100, 60_000);
    }
    if (this.#seeded.happens(0.06)) {
      this.#count('event store away');
      this.#storeAwayUntil = now + this.#seeded.whole(100, 60_000);
    }
    if (this.#seeded.happens(0.1)) this.#backup = this.#takeBackup();
    if (this.#backup && this.#seeded.happens(0.05) && this.#backup()) this.#count('database put back to a backup');
    if (this.#seeded.happens(0.05)) {
      this.#count("database's clock stepped back");
      this.#databaseClockShift -= this.#seeded.whole(1, 3_600_000);
    }
    if (this.#seeded.happens(0.05)) {
      this.#count("database's clock stepped forward");
      this.#databaseClockShift += this.#seeded.whole(1, 3_600_000);
    }
    if (this.#seeded.happens(0.05)) {
      this.#count("process's clock stepped back");
      this.#clockShift -= this.#seeded.whole(1, 3_600_000);
    }
  }

  /**
   * Putting back is noticed by the checkpoint not being where it was left. A backup of which no checkpoint has moved since
   * can't be told from the present, so it is left alone.
   */
  #takeBackup(): () => boolean {
    const putBack = [this.database.backup(), this.#leases.backup()];
    const places = () => [...this.database.collections.keys()].map((id) => this.database.checkpoints.get(id)?.position);
    const before = places();
    return () => {
      if (places().some((position, index) => position === before[index])) return false;
      for (const each of putBack) each();
      this.#backup = undefined;
      this.#furthest.clear();
      // To a time before any build, perhaps: the first ever is served while it fills.
      this.#deployedAt = '';
      return true;
    };
  }

  /** Both processes are replaced by a release with a new version of one view. */
  async #upgrade(): Promise<void> {
    this.#count('new version deployed');
    this.projections = [tally(2), schoolTotals, placements];
    // The first build ever is served while it fills.
    this.#deployedAt = this.database.pointers.has('tally') ? positionOf(this.log.events.at(-1)) : '';
    for (const [index, process] of this.#processes.entries()) {
      process.kill();
      this.#processes[index] = this.#begin();
    }
  }

  #begin(): SimulatedProcess {
    const link = new FaultyLink(
      this.#seeded,
      this.timing,
      () => this.#faulty,
      (fault) => this.#count(fault),
      () => this.#databaseAwayUntil,
      this.server !== undefined,
      this.#stalls,
    );
    const store = new MemoryViewStore(this.database, link, (change) => this.#checkCheckpoint(change), this.server);
    const source = new MemorySource(this.log, {
      before: () => link.feed(() => this.#storeAwayUntil),
      some: (available) => this.#seeded.whole(1, available),
    });
    const runner = new ViewsRunner<RecordedEvent>(
      {
        source,
        decoder: plainDecoder(UNKNOWN),
        store,
        leases: this.#leases.through(link),
        timing: this.timing,
        clock: { now: () => new Date(this.#time()).toISOString(), epoch: () => this.#time() },
        observer: silentObserver,
      },
      this.projections,
      { leaseMs: LEASE_MS, batches: { catchingUp: 7, lingerMs: 0, live: 3 } },
      `process-${this.#processes.length}-${this.#seeded.whole(0, 2 ** 31)}`,
    );
    runner.start();
    return { runner, kill: () => link.kill() };
  }

  #time(): number {
    return 1_790_000_000_000 + this.timing.monotonic() + this.#clockShift;
  }

  /**
   * At every moment: a checkpoint never goes back, nothing half built is served, and a checkpoint never runs ahead of a
   * document. The last not where updates are not atomic: there a document may be behind until it has been looked at again.
   */
  #checkCheckpoint({ build, position }: CheckpointChange): void {
    if (position < (this.#furthest.get(build.id) ?? '')) this.violations.push(`${build.id}: checkpoint went back`);
    this.#furthest.set(build.id, position);
    const { live } = this.database.pointers.get('tally') ?? {};
    if (live === 'v2' && (this.database.checkpoints.get('tally_v2')?.position ?? '') < this.#deployedAt)
      this.violations.push('tally_v2 serves, half built');
    if (this.server && !this.server.atomicUpdates) return;
    const projection = this.projections.find(({ name }) => name === build.name);
    const documents = this.database.documents(build.id);
    for (const event of this.log.events) {
      const at = positionText(event.position);
      if (at > position) break;
      if (!projection || !event.streamId.startsWith('child-') || UNKNOWN.has(event.type)) continue;
      for (const key of projection.keys(event)) {
        if (this.database.quarantine.has(`${build.id}|${key}`)) continue;
        if ((documents.get(key)?._seen.position ?? '') < at)
          this.violations.push(`${build.id}: checkpoint ahead of ${key}`);
      }
    }
  }

  #finished(): boolean {
    const last = this.log.events.at(-1);
    if (!last) return true;
    const requeued = [...this.database.quarantine.values()].filter(({ requeue }) => requeue).map(({ build }) => build);
    return this.projections.every(({ name, version }) => {
      if (requeued.includes(`${name}_v${version}`)) return false;
      const live = this.database.pointers.get(name)?.live;
      const checkpoint = this.database.checkpoints.get(`${name}_${live}`);
      return live === `v${version}` && checkpoint !== undefined && checkpoint.position >= positionText(last.position);
    });
  }
}

function positionOf(event: RecordedEvent | undefined): string {
  return event ? positionText(event.position) : '';
}

interface SimulatedProcess {
  readonly runner: ViewsRunner<RecordedEvent>;
  kill(): void;
}
