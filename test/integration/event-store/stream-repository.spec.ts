import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectEventStore, disconnectEventStore } from '../../../src/platform/event-store/client.js';
import { EventLog } from '../../../src/platform/event-store/event-log.js';
import { StreamRepository } from '../../../src/platform/event-store/stream-repository.js';
import { contextOf, joined, type LoanEvent, lent, secrets } from '../../unit/platform-event-store/story.js';
import { startStore } from './stores.js';

let store: Awaited<ReturnType<typeof startStore>>;
let client: ReturnType<typeof connectEventStore>;
let log: EventLog;

beforeAll(async () => {
  store = await startStore();
  client = connectEventStore(store.url);
  log = new EventLog(client);
});

afterAll(async () => {
  await disconnectEventStore(client);
  await store.close();
});

function repository(codec = secrets().codec) {
  return new StreamRepository<{ books: readonly string[] }, LoanEvent>(
    { log, codec },
    {
      category: 'reader',
      initial: { books: [] },
      evolve: (state, event) => (event.type === 'BookLent' ? { books: [...state.books, event.data.book] } : state),
    },
  );
}

describe('StreamRepository on a real store', () => {
  it('records, reads back, folds as of any moment', async () => {
    const { codec } = secrets();
    const [writer, reader, id] = [repository(codec), repository(codec), randomUUID()];
    const first = await writer.execute(id, contextOf('c0'), () => [joined, lent('A', 'torn')], { stream: 'new' });
    expect(first).toMatchObject({ streamId: `reader-${id}`, revision: 1, repeated: false });
    const second = await writer.execute(id, contextOf('c1', { now: '2026-03-28T09:00:00Z' }), () => [lent('B')]);
    expect(second.position.commit).toBeGreaterThan(first.position.commit);

    const loaded = await reader.load(id);
    expect(loaded).toMatchObject({ state: { books: ['A', 'B'] }, revision: 2, recordedAt: '2026-03-28T09:00:00.000Z' });
    expect(loaded.position).toEqual(second.position);
    expect((await reader.load(id, { asOf: '2026-03-28T08:59:59.999Z' })).state.books).toEqual(['A']);
    expect((await reader.load(id, { revision: 0 })).state.books).toEqual([]);
    expect((await reader.history(id)).map(({ data }) => data)).toEqual([
      joined.data,
      { book: 'A', on: '2026-03-27', note: 'torn' },
      { book: 'B', on: '2026-03-27' },
    ]);
  });

  it('answers repeats, conflicts and absences of streams as the contract says', async () => {
    const { codec } = secrets();
    const [one, other, id] = [repository(codec), repository(codec), randomUUID()];
    await expect(one.execute(id, contextOf('c'), () => [lent('A')])).rejects.toMatchObject({ name: 'StreamNotFound' });
    const first = await one.execute(id, contextOf('join'), () => [joined], { stream: 'new' });
    expect(await other.execute(id, contextOf('join'), () => [joined], { stream: 'new' })).toEqual({
      ...first,
      repeated: true,
    });
    await expect(other.execute(id, contextOf('j2'), () => [joined], { stream: 'new' })).rejects.toMatchObject({
      name: 'StreamAlreadyExists',
    });
    await other.execute(id, contextOf('c1'), () => [lent('A')]);
    expect(await one.execute(id, contextOf('c2'), ({ books }) => [lent(`after ${books}`)])).toMatchObject({
      revision: 2,
    });
    await expect(one.execute(id, contextOf('c3'), () => [lent('X')], { ifRevision: 1 })).rejects.toMatchObject({
      name: 'StaleRevision',
      actual: 2,
      since: [{ revision: 2, data: { book: 'after A' } }],
    });
  });

  it('lets many processes write one stream, and the chain holds', async () => {
    const { codec } = secrets();
    const id = randomUUID();
    const writers = Array.from({ length: 4 }, () => repository(codec));
    await writers[0]?.execute(id, contextOf('join'), () => [joined], { stream: 'new' });
    for (let round = 0; round < 5; round++) {
      const results = await Promise.allSettled(
        writers.map((writer, w) => writer.execute(id, contextOf(`w${w}r${round}`), () => [lent(`w${w}r${round}`)])),
      );
      expect(results.filter(({ status }) => status === 'rejected')).toEqual([]);
    }
    const history = await repository(codec).history(id);
    expect(history.map(({ revision }) => revision)).toEqual(Array.from({ length: 21 }, (_, n) => n));
    expect(history.map(({ metadata }) => metadata.integrity.prev)).toEqual([
      null,
      ...history.slice(0, -1).map(({ metadata }) => metadata.integrity.hash),
    ]);
  });

  it('records one command that two processes were given at once only once', async () => {
    const { codec } = secrets();
    for (let round = 0; round < 20; round++) {
      const id = randomUUID();
      const results = await Promise.all(
        [repository(codec), repository(codec)].map((process) =>
          process.execute(id, contextOf('join'), () => [joined], { stream: 'new' }),
        ),
      );
      expect(results.map(({ repeated }) => repeated).sort()).toEqual([false, true]);
      expect(await repository(codec).history(id)).toHaveLength(1);
    }
  });

  it('refuses what is too large, and goes on', async () => {
    const [writer, id] = [repository(), randomUUID()];
    const large = lent('x'.repeat(2 * 1024 * 1024));
    await expect(writer.execute(id, contextOf('c'), () => [large], { stream: 'any' })).rejects.toMatchObject({
      name: 'EventTooLarge',
      streamId: `reader-${id}`,
    });
    expect(await writer.execute(id, contextOf('d'), () => [lent('A')], { stream: 'any' })).toMatchObject({
      revision: 0,
    });
  });
});
