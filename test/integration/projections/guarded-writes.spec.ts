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

  it('replace one document that was built anew, but not one that has seen more meanwhile, nor over another’s badge', async () => {
    const built = (badge: string): Stored => ({ _id: 'ada', _seen: { position: '2' }, badge }) as Stored;
    const stored = async () => (await store.load('badges_v1', ['ada'])).get('ada');
    await store.prepare('badges_v1', [{ key: { badge: 1 }, unique: true, sparse: true }]);
    await store.write('badges_v1', [{ _id: 'ben', _seen: { position: '1' }, badge: 'b' } as Stored]);
    expect(await store.replace('badges_v1', built('a'), '4')).toBe(true);
    await store.write('badges_v1', [{ ...built('a'), _seen: { position: '4' } }]);
    expect(await store.replace('badges_v1', built('c'), '3')).toBe(false);
    expect(await stored()).toMatchObject({ _seen: { position: '4' }, badge: 'a' });
    expect(await store.replace('badges_v1', built('c'), '4')).toBe(true);
    expect(await stored()).toMatchObject({ _seen: { position: '2' }, badge: 'c' });
    await expect(store.replace('badges_v1', built('b'), '4')).rejects.toThrow();
    expect(await stored()).toMatchObject({ badge: 'c' });
  });
});
