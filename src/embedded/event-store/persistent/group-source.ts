import type { EventLog } from '../log/event-log.js';
import type { StreamView } from '../streams/stream-view.js';
import { revisionOf } from '../streams/stream-view.js';
import { type EventFilter, isBookkeeping } from '../subscriptions/event-filter.js';
import type { ResolvedEvent } from '../wire/recorded-event.js';

/** One event of a source; `resolved` is undefined where the filter passes it over. */
export interface Sourced {
  readonly place: number;
  readonly resolved: ResolvedEvent | undefined;
}

/** What a group reads from: a stream by revision, or `$all` by position. */
export interface GroupSource {
  /** The place of the last event. */
  end(): number;
  /** What comes after a place, in order; `atEnd` once there is nothing more for now. */
  after(place: number, limit: number): { readonly events: readonly Sourced[]; readonly atEnd: boolean };
}

export function streamSource(view: StreamView, resolveLinks: boolean): GroupSource {
  return {
    end: () => view.last(),
    after: (place, limit) => {
      const { events, next } = view.read(place + 1, limit, resolveLinks);
      return {
        events: events.map((resolved) => ({ place: revisionOf(resolved), resolved })),
        atEnd: next === undefined,
      };
    },
  };
}

export function allSource(log: EventLog, filter: EventFilter | undefined, resolveLinks: boolean): GroupSource {
  const passes = filter?.passes ?? ((event) => !isBookkeeping(log.streamNames.name(event.stream).text));
  return {
    end: () => log.head(),
    after: (place, limit) => {
      const events = log.reader.log(place + 1, limit);
      const last = events.at(-1)?.position ?? place;
      return {
        events: events.map((event) => ({
          place: event.position,
          resolved: !passes(event) ? undefined : resolveLinks ? log.reader.resolve(event) : { event, link: undefined },
        })),
        atEnd: events.length === 0 || last >= log.head(),
      };
    },
  };
}
