import { pingDocuments } from '../platform/documents/connect.js';
import type { HealthCheck, HealthFinding } from '../platform/http/health.controller.js';
import { HEALTH_LIMITS, type ViewHealth } from '../platform/projections/views-health.js';
import type { Standing } from '../platform/telemetry/process-standing.js';
import type { Services } from './services.js';

/** A process that has failed for so long needs a look. Milliseconds. */
const FAILING_MS = 5 * 60_000;

/** What must be there before requests are sent here: both stores, the schools’ calendars, and views that move. */
export function healthChecks(services: Services): readonly HealthCheck[] {
  const views = new ViewsCheck();
  const { source, documents, clock, follower, viewsHealth, standings } = services;
  return [
    { name: 'event-store', check: () => source.end().then(() => UP) },
    { name: 'documents', check: () => pingDocuments(documents).then(() => UP) },
    { name: 'schools', check: async () => schoolsKnown(follower.health) },
    { name: 'views', check: async () => views.found(await viewsHealth.check()) },
    { name: 'processes', check: async () => processesFound(standings.all, clock.epoch()) },
  ];
}

const UP: HealthFinding = { status: 'up' };

/** Decisions are made on the calendars that this process knows. */
function schoolsKnown({ ok, error }: Services['follower']['health']): HealthFinding {
  return { status: ok ? 'up' : 'down', ...(error === undefined ? {} : { detail: { error } }) };
}

/**
 * Ready once every view has caught up since this process started; from then on for as long as they move. A view that is
 * behind and moves is told, but to take every program off for it would only make more of them late.
 */
export class ViewsCheck {
  readonly #caughtUp = new Set<string>();

  found(views: readonly ViewHealth[]): HealthFinding {
    for (const { name, lag } of views) {
      if ('seconds' in lag && lag.seconds < HEALTH_LIMITS.lagSeconds) this.#caughtUp.add(name);
    }
    const down = views.some(({ name, healthy }) => !healthy || !this.#caughtUp.has(name));
    const incomplete = views.some(({ quarantined }) => quarantined > 0);
    return { status: down ? 'down' : incomplete ? 'degraded' : 'up', detail: Object.fromEntries(views.map(told)) };
  }
}

function told({ name, label, lag, stillMs, healthy, quarantined, stopped }: ViewHealth) {
  const {
    seconds: lagSeconds,
    streamId: firstNotShown,
    revision,
  } = lag as Extract<ViewHealth['lag'], { seconds: number }>;
  const behind = 'seconds' in lag ? { lagSeconds, firstNotShown, revision } : { lagUnknown: lag.unknown };
  return [name, { build: label, healthy, ...behind, stillSeconds: Math.round(stillMs / 1000), quarantined, stopped }];
}

function processesFound(all: Readonly<Record<string, Standing>>, now: number): HealthFinding {
  const ill = ({ held, failingSince }: Standing) =>
    held > 0 || (failingSince !== undefined && now - Date.parse(failingSince) > FAILING_MS);
  return { status: Object.values(all).some(ill) ? 'degraded' : 'up', detail: all };
}
