import { pingDocuments } from '../platform/documents/connect.js';
import type { HealthCheck } from '../platform/http/health.controller.js';
import type { Services } from './services.js';

const PATIENCE_MS = 3_000;

/** What must be there before requests are sent here: both stores, the schools’ calendars, and every view at the end of the log. */
export function healthChecks(services: Services): readonly HealthCheck[] {
  return [
    { name: 'event-store', check: () => inTime(services.source.end().then(() => ({ ok: true }))) },
    { name: 'documents', check: () => inTime(pingDocuments(services.documents).then(() => ({ ok: true }))) },
    { name: 'schools', check: async () => schoolsKnown(services) },
    { name: 'views', check: () => inTime(viewsCaughtUp(services)) },
  ];
}

/** Decisions are made on the calendars that this process knows. */
function schoolsKnown({ follower }: Services) {
  const { ok, error } = follower.health;
  return error === undefined ? { ok } : { ok, detail: { error } };
}

async function viewsCaughtUp(services: Services) {
  const views = await services.viewsHealth.check();
  const detail = views.map(({ name, label, lag, quarantined, stopped }) => ({
    name,
    label,
    lag,
    quarantined,
    stopped,
  }));
  return { ok: views.every(({ lag, healthy }) => healthy && 'seconds' in lag && lag.seconds < 30), detail };
}

function inTime<T>(work: Promise<T>): Promise<T> {
  return Promise.race([
    work,
    new Promise<never>((_resolve, reject) => setTimeout(() => reject(new Error('no answer')), PATIENCE_MS).unref()),
  ]);
}
