import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connectEventStore, disconnectEventStore } from '../../../src/platform/event-store/client.js';
import { EventLog, type Patience } from '../../../src/platform/event-store/event-log.js';
import { StreamRepository } from '../../../src/platform/event-store/stream-repository.js';
import { contextOf, type LoanEvent, lent, secrets } from '../../unit/platform-event-store/story.js';
import { type BreakableLink, linkTo } from './breakable-link.js';
import { startStore } from './stores.js';

let store: Awaited<ReturnType<typeof startStore>>;
let link: BreakableLink;
let client: ReturnType<typeof connectEventStore>;

beforeEach(async () => {
  store = await startStore();
  link = await linkTo(store.url);
  client = connectEventStore(link.url);
});

afterEach(async () => {
  await disconnectEventStore(client);
  await link.close();
  await store.close();
});

function repository(patience?: Patience) {
  return new StreamRepository<{ books: readonly string[] }, LoanEvent>(
    { log: new EventLog(client, patience), codec: secrets().codec },
    {
      category: 'reader',
      initial: { books: [] },
      evolve: (state, event) => (event.type === 'BookLent' ? { books: [...state.books, event.data.book] } : state),
    },
  );
}

const lend = (to: ReturnType<typeof repository>, id: string, book: string) =>
  to.execute(id, contextOf(`${id}-${book}`), () => [lent(book)], { stream: 'any' });

describe('a lost connection', () => {
  it('under load costs no command, records none twice, and does not end the process', async () => {
    const writer = repository();
    const ids = Array.from({ length: 16 }, () => randomUUID());
    let done = 0;
    const story = async (id: string) => {
      for (let n = 0; n < 30; n++) {
        const { revision } = await lend(writer, id, `${n}`);
        expect(revision).toBe(n);
        // After so many commands, whatever the machine's speed, the link breaks: with dozens of appends under way.
        if (++done % 120 === 0) link.cut();
      }
    };
    await Promise.all(ids.map(story));
    const reader = repository();
    for (const id of ids) {
      const history = await reader.history(id);
      expect(history.map(({ data }) => (data as { book: string }).book)).toEqual(
        Array.from({ length: 30 }, (_, n) => `${n}`),
      );
      expect(history.slice(1).map(({ metadata }) => metadata.integrity.prev)).toEqual(
        history.slice(0, -1).map(({ metadata }) => metadata.integrity.hash),
      );
    }
  });

  it('whose answer never came is recorded once', async () => {
    const writer = repository({ answer: 300, pause: 10 });
    const id = randomUUID();
    await lend(writer, id, 'A');
    link.mute();
    const writing = lend(writer, id, 'B');
    setTimeout(() => link.cut(), 500);
    expect(await writing).toMatchObject({ revision: 1, repeated: false });
    expect(await lend(writer, id, 'C')).toMatchObject({ revision: 2 });
    expect(await repository().history(id)).toHaveLength(3);
  });

  it('is reported within the bound when it does not come back, and forgotten when it does', async () => {
    const writer = repository({ attempts: 3, pause: 5 });
    const id = randomUUID();
    await lend(writer, id, 'A');
    link.down();
    await expect(lend(writer, id, 'B')).rejects.toMatchObject({ name: 'StoreUnavailable' });
    await expect(writer.load(id)).rejects.toMatchObject({ name: 'StoreUnavailable' });
    link.up();
    const patient = repository();
    expect(await lend(patient, id, 'B')).toMatchObject({ revision: 1 });
    expect(await lend(writer, id, 'C')).toMatchObject({ revision: 2 });
  });

  it('in the middle of a read neither loses nor repeats an event', async () => {
    const id = randomUUID();
    const many = Array.from({ length: 3_000 }, (_, n) => lent(`${n} ${'x'.repeat(200)}`));
    const writer = repository();
    for (let n = 0; n < 3_000; n += 600) {
      await writer.execute(id, contextOf(`c${n}`), () => many.slice(n, n + 600), { stream: 'any' });
    }
    const log = new EventLog(client);
    const revisions: number[] = [];
    for await (const event of log.read(`reader-${id}`)) {
      revisions.push(Number(event.revision));
      if (revisions.length === 100) link.cut();
    }
    expect(revisions).toEqual(many.map((_, n) => n));
    const all: bigint[] = [];
    for await (const event of log.readAll()) {
      if (event.streamId !== `reader-${id}`) continue;
      all.push(event.revision);
      if (all.length === 100) link.cut();
    }
    expect(all).toHaveLength(3_000);
    expect(new Set(all).size).toBe(3_000);
  });
});
