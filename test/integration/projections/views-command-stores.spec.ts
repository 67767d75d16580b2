import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { MongoOperationRecords } from '../../../src/platform/projections/mongo-operation-records.js';
import { OperationsDesk } from '../../../src/platform/projections/operations-desk.js';
import { silentObserver } from '../../../src/platform/projections/view-observer.js';
import { ViewOperations } from '../../../src/platform/projections/view-operations.js';
import { MongoLeaseStore } from '../../../src/platform/subscriptions/mongo-lease.js';
import { plainCodec } from '../../support/views/plain-codec.js';
import { tally } from '../../support/views/sample-projections.js';
import { Servers } from '../../support/views/servers.js';
import { Views } from '../../support/views/views.js';

const absent = { type: 'AbsenceRecorded', data: { school: '100' } };

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

/** A program that works the view, and an operator in another process. */
async function begin() {
  const { client, database } = servers;
  const views = new Views({ client, database, projections: [tally()], codec: plainCodec, superviseMs: 50 });
  views.start();
  running.push(views);
  expect(await views.waitUntilLevel(20_000)).toBe(true);
  const { source, decoder, store, clock, timing, projections } = views;
  const leases = new MongoLeaseStore(database);
  const operations = new ViewOperations(
    { source, decoder, store, leases, clock, timing, observer: silentObserver },
    projections,
  );
  let runs = 0;
  const records = new MongoOperationRecords(database);
  const desk = new OperationsDesk(operations, { records, leases, clock, timing, newId: () => `run-${runs++}` });
  return { views, desk, records };
}

describe('an operator’s work on the stores', () => {
  it('rebuilds, compares, proves, switches and goes back while the program serves, losing nothing', async () => {
    for (const child of ['a', 'b', 'c']) await servers.append(`child-${child}`, absent, absent);
    const { views, desk } = await begin();
    expect(await desk.perform('rebuild', 'tally')).toEqual({ build: 'v1_r1', events: 6 });
    expect(await desk.perform('compare', 'tally')).toMatchObject({ compared: 3, fields: 12, differing: 0 });
    expect(await desk.perform('proof', 'tally')).toMatchObject({ build: 'shadow', compared: 3, differing: 0 });
    expect(await desk.perform('switch', 'tally')).toEqual({ build: 'v1_r1', live: 'v1' });
    const after = await servers.append('child-a', absent);
    expect(await views.reader.waitFor('tally', after.position, { timeoutMs: 20_000 })).toBe(true);
    expect(await views.reader.findOne('tally', 'a')).toMatchObject({ count: 3, revisions: [0, 1, 2] });

    expect(await desk.perform('back', 'tally')).toEqual({ build: 'v1', live: 'v1_r1' });
    const later = await servers.append('child-a', absent);
    expect(await views.reader.waitFor('tally', later.position, { timeoutMs: 20_000 })).toBe(true);
    expect(await views.reader.findOne('tally', 'a')).toMatchObject({ count: 4, revisions: [0, 1, 2, 3] });
    const labels = await views.store.labels('tally');
    expect([...labels].sort()).toEqual(['v1', 'v1_r1']);
  });

  it('finds a document that was changed behind the program’s back', async () => {
    await servers.append('child-a', absent);
    await servers.append('child-b', absent);
    const { desk } = await begin();
    await servers.database.collection<{ _id: string }>('tally_v1').updateOne({ _id: 'b' }, { $set: { count: 77 } });
    expect(await desk.perform('proof', 'tally')).toMatchObject({
      compared: 3,
      differing: 1,
      differences: [{ key: 'b', fields: ['count'] }],
    });
  });

  it('a reader is not kept waiting for what a document in quarantine will never show', async () => {
    const { views } = await begin();
    const known = await servers.append('child-d', absent);
    const bad = await servers.append('child-d', { type: 'Poisoned', data: {} }, absent);
    const never = await servers.append('child-e', { type: 'Poisoned', data: {} });
    expect(await views.reader.waitFor('tally', never.position, { timeoutMs: 20_000 })).toBe(true);
    const wait = (key: string, revision: number) => views.reader.waitFor('tally', { key, revision }, { timeoutMs: 1 });
    expect(await wait('d', bad.revision)).toBe(true);
    expect(await views.reader.findOne('tally', 'd')).toMatchObject({ count: known.revision + 1, _stale: {} });
    expect(await wait('e', 0)).toBe(true);
    expect(await views.reader.findOne('tally', 'e')).toBeUndefined();
    expect((await views.reader.quarantined('tally')).map(({ key }) => key).sort()).toEqual(['d', 'e']);
    expect(await wait('nobody', 0)).toBe(false);
  });

  it('notes the last operation on a view, and only its own run changes a note', async () => {
    const records = new MongoOperationRecords(servers.database);
    const at = '2026-11-24T12:00:00.000Z';
    const record = {
      view: 'tally',
      id: 'one',
      kind: 'proof' as const,
      state: 'running' as const,
      startedAt: at,
      heardAt: at,
    };
    await records.begin(record);
    await records.save({ ...record, id: 'two', state: 'done' });
    expect(await records.last('tally')).toEqual(record);
    await records.begin({ ...record, id: 'three' });
    expect((await records.last('tally'))?.id).toBe('three');
    expect(await records.last('letters')).toBeUndefined();
  });
});
