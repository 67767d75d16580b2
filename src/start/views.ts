import { setTimeout as pause } from 'node:timers/promises';
import { collectionName } from '../platform/projections/projection.js';
import { positionText } from '../platform/subscriptions/position.js';
import type { Progress } from './progress.js';
import type { Services } from './services.js';

const LOOK_EVERY_MS = 50;

/** Waits until every view shows all that is in the log now, telling how far they are. */
export async function untilViewsShow(services: Services, progress: Progress): Promise<void> {
  const end = await services.source.end();
  if (end === undefined) return;
  const wanted = positionText(end);
  const shown = new Set<string>();
  for (;;) {
    const status = await services.viewsOverview.status();
    for (const { name, label, live, state, position } of status) {
      if (live && state === 'live' && (position ?? '') >= wanted) shown.add(collectionName(name, label));
    }
    const behind = status.filter(({ live, name, label }) => live && !shown.has(collectionName(name, label)));
    const stopped = behind.find(({ state }) => state === 'stopped');
    if (stopped)
      progress.say(
        `The view ${stopped.name} has stopped (${stopped.error ?? 'no reason given'}); see the operator’s page.`,
      );
    if (behind.length === 0 || stopped) return;
    // The log may end with facts that are no view's: the store is asked whether there is anything more for it.
    if (behind.every(({ state }) => state === 'live') && (await nothingMore(services))) return;
    for (const { name, eventsDone, eventsEstimated } of behind) {
      progress.step(`view ${name}`, eventsDone, eventsEstimated ?? 0);
    }
    await pause(LOOK_EVERY_MS);
  }
}

async function nothingMore({ viewsHealth }: Services): Promise<boolean> {
  return (await viewsHealth.check()).every(({ lag }) => 'seconds' in lag && lag.streamId === undefined);
}
