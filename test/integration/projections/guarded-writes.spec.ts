import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MongoViewStore } from '../../../src/platform/projections/mongo-view-store.js';
import type { Stored } from '../../../src/platform/projections/projection.js';
import { Servers } from '../../support/views/servers.js';

/** More than any server holds connections. */
const MANY = 400;

let servers: Servers;
let store: MongoViewStore;

beforeAll(async () => {
  servers = await Servers.start();
  store = new MongoViewStore(servers.database);
});

afterAll(() => servers.close());

const documents = (at: number, count = MANY): Stored[] =>
  Array.from({ length: count }, (_, index) => ({ _id: `key-${index}`, _seen: { position: String(at) } }));

describe('guarded writes', () => {
  it('write a big batch anew, over itself, and not over what has seen more, by three views at once', async () => {
    await Promise.all(
      ['one_v1', 'two_v1', 'three_v1'].map(async (view) => {
        const none = { alreadyApplied: 0, refused: new Map() };
        expect(await store.write(view, documents(1))).toEqual({ written: MANY, ...none });
        expect(await store.write(view, documents(3))).toEqual({ written: MANY, ...none });
        await store.write(view, documents(5, 20));
        const { written, alreadyApplied } = await store.write(view, documents(4, 40));
        // A server that ends a batch at its first error does not tell which of the rest it would have refused.
        expect([written + alreadyApplied, alreadyApplied > 0]).toEqual([40, true]);
        const positions = [
          ...(
            await store.load(
              view,
              documents(0).map(({ _id }) => _id),
            )
          ).values(),
        ];
        const seen = (at: number) => positions.filter(({ _seen }) => _seen.position === String(at)).length;
        expect([seen(5), seen(4), seen(3)]).toEqual([20, 20, MANY - 40]);
      }),
    );
  }, 60_000);
});
