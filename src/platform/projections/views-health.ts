import { BEFORE_ALL } from '../subscriptions/position.js';
import type { Timing } from '../subscriptions/timing.js';
import { foreseeBuild } from './build-choice.js';
import type { Lag, LagProbe } from './lag-probe.js';
import { buildLabel, collectionName, type Projection, type ViewDocument } from './projection.js';
import type { ViewStore } from './view-store.js';

export interface HealthLimits {
  /** A view may be this far behind without being ill. Seconds. */
  readonly lagSeconds: number;
  /** Ill only if it has not moved for this long. Milliseconds. */
  readonly stillMs: number;
}

export const HEALTH_LIMITS: HealthLimits = { lagSeconds: 30, stillMs: 30_000 };

export interface ViewHealth {
  readonly name: string;
  readonly label: string;
  readonly lag: Lag;
  /** Milliseconds since this process last saw its checkpoint move, or first looked. */
  readonly stillMs: number;
  readonly healthy: boolean;
  readonly quarantined: number;
  /** Class of the error that stopped it. */
  readonly stopped?: string;
}

/** Where a build stood when this process looked last. */
interface Standing {
  readonly position: string;
  readonly at: number;
  /** Since this process saw that an event waits to be handled. */
  readonly waitsSince?: number;
}

/**
 * Whether each view that readers are served from moves. Far behind is not ill: a rebuild is far behind. Ill is far behind
 * without moving, or stopped.
 */
export class ViewsHealth<R> {
  readonly #moved = new Map<string, Standing>();

  constructor(
    private readonly store: ViewStore,
    private readonly probe: LagProbe<R>,
    private readonly timing: Timing,
    private readonly projections: readonly Projection<ViewDocument>[],
    private readonly limits: HealthLimits = HEALTH_LIMITS,
  ) {}

  /** @throws what the database throws */
  check(): Promise<readonly ViewHealth[]> {
    return Promise.all(this.projections.map((projection) => this.#checkOne(projection)));
  }

  async #checkOne(projection: Projection<ViewDocument>): Promise<ViewHealth> {
    const { name, streamPrefixes } = projection;
    const choice = await foreseeBuild(this.store, projection);
    const label = choice?.pointer.live ?? buildLabel(projection.version);
    const id = collectionName(name, label);
    const [checkpoint, quarantine] = await Promise.all([this.store.checkpoint(id), this.store.quarantine(id)]);
    const position = checkpoint?.position ?? BEFORE_ALL;
    const found = await this.probe.lag(position, streamPrefixes);
    const { stillMs, waitedMs } = this.#standing(id, position, 'seconds' in found && found.seconds > 0);
    const lag = 'seconds' in found ? { ...found, seconds: Math.max(found.seconds, waitedMs / 1000) } : found;
    const stopped = checkpoint?.state === 'stopped' ? (checkpoint.error ?? 'Error') : undefined;
    const behind = !('seconds' in lag) || lag.seconds > this.limits.lagSeconds;
    const healthy = stopped === undefined && !(behind && stillMs > this.limits.stillMs);
    return {
      name,
      label,
      lag,
      stillMs,
      healthy,
      quarantined: quarantine.length,
      ...(stopped && { stopped }),
    };
  }

  /** How long the checkpoint has stood still, and an event has waited to be handled, by no clock that can step back. */
  #standing(build: string, position: string, waits: boolean): { readonly stillMs: number; readonly waitedMs: number } {
    const now = this.timing.monotonic();
    const before = this.#moved.get(build);
    const last = before?.position === position ? before : { position, at: now };
    const waitsSince = waits ? (last.waitsSince ?? now) : undefined;
    this.#moved.set(build, { position, at: last.at, ...(waitsSince !== undefined && { waitsSince }) });
    return { stillMs: now - last.at, waitedMs: waitsSince === undefined ? 0 : now - waitsSince };
  }
}
