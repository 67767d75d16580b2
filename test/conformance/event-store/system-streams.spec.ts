import { BACKWARDS, END, type EventStoreDBClient, type ResolvedEvent } from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  all,
  client as connect,
  event,
  failure,
  label,
  newCategory,
  onEmbedded,
  openServer,
  record,
  type ServerUnderTest,
  until,
} from './harness.js';

let server: ServerUnderTest;
let client: EventStoreDBClient;
/** Whether the server answers `$ce-` and `$et-`: the embedded one does by itself, a real one while its projections run. */
let categories = onEmbedded;
beforeAll(async () => {
  server = await openServer();
  client = connect(server.url);
  if (!onEmbedded) {
    const projections = await client.listProjections().catch(() => []);
    categories = ['$by_category', '$by_event_type'].every((name) =>
      projections.some((projection) => projection.name === name && projection.projectionStatus === 'Running'),
    );
  }
});
afterAll(async () => {
  await client.dispose();
  await server.close();
});

const read = (stream: string, resolveLinkTos: boolean) => all(client.readStream(stream, { resolveLinkTos }));
const target = ({ event: e, link }: ResolvedEvent) => Buffer.from((link ?? e)?.data as Uint8Array).toString('utf8');
const where = (resolved: ResolvedEvent) =>
  resolved.event ? `${resolved.event.streamId}@${resolved.event.revision}` : label(resolved);

/** Skips in plain sight where the server has no system projections: a reason, not a silent pass. */
function needsProjections(body: () => Promise<void>): () => Promise<void> {
  return async () => {
    if (categories) return body();
    process.stderr.write(`skipped: system projections do not run on ${server.url}\n`);
  };
}

describe('the stream of a category', () => {
  it(
    'links to every event of its streams, in the order of recording',
    needsProjections(async () => {
      const category = newCategory();
      await client.appendToStream(`${category}-1`, [event('Opened'), event('Deposited')]);
      await client.appendToStream(`${category}-2-x`, event('Opened'));
      await client.appendToStream(`${category}-1`, event('Closed'));
      await client.appendToStream(category, event('NotOfTheCategory'));
      const links = await until('all are linked', async () => {
        const seen = await read(`$ce-${category}`, true).catch(() => []);
        return seen.length === 4 && seen;
      });
      expect(links.map(where)).toEqual([`${category}-1@0`, `${category}-1@1`, `${category}-2-x@0`, `${category}-1@2`]);
      expect(links.map(({ link }) => link?.revision)).toEqual([0n, 1n, 2n, 3n]);
      expect(links[0]?.event).toMatchObject({ type: 'Opened', data: { n: 0 }, isJson: true });
    }),
  );

  it(
    'holds links in the form of the real server',
    needsProjections(async () => {
      const category = newCategory();
      await client.appendToStream(`${category}-1`, [event('Opened'), event('Closed')]);
      const links = await until('both are linked', async () => {
        const seen = await read(`$ce-${category}`, true).catch(() => []);
        return seen.length === 2 && seen;
      });
      expect(links[1]?.link).toMatchObject({
        streamId: `$ce-${category}`,
        revision: 1n,
        type: '$>',
        isJson: false,
        id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
        created: expect.any(Date),
        metadata: { $o: `${category}-1`, $causedBy: links[1]?.event?.id },
      });
      expect(links.map(target)).toEqual([`0@${category}-1`, `1@${category}-1`]);
      const raw = await read(`$ce-${category}`, false);
      expect(raw.map(({ event: e, link }) => [e?.type, e?.streamId, e?.isJson, link])).toEqual([
        ['$>', `$ce-${category}`, false, undefined],
        ['$>', `$ce-${category}`, false, undefined],
      ]);
      expect(raw.map(target)).toEqual([`0@${category}-1`, `1@${category}-1`]);
      expect(raw.map(({ event: e }) => e?.id)).toEqual(links.map(({ link }) => link?.id));
    }),
  );

  it(
    'keeps the links of events that are gone, unresolved',
    needsProjections(async () => {
      const category = newCategory();
      await client.appendToStream(`${category}-1`, [event('A'), event('B'), event('C')]);
      await until('they are linked', async () => (await read(`$ce-${category}`, true).catch(() => [])).length === 3);
      await client.setStreamMetadata(`${category}-1`, { maxCount: 1 });
      expect((await read(`$ce-${category}`, true)).map(where)).toEqual([
        `unresolved $ce-${category}@0`,
        `unresolved $ce-${category}@1`,
        `${category}-1@2`,
      ]);
    }),
  );

  it(
    'reads with limits, backwards, and from a revision',
    needsProjections(async () => {
      const category = newCategory();
      for (let n = 0; n < 6; n += 1) await client.appendToStream(`${category}-${n}`, event('N', n));
      await until('they are linked', async () => (await read(`$ce-${category}`, true).catch(() => [])).length === 6);
      const stream = `$ce-${category}`;
      const some = async (options: Parameters<EventStoreDBClient['readStream']>[1]) =>
        (await all(client.readStream(stream, { resolveLinkTos: true, ...options }))).map(where);
      expect(await some({ fromRevision: 2n, maxCount: 2 })).toEqual([`${category}-2@0`, `${category}-3@0`]);
      expect(await some({ direction: BACKWARDS, fromRevision: END, maxCount: 2 })).toEqual([
        `${category}-5@0`,
        `${category}-4@0`,
      ]);
      expect(await some({ direction: BACKWARDS, fromRevision: 1n })).toEqual([`${category}-1@0`, `${category}-0@0`]);
    }),
  );

  it(
    'can be followed, from the start and then live',
    needsProjections(async () => {
      const category = newCategory();
      await client.appendToStream(`${category}-1`, [event('A'), event('B')]);
      const subscription = client.subscribeToStream(`$ce-${category}`, { resolveLinkTos: true });
      const seen = record<ResolvedEvent>(subscription);
      await until('what was there has come', () => seen.events.length === 2);
      await client.appendToStream(`${category}-2`, event('C'));
      await client.appendToStream(`${newCategory()}-2`, event('Unseen'));
      await client.appendToStream(`${category}-1`, event('D'));
      await until('the live ones have come', () => seen.events.length === 4);
      expect(seen.events.map(where)).toEqual([
        `${category}-1@0`,
        `${category}-1@1`,
        `${category}-2@0`,
        `${category}-1@2`,
      ]);
      await subscription.unsubscribe();
    }),
  );

  it(
    'is not found while the category is empty',
    needsProjections(async () => {
      const category = newCategory();
      expect(await failure(() => read(`$ce-${category}`, true))).toMatchObject({
        name: 'StreamNotFoundError',
        streamName: `$ce-${category}`,
      });
    }),
  );
});

describe('the stream of an event type', () => {
  it(
    'links to every event of the type',
    needsProjections(async () => {
      const category = newCategory();
      const type = `Deposited${category}`;
      await client.appendToStream(`${category}-1`, [event('Opened'), event(type), event(type)]);
      await client.appendToStream(`${category}-2`, event(type));
      const links = await until('all are linked', async () => {
        const seen = await read(`$et-${type}`, true).catch(() => []);
        return seen.length === 3 && seen;
      });
      expect(links.map(where)).toEqual([`${category}-1@1`, `${category}-1@2`, `${category}-2@0`]);
      const tail = await all(
        client.readStream(`$et-${type}`, { direction: BACKWARDS, fromRevision: END, maxCount: 2 }),
      );
      expect(tail.map(({ event: e }) => `${e?.streamId}@${e?.revision}`)).toEqual([`$et-${type}@2`, `$et-${type}@1`]);
    }),
  );
});

describe('the stream of a category’s streams', () => {
  it(
    'names each of its streams once, by a reference that is no link',
    needsProjections(async () => {
      const category = newCategory();
      for (const name of ['1', '2', '1', '3']) await client.appendToStream(`${category}-${name}`, event('A'));
      const links = await until('each is named', async () => {
        const seen = await read(`$category-${category}`, true).catch(() => []);
        return seen.length === 3 && seen;
      });
      expect(links.map(({ event: e, link }) => [e?.type, e?.streamId, link])).toEqual(
        ['1', '2', '3'].map(() => ['$@', `$category-${category}`, undefined]),
      );
      expect(links.map(target)).toEqual(['1', '2', '3'].map((name) => `${category}-${name}`));
    }),
  );
});

describe('a deletion in the stream of a category', () => {
  // Observed: the deletion itself takes an entry, which does not resolve once the stream is there again; so does a tombstone.
  it(
    'takes an entry of its own',
    needsProjections(async () => {
      const category = newCategory();
      const stream = `$ce-${category}`;
      const entries = async (count: number) =>
        until(`there are ${count} entries`, async () => {
          const seen = await read(stream, true).catch(() => []);
          return seen.length === count && seen.map(where);
        });
      await client.appendToStream(`${category}-del`, [event('A'), event('B')]);
      await entries(2);
      await client.deleteStream(`${category}-del`);
      await entries(3);
      await client.appendToStream(`${category}-del`, event('C'));
      await entries(4);
      await client.appendToStream(`${category}-tomb`, event('D'));
      await entries(5);
      await client.tombstoneStream(`${category}-tomb`);
      expect(await entries(6)).toEqual([
        `unresolved ${stream}@0`,
        `unresolved ${stream}@1`,
        `unresolved ${stream}@2`,
        `${category}-del@2`,
        `unresolved ${stream}@4`,
        `unresolved ${stream}@5`,
      ]);
    }),
  );
});

describe('writing to the streams of the system', () => {
  (onEmbedded ? it : it.skip)(
    'is refused where the store answers them itself (only the embedded server does)',
    async () => {
      const category = newCategory();
      await client.appendToStream(`${category}-1`, event('A'));
      expect((await failure(() => client.appendToStream(`$ce-${category}`, event('B')))).name).toMatch(/Error$/);
      expect((await read(`$ce-${category}`, true)).map(where)).toEqual([`${category}-1@0`]);
    },
  );
});

describe('projections', () => {
  (onEmbedded ? it : it.skip)('are not offered by the embedded server, which says so in a sentence', async () => {
    const refused = await failure(() => client.createProjection('counting', 'fromAll().when({})'));
    expect(refused.code).toBe(12);
    expect(refused.message).toMatch(/^12 UNIMPLEMENTED: \S+ .*\S/);
  });

  // The embedded server answers no `$bc-` streams (events by correlation id), so that it does not claim to run that one.
  it('of the system are listed where their streams are answered', async () => {
    if (!categories) return;
    const names = (await client.listProjections()).map(({ name }) => name);
    const everywhere = ['$streams', '$stream_by_category', '$by_category', '$by_event_type'];
    expect(names).toEqual(expect.arrayContaining(onEmbedded ? everywhere : [...everywhere, '$by_correlation_id']));
  });
});
