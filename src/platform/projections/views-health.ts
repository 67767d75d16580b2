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

/**
 * Whether each view that readers are served from moves. Far behind is not ill: a rebuild is far behind. Ill is far behind
 * without moving, or stopped.
 */
export class ViewsHealth<R> {
  readonly #moved = new Map<string, { readonly position: string; readonly at: number }>();

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
    const lag = await this.probe.lag(position, streamPrefixes);
    const stillMs = this.#stillFor(id, position);
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

  #stillFor(build: string, position: string): number {
    const now = this.timing.monotonic();
    const last = this.#moved.get(build);
    if (!last || last.position !== position) this.#moved.set(build, { position, at: now });
    return last && last.position === position ? now - last.at : 0;
  }
}
