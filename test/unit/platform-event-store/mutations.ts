import type { Fault } from '../../../src/platform/event-store/chain.js';
import type { StoredEvent } from '../../../src/platform/event-store/stored-event.js';

export type Mutation = (events: StoredEvent[]) => StoredEvent[];

export const at = (events: readonly StoredEvent[], streamId: string, revision: number): number =>
  events.findIndex((event) => event.streamId === streamId && event.revision === BigInt(revision));

export function event(events: readonly StoredEvent[], streamId: string, revision: number): StoredEvent {
  const found = events[at(events, streamId, revision)];
  if (!found) throw new Error('no such event');
  return found;
}

/** Changes revision 2 of `reader-1`. */
function edit(change: (holder: Record<string, unknown>, key: string) => void, path: string): Mutation {
  return (events) => {
    const copy = structuredClone(event(events, 'reader-1', 2));
    const keys = path.split('.');
    const last = keys.pop() ?? '';
    let holder = copy as unknown as Record<string, unknown>;
    for (const key of keys) holder = holder[key] as Record<string, unknown>;
    change(holder, last);
    return events.with(at(events, 'reader-1', 2), copy);
  };
}

const set = (path: string, value: unknown) =>
  edit((holder, key) => {
    holder[key] = value;
  }, path);

const remove = (path: string) =>
  edit((holder, key) => {
    delete holder[key];
  }, path);

function swap(events: readonly StoredEvent[], one: number, other: number): StoredEvent[] {
  const [first, second] = [events[one], events[other]];
  return first && second ? events.with(one, second).with(other, first) : [...events];
}

/** What may be done to the log, and what must be found: the events, and what is wrong with each. */
export const mutations: [string, Mutation, [string, Fault[]][]][] = [
  ['a plain member edited', set('data.book', 'other'), [['reader-1@2', ['hash']]]],
  ['a member added', set('data.extra', null), [['reader-1@2', ['hash']]]],
  ['a member removed', remove('data.on'), [['reader-1@2', ['hash']]]],
  ['a ciphertext edited', set('data.note.ct', 'AAAA'), [['reader-1@2', ['hash']]]],
  ['an actor edited', set('metadata.actor.id', 'staff-2'), [['reader-1@2', ['hash']]]],
  [
    'a time edited',
    set('metadata.recordedAt', '2026-03-27T09:00:00.005Z'),
    [
      ['reader-1@2', ['hash']],
      ['reader-1@3', ['time']],
    ],
  ],
  ['a command id edited', set('metadata.commandId', 'other'), [['reader-1@2', ['hash']]]],
  ['a schema version edited', set('metadata.schemaVersion', 2), [['reader-1@2', ['hash']]]],
  ['a type renamed', set('type', 'WarningNoted'), [['reader-1@2', ['hash']]]],
  ['an event id changed', set('id', 'x'), [['reader-1@2', ['hash']]]],
  ['the link stripped', remove('metadata.integrity'), [['reader-1@2', ['no-integrity']]]],
  ['the metadata stripped', remove('metadata'), [['reader-1@2', ['no-integrity']]]],
  ['the link malformed', set('metadata.integrity.v', 2), [['reader-1@2', ['no-integrity']]]],
  ['the link turned elsewhere', set('metadata.integrity.prev', 'f'.repeat(64)), [['reader-1@2', ['link', 'hash']]]],
  [
    'the recorded hash edited',
    set('metadata.integrity.hash', 'f'.repeat(64)),
    [
      ['reader-1@2', ['hash']],
      ['reader-1@3', ['link']],
    ],
  ],
  ['data that is no JSON', set('data.book', Number.NaN), [['reader-1@2', ['hash']]]],
  [
    'the first event dropped',
    (events) => events.toSpliced(at(events, 'reader-1', 0), 1),
    [['reader-1@1', ['revision', 'link']]],
  ],
  [
    'one event dropped',
    (events) => events.toSpliced(at(events, 'reader-1', 2), 1),
    [['reader-1@3', ['revision', 'link']]],
  ],
  [
    'one event dropped and the others renumbered',
    (events) =>
      events
        .toSpliced(at(events, 'reader-1', 2), 1)
        .map((event) =>
          event.streamId === 'reader-1' && event.revision > 2n ? { ...event, revision: event.revision - 1n } : event,
        ),
    [
      ['reader-1@2', ['link', 'hash']],
      ['reader-1@3', ['hash']],
      ['reader-1@4', ['hash']],
    ],
  ],
  [
    'two events swapped',
    (events) => swap(events, at(events, 'reader-1', 2), at(events, 'reader-1', 3)),
    [
      ['reader-1@3', ['revision', 'link']],
      ['reader-1@2', ['revision', 'link', 'time']],
      ['reader-1@4', ['revision', 'link']],
    ],
  ],
  [
    'the contents of two events swapped, each at its place',
    (events) => {
      const [one, other] = [at(events, 'reader-1', 2), at(events, 'reader-1', 5)];
      const moved = swap(events, one, other);
      return moved.map((event, index) =>
        index === one ? { ...event, revision: 2n } : index === other ? { ...event, revision: 5n } : event,
      );
    },
    [
      ['reader-1@2', ['link', 'hash']],
      ['reader-1@3', ['link', 'time']],
      ['reader-1@5', ['link', 'hash', 'time']],
    ],
  ],
  [
    'one event doubled',
    (events) => events.toSpliced(at(events, 'reader-1', 2), 0, event(events, 'reader-1', 2)),
    [['reader-1@2', ['revision', 'link']]],
  ],
  [
    'one event doubled at the end under the next revision',
    (events) => [...events, { ...event(events, 'reader-1', 5), revision: 6n }],
    [['reader-1@6', ['link', 'hash']]],
  ],
  [
    'a forged event put at the end, without a link',
    (events) => [...events, { ...event(events, 'reader-1', 5), id: 'forged', revision: 6n, metadata: {} }],
    [['reader-1@6', ['no-integrity']]],
  ],
  [
    'a forged event put in, the others renumbered',
    (events) =>
      events
        .map((stored) =>
          stored.streamId === 'reader-1' && stored.revision > 2n
            ? { ...stored, revision: stored.revision + 1n }
            : stored,
        )
        .toSpliced(at(events, 'reader-1', 3), 0, { ...event(events, 'reader-1', 2), id: 'forged', revision: 3n }),
    [
      ['reader-1@3', ['link', 'hash']],
      ['reader-1@4', ['hash']],
      ['reader-1@5', ['hash']],
      ['reader-1@6', ['hash']],
    ],
  ],
  [
    'an event moved to another stream',
    (events) => [
      ...events.toSpliced(at(events, 'reader-1', 5), 1),
      { ...event(events, 'reader-1', 5), streamId: 'reader-2', revision: 3n },
    ],
    [['reader-2@3', ['link', 'hash']]],
  ],
  [
    'a whole stream under another name',
    (events) => events.map((stored) => (stored.streamId === 'reader-3' ? { ...stored, streamId: 'reader-9' } : stored)),
    [
      ['reader-9@0', ['hash']],
      ['reader-9@1', ['hash']],
      ['reader-9@2', ['hash']],
    ],
  ],
];
