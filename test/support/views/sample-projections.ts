import type { RecordedEvent } from '../../../src/platform/event-store/envelope.js';
import type { Projection, ViewDocument } from '../../../src/platform/projections/projection.js';

interface Tally extends ViewDocument {
  readonly count: number;
  readonly revisions: readonly number[];
}

/** Follows whole streams and writes down every revision: anything lost, doubled or out of order shows. */
export function tally(version = 1): Projection<Tally> {
  return {
    name: 'tally',
    version,
    streamPrefixes: ['child-'],
    indexes: [],
    keys: ({ streamId }) => [streamId.slice('child-'.length)],
    wholeStream: (key) => `child-${key}`,
    apply: (document, event, key) => {
      if (event.type === 'Poisoned') throw new RangeError('never to be shown');
      if (event.type === 'Removed') return undefined;
      const revisions = [...(document?.revisions ?? []), event.revision];
      return { _id: key, count: (document?.count ?? 0) + version, revisions };
    },
  };
}

interface SchoolTotal extends ViewDocument {
  readonly events: number;
  readonly trail: string;
}

/** One document fed by many streams. */
export const schoolTotals: Projection<SchoolTotal> = {
  name: 'school-totals',
  version: 1,
  streamPrefixes: ['child-'],
  indexes: [],
  keys: (event) => schoolOf(event),
  keysOfStream: () => [],
  apply: (document, event, key) => ({
    _id: key,
    events: (document?.events ?? 0) + 1,
    trail: `${document?.trail ?? ''}${event.streamId}@${event.revision};`.slice(-400),
  }),
};

interface Placed extends ViewDocument {
  readonly school: string | null;
  readonly calendars: number;
  readonly moves: number;
}

/** A school's event changes the documents of the children who are there at that moment. */
export const placements: Projection<Placed> = {
  name: 'placements',
  version: 1,
  streamPrefixes: ['child-', 'school-'],
  indexes: [{ key: { school: 1 } }],
  keys: (event) => (event.streamId.startsWith('child-') && schoolOf(event).length > 0 ? [event.streamId.slice(6)] : []),
  keysOfStream: () => [],
  affects: (event) =>
    event.type === 'CalendarChanged' ? { school: event.streamId.slice('school-'.length) } : undefined,
  apply: (document, event, key) => {
    if (event.type === 'CalendarChanged') return document && { ...document, calendars: document.calendars + 1 };
    const [school = null] = schoolOf(event);
    return { _id: key, school, calendars: document?.calendars ?? 0, moves: (document?.moves ?? 0) + 1 };
  },
};

function schoolOf({ data }: RecordedEvent): readonly string[] {
  const { school } = data as { readonly school?: string };
  return school === undefined ? [] : [school];
}
