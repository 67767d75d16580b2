import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { operations } from './portable-operations.js';
import { type ServerUnderTest, startEmbedded, startOutside } from './servers.js';

const RUNS = Number(process.env.SAME_ANSWERS_RUNS ?? 60);

/** With MONGODB_URL set, the embedded server against that one; without, against another embedded one that has no indexes. */
const OTHER = process.env.MONGODB_URL ? 'the server of MONGODB_URL' : 'one without indexes';

describe(`random sequences of portable operations: the embedded server and ${OTHER}`, () => {
  let embedded: ServerUnderTest;
  let other: ServerUnderTest;
  let counter = 0;

  beforeAll(async () => {
    embedded = await startEmbedded();
    other = await (process.env.MONGODB_URL ? startOutside() : startEmbedded());
  });
  afterAll(async () => {
    await embedded.stop();
    await other.stop();
  });

  it('give the same answers, and leave the same documents', async () => {
    await fc.assert(
      fc.asyncProperty(operations, async (sequence) => {
        const name = `sequence${++counter}`;
        const [ours, theirs] = [embedded, other].map(({ database }) => database.collection<{ _id: string }>(name));
        if (!ours || !theirs) throw new Error('unreachable');
        for (const { says, run, unseen } of sequence) {
          const answer = await run(ours);
          if (unseen && !process.env.MONGODB_URL) continue;
          const answers = [answer, await run(theirs)];
          expect([says, answers[0]]).toEqual([says, answers[1]]);
        }
        const left = await Promise.all([ours, theirs].map((it) => it.find().sort({ _id: 1 }).toArray()));
        expect(left[0]).toEqual(left[1]);
        await Promise.all([ours.drop(), theirs.drop()]);
      }),
      { numRuns: RUNS },
    );
  }, 300_000);
});
