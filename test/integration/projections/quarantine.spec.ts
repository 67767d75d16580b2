import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Projection, ViewDocument } from '../../../src/platform/projections/projection.js';
import { bare } from '../../support/views/naive-fold.js';
import { plainCodec } from '../../support/views/plain-codec.js';
import { tally } from '../../support/views/sample-projections.js';
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

describe('poisoned events on the embedded stores', () => {
  it('puts one document in quarantine, marks it, goes on with the others, and requeues it when asked', async () => {
    await servers.append('child-bad', absent, { type: 'FromTheFuture', data: {} }, absent);
    await servers.append('child-good', absent);
    const first = begin([tally()]);
    expect(await first.waitUntilLevel(10_000)).toBe(true);
    const bad = await first.reader.findOne('tally', 'bad');
    expect(bad?._stale?.error).toBe('UnknownEventType');
    expect(bad && bare(bad)).toEqual({ _id: 'bad', count: 1, revisions: [0] });
    expect(await first.reader.quarantined('tally')).toMatchObject([
      { key: 'bad', fromRevision: 1, error: 'UnknownEventType' },
    ]);
    expect((await first.reader.findOne('tally', 'good'))?._stale).toBeUndefined();

    await first.store.requestRequeue('tally_v1', 'bad');
    await until('the refusal', async () => !(await first.reader.quarantined('tally'))[0]?.requeue);
    expect(await first.reader.quarantined('tally')).toHaveLength(1);
    await first.stop();

    const understands = {
      decode: async (resolved: Parameters<typeof plainCodec.decode>[0]) => {
        const type = resolved.event?.type === 'FromTheFuture' ? 'AbsenceRecorded' : resolved.event?.type;
        return plainCodec.decode({
          ...resolved,
          event: resolved.event && { ...resolved.event, type: type ?? '' },
        } as typeof resolved);
      },
    };
    const second = begin([tally()], { codec: understands });
    await second.store.requestRequeue('tally_v1', 'bad');
    await until('the quarantine to be empty', async () => (await second.reader.quarantined('tally')).length === 0);
    const { position } = await servers.append('child-bad', absent);
    expect(await second.reader.waitFor('tally', position, { timeoutMs: 10_000 })).toBe(true);
    const mended = await second.reader.findOne('tally', 'bad');
    expect(mended && bare(mended)).toEqual({ _id: 'bad', count: 4, revisions: [0, 1, 2, 3] });
    expect(mended?._stale).toBeUndefined();
  });

  it('stops a build that is not live at a poisoned event, while the live one serves', async () => {
    await servers.append('child-spoilt', absent, { type: 'Poisoned', data: {} });
    const old = begin([tally(1)]);
    expect(await old.waitUntilLevel(10_000)).toBe(true);
    await old.stop();
    const next = begin([tally(2)]);
    await until('the stop', async () => (await next.store.checkpoint('tally_v2'))?.state === 'stopped');
    expect((await next.store.checkpoint('tally_v2'))?.error).toBe('PoisonedRebuild');
    expect((await next.store.pointer('tally'))?.live).toBe('v1');
    const status = await next.overview.status();
    expect(status.find(({ label }) => label === 'v2')).toMatchObject({
      live: false,
      state: 'stopped',
      error: 'PoisonedRebuild',
    });
  });
});
