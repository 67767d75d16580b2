import type { ViewObserver } from '../projections/view-observer.js';
import type { ProcessObserver } from '../subscriptions/process.js';
import type { WakingObserver } from '../waking/waker.js';
import type { Log } from './log.js';

/** Tells several listeners. */
export function allOf(...observers: readonly ViewObserver[]): ViewObserver {
  const each = (tell: (observer: ViewObserver) => void) => {
    for (const observer of observers) tell(observer);
  };
  return {
    written: (view, batch) => each((observer) => observer.written(view, batch)),
    dropped: (reason) => each((observer) => observer.dropped(reason)),
    quarantined: (view, error) => each((observer) => observer.quarantined(view, error)),
    stopped: (view, error) => each((observer) => observer.stopped(view, error)),
  };
}

export function allOfProcesses(...observers: readonly ProcessObserver[]): ProcessObserver {
  const each = (tell: (observer: ProcessObserver) => void) => {
    for (const observer of observers) tell(observer);
  };
  return {
    reacted: (process, events) => each((observer) => observer.reacted(process, events)),
    retrying: (process, error) => each((observer) => observer.retrying(process, error)),
    held: (process, error) => each((observer) => observer.held(process, error)),
  };
}

/** What an operator must be able to find in the log. */
export function loggedViews(log: Log): ViewObserver {
  return {
    written: (view, { events, documents, durationMs }) =>
      log.debug('view-written', { view, events: events.length, documents, durationMs: Math.round(durationMs) }),
    dropped: (reason) => log.info('subscription-dropped', { reason }),
    quarantined: (view, error) => log.error('view-document-quarantined', { view, error }),
    stopped: (view, error) => log.error('view-stopped', { view, error }),
  };
}

export function allOfWakings(...observers: readonly WakingObserver[]): WakingObserver {
  return {
    woke: (process, recorded) => {
      for (const observer of observers) observer.woke(process, recorded);
    },
    retrying: (process, error) => {
      for (const observer of observers) observer.retrying(process, error);
    },
  };
}

export function loggedProcesses(log: Log): ProcessObserver {
  return {
    reacted: (process, events) => log.debug('process-reacted', { process, events }),
    retrying: (process, error) => log.info('process-retrying', { process, error }),
    held: (process, error) => log.error('process-instance-held', { process, error }),
  };
}
