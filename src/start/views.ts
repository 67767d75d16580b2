import { setTimeout as pause } from 'node:timers/promises';
import { positionText } from '../platform/subscriptions/position.js';
import type { Progress } from './progress.js';
import type { Services } from './services.js';

const LOOK_EVERY_MS = 50;

/** Waits until every view shows all that is in the log now, telling how far they are. */
export async function untilViewsShow(services: Services, progress: Progress): Promise<void> {
  const end = await services.source.end();
  if (end === undefined) return;
  const wanted = positionText(end);
  for (;;) {
    const status = await services.viewsOverview.status();
    const behind = status.filter(
      ({ live, state, position }) => live && !(state === 'live' && (position ?? '') >= wanted),
    );
    const stopped = behind.find(({ state }) => state === 'stopped');
    if (stopped)
      progress.say(
        `The view ${stopped.name} has stopped (${stopped.error ?? 'no reason given'}); see the operator’s page.`,
      );
    if (behind.length === 0 || stopped) return;
    for (const { name, eventsDone, eventsEstimated } of behind) {
      progress.step(`view ${name}`, eventsDone, eventsEstimated ?? 0);
    }
    await pause(LOOK_EVERY_MS);
  }
}
