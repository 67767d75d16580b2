import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Projection, Stored, ViewDocument } from '../../../src/platform/projections/projection.js';
import { bare, naiveFold } from '../../support/views/naive-fold.js';
import { plainCodec } from '../../support/views/plain-codec.js';
import { placements, schoolTotals, tally } from '../../support/views/sample-projections.js';
import { Servers, until } from '../../support/views/servers.js';
import { Views } from '../../support/views/views.js';

const absent = { type: 'AbsenceRecorded', data: { school: '100' } };
const leaseMs = 1500;
const superviseMs = 100;

let servers: Servers;
const running: Views[] = [];

beforeAll(async () => {
  servers = await Servers.start();
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((views) => views.stop()));
  await servers.database.dropDatabase();
});

afterAll(() => servers.close());

function begin(projections: readonly Projection<ViewDocument>[], options = {}): Views {
  const { client, database } = servers;
  const views = new Views({ client, database, projections, codec: plainCodec, leaseMs, superviseMs, ...options });
  views.start();
  running.push(views);
  return views;
}

async function documents(collection: string): Promise<Stored[]> {
  return servers.database
    .collection<Stored>(collection)
    .find({}, { sort: { _id: 1 } })
    .toArray();
}

describe('views on the embedded stores', () => {
  it('shows what was recorded before and after the start, within a bounded wait', async () => {
    await servers.append('child-one', absent, absent);
    const views = begin([tally()]);
    const { position, revision } = await servers.append('child-one', absent);
    await until('the pointer', async () => (await servers.database.collection('views').countDocuments()) > 0);
    expect(await views.reader.waitFor('tally', position, { timeoutMs: 10_000 })).toBe(true);
    expect(await views.reader.waitFor('tally', { key: 'one', revision }, { timeoutMs: 10_000 })).toBe(true);
    const document = await views.reader.findOne('tally', 'one');
    expect(document && bare(document)).toEqual({ _id: 'one', count: 3, revisions: [0, 1, 2] });
    expect(await views.reader.waitFor('tally', { key: 'one', revision: revision + 1 }, { timeoutMs: 50 })).toBe(false);
  });

  it('waits through the checkpoint when another process works the view', async () => {
    begin([tally()]);
    const reader = new Views({
      client: servers.client,
      database: servers.database,
      projections: [tally()],
      codec: plainCodec,
    }).reader;
    const { position } = await servers.append('child-elsewhere', absent);
    await until('the pointer', async () => (await servers.database.collection('views').countDocuments()) > 0);
    expect(await reader.waitFor('tally', position, { timeoutMs: 10_000 })).toBe(true);
    expect(await reader.findOne('tally', 'elsewhere')).toBeDefined();
  });

  it('feeds several views from one subscription, each to the same end as a plain fold', async () => {
    for (let index = 0; index < 300; index += 1) {
      const school = { school: index % 3 === 0 ? '100' : '200' };
      await servers.append(`child-many${index % 17}`, { type: 'AbsenceRecorded', data: school });
      if (index % 40 === 0) await servers.append('school-100', { type: 'CalendarChanged', data: {} });
    }
    const views = begin([tally(), schoolTotals, placements]);
    expect(await views.waitUntilLevel(20_000)).toBe(true);
    const events = [];
    for await (const resolved of servers.client.readAll()) {
      if (resolved.event && !resolved.event.type.startsWith('$')) events.push(await plainCodec.decode(resolved));
    }
    for (const projection of [tally(), schoolTotals, placements]) {
      const expected = [...naiveFold(projection, events).documents.values()].map(bare);
      const stored = (await documents(`${projection.name}_v1`)).filter(({ _deleted }) => !_deleted).map(bare);
      expect(stored).toEqual(expected.sort((one, other) => (String(one._id) < String(other._id) ? -1 : 1)));
    }
  });

  it('moves its checkpoint past events that are not its own', async () => {
    const views = begin([tally()]);
    expect(await views.waitUntilLevel(10_000)).toBe(true);
    const before = (await views.store.checkpoint('tally_v1'))?.position ?? '';
    const foreign = Array.from({ length: 400 }, () => ({ type: 'RecordLookedAt', data: {} }));
    for (let round = 0; round < 10; round += 1) await servers.append('access-someone', ...foreign);
    await until(
      'a checkpoint beyond',
      async () => ((await views.store.checkpoint('tally_v1'))?.position ?? '') > before,
    );
  });

  it('builds a new version beside the old, which serves until the switch, and can go back', async () => {
    await servers.append('child-versions', absent, absent);
    const old = begin([tally(1)]);
    expect(await old.waitUntilLevel(10_000)).toBe(true);
    await old.stop();
    const next = begin([tally(2)]);
    await until('the switch', async () => (await next.store.pointer('tally'))?.live === 'v2');
    expect(await next.store.pointer('tally')).toEqual({ name: 'tally', live: 'v2', previous: 'v1' });
    await until(
      'the reader to notice',
      async () => (await next.reader.findOne<ViewDocument & { count: number }>('tally', 'versions'))?.count === 4,
    );
    expect((await documents('tally_v1')).length).toBeGreaterThan(0);
  });
});
