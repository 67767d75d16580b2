import { describe, expect, it } from '@jest/globals';
import { selectedTypes } from '../../../src/platform/subscriptions/selected-types.js';
import type { Chunk, EventFeed, EventSource } from '../../../src/platform/subscriptions/source.js';

interface Raw {
  readonly streamId: string;
  readonly type: string;
  readonly at: bigint;
}

const raw = (type: string, at: number, streamId = 'child-1'): Raw => ({ streamId, type, at: BigInt(at) });
const position = (at: bigint) => ({ commit: at, prepare: at });
const decoder = {
  locate: ({ streamId, type, at }: Raw) => ({ streamId, revision: 0, type, position: position(at), created: 0 }),
};

function sourceOf(...chunks: Chunk<Raw>[]): EventSource<Raw> {
  const feed: EventFeed<Raw> = {
    next: async () => chunks.shift() ?? Promise.reject(new Error('the end')),
    close: async () => undefined,
  };
  return {
    subscribe: () => feed,
    end: async () => undefined,
    readStream: async () => [raw('Heard', 1), raw('Other', 2)],
  };
}

const heard = new Set(['Heard']);
const all = { from: undefined, streamPrefixes: ['child-'] };

describe('a source of some types only', () => {
  it('passes over the others, and says how far it has looked', async () => {
    const source = sourceOf(
      { events: [raw('Other', 1), raw('Other', 2)], caughtUp: false },
      { events: [raw('Other', 3), raw('Heard', 4), raw('Other', 5)], caughtUp: false },
    );
    const chunk = await selectedTypes(source, decoder, heard).subscribe(all).next(50);
    expect(chunk).toEqual({ events: [raw('Heard', 4)], upTo: position(5n), caughtUp: false });
  });

  it('asks the store for its types alone, and passes over streams that it did not ask for', async () => {
    const asked: unknown[] = [];
    const source = sourceOf({ events: [raw('Heard', 1, 'school-1'), raw('Heard', 2)], caughtUp: false });
    const noting = {
      ...source,
      subscribe: (options: typeof all) => {
        asked.push(options);
        return source.subscribe(options);
      },
    };
    const chunk = await selectedTypes(noting, decoder, heard).subscribe(all).next(50);
    expect(chunk.events).toEqual([raw('Heard', 2)]);
    expect(asked).toEqual([{ ...all, types: heard }]);
  });

  it('tells the end of the log, and now and then that it has heard nothing', async () => {
    const end = sourceOf({ events: [raw('Other', 1)], upTo: position(9n), caughtUp: true });
    expect(await selectedTypes(end, decoder, heard).subscribe(all).next(50)).toEqual({
      events: [],
      upTo: position(9n),
      caughtUp: true,
    });
    const many = Array.from({ length: 1_000 }, (_, at) => ({ events: [raw('Other', at)], caughtUp: false }));
    expect(
      await selectedTypes(sourceOf(...many), decoder, heard)
        .subscribe(all)
        .next(50),
    ).toEqual({
      events: [],
      upTo: position(999n),
      caughtUp: false,
    });
  });

  it('reads a stream in the same way, and ends as the source does', async () => {
    const source = selectedTypes(sourceOf(), decoder, heard);
    expect(await source.readStream('s')).toEqual([raw('Heard', 1)]);
    await expect(source.subscribe(all).next(50)).rejects.toThrow('the end');
  });
});
