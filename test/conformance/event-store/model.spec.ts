import { randomUUID } from 'node:crypto';
import { type EventStoreDBClient, FORWARDS, type Position, START } from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { all, client as connect, event, newCategory, openServer, type ServerUnderTest } from './harness.js';
import { type Expected, type Outcome, ReferenceModel } from './reference-model.js';

/**
 * Random sequences of operations on a few streams, each compared with the model at once, and the whole log at the end.
 * A failure is shrunk to the shortest sequence that shows it.
 */
const RUNS = Number(process.env.MODEL_RUNS ?? '40');

let server: ServerUnderTest;
let client: EventStoreDBClient;
beforeAll(async () => {
  server = await openServer();
  client = connect(server.url);
});
afterAll(async () => {
  await client.dispose();
  await server.close();
});

const stream = fc.nat(2);
const expected: fc.Arbitrary<Expected> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<Expected>('any', 'no_stream', 'stream_exists') },
  { weight: 3, arbitrary: fc.bigInt(0n, 8n) },
);
/** Without STREAM_EXISTS, which this client cannot say for a deletion. */
const expectedByDelete: fc.Arbitrary<Exclude<Expected, 'stream_exists'>> = fc.oneof(
  fc.constantFrom<'any' | 'no_stream'>('any', 'no_stream'),
  fc.bigInt(0n, 8n),
);
const operation = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('append' as const),
      stream,
      expected,
      /** Small numbers stand for event ids, so that repeats, whole and in part, come about by themselves. */
      ids: fc.array(fc.nat(11), { minLength: 1, maxLength: 3 }),
      ownCall: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), stream, expected: expectedByDelete }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('tombstone' as const),
      stream: fc.constant(2),
      expected: expectedByDelete,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('metadata' as const),
      stream,
      maxCount: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
      truncateBefore: fc.option(fc.nat(6), { nil: undefined }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('read' as const),
      stream,
      direction: fc.constantFrom<'forwards' | 'backwards'>('forwards', 'backwards'),
      from: fc.option(fc.bigInt(0n, 9n), { nil: undefined }),
      maxCount: fc.integer({ min: 1, max: 5 }),
    }),
  },
);
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

/** Distinct ids only: the same id twice in one append has no defined meaning. */
const distinct = (ids: readonly number[]) => [...new Set(ids)];

interface Trial {
  readonly category: string;
  readonly model: ReferenceModel;
  readonly ids: readonly string[];
}

function byModel({ category, model, ids }: Trial, op: Operation): Outcome {
  const name = `${category}-${op.stream}`;
  switch (op.kind) {
    case 'append':
      return model.append(
        name,
        op.expected,
        distinct(op.ids).map((n) => ({ id: ids[n] ?? '', n })),
      );
    case 'delete':
      return model.delete(name, op.expected);
    case 'tombstone':
      return model.tombstone(name, op.expected);
    case 'metadata':
      return model.setMetadata(name, limitsOf(op));
    case 'read':
      return model.read(name, op.direction, op.from, op.maxCount);
  }
}

const limitsOf = ({
  maxCount,
  truncateBefore,
}: {
  maxCount?: number | undefined;
  truncateBefore?: number | undefined;
}) => ({
  ...(maxCount === undefined ? {} : { maxCount }),
  ...(truncateBefore === undefined ? {} : { truncateBefore }),
});

async function byServer({ category, ids }: Trial, op: Operation): Promise<Outcome> {
  const name = `${category}-${op.stream}`;
  try {
    switch (op.kind) {
      case 'append': {
        const events = distinct(op.ids).map((n) => event('Happened', n, ids[n]));
        const how = op.ownCall ? { credentials: { username: 'a', password: 'b' } } : {};
        const answer = await client.appendToStream(name, events, { expectedRevision: op.expected, ...how });
        return { kind: 'appended', last: answer.nextExpectedRevision };
      }
      case 'delete':
        await client.deleteStream(name, { expectedRevision: op.expected });
        return { kind: 'done' };
      case 'tombstone':
        await client.tombstoneStream(name, { expectedRevision: op.expected });
        return { kind: 'done' };
      case 'metadata':
        await client.setStreamMetadata(name, limitsOf(op));
        return { kind: 'done' };
      case 'read': {
        const { direction, maxCount, from } = op;
        const fromRevision = from ?? (direction === 'forwards' ? START : 'end');
        const events = await all(client.readStream(name, { direction, maxCount, fromRevision }));
        return { kind: 'read', events: events.map(({ event: e }) => `${e?.revision}:${e?.id}`) };
      }
    }
  } catch (error) {
    return outcomeOf(error);
  }
}

function outcomeOf(error: unknown): Outcome {
  const { type, actualVersion } = error as { type?: string; actualVersion?: bigint | 'no_stream' };
  if (type === 'wrong-expected-version') {
    // A deletion names a stream that is not there by -1.
    return { kind: 'wrong version', actual: actualVersion === -1n ? 'no_stream' : (actualVersion ?? 'no_stream') };
  }
  if (type === 'stream-deleted') return { kind: 'deleted' };
  if (type === 'stream-not-found') return { kind: 'not found' };
  throw error;
}

describe('the store and the model of it', () => {
  it(`agree on any sequence of operations: ${RUNS} sequences`, async () => {
    const from: Position = (await client.appendToStream(`${newCategory()}-0`, event('Mark'))).position ?? {
      commit: 0n,
      prepare: 0n,
    };
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 25 }), async (operations) => {
        const trial: Trial = {
          category: newCategory(),
          model: new ReferenceModel(),
          ids: Array.from({ length: 12 }, () => randomUUID()),
        };
        for (const op of operations) expect(await byServer(trial, op)).toEqual(byModel(trial, op));
        const log = await all(client.readAll({ fromPosition: from, direction: FORWARDS }));
        expect(
          log
            .filter(({ event: e }) => e?.streamId.startsWith(`${trial.category}-`) && !e.type.startsWith('$'))
            .map(({ event: e }) => ({ stream: e?.streamId, revision: e?.revision, id: e?.id })),
        ).toEqual(trial.model.log);
      }),
      { numRuns: RUNS },
    );
  }, 120_000);
});
