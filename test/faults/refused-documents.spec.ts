import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Projection, ViewDocument } from '../../src/platform/projections/projection.js';
import { plainCodec } from '../support/views/plain-codec.js';
import { Servers, until } from '../support/views/servers.js';
import { Views } from '../support/views/views.js';

interface Badged extends ViewDocument {
  readonly events: number;
  readonly badge?: string;
  readonly bulk?: string;
}

/** More than a document may have. */
const TOO_MUCH = 17 * 1024 * 1024;

/** A document that the database will never take, if the events say so: two of one badge, or one of seventeen megabytes. */
const badges: Projection<Badged> = {
  name: 'badges',
  version: 1,
  streamPrefixes: ['child-'],
  indexes: [{ key: { badge: 1 }, unique: true, sparse: true }],
  keys: ({ streamId }) => [streamId.slice('child-'.length)],
  apply: (document, { type, data }, key) => ({
    _id: key,
    events: (document?.events ?? 0) + 1,
    ...(document?.badge && { badge: document.badge }),
    ...(type === 'Badged' && { badge: (data as { badge: string }).badge }),
    ...(type === 'Grown' && { bulk: 'x'.repeat(TOO_MUCH) }),
  }),
};

let servers: Servers;
let views: Views;

beforeEach(async () => {
  servers = await Servers.start();
  views = new Views({
    client: servers.client,
    database: servers.database,
    projections: [badges],
    codec: plainCodec,
    leaseMs: 2000,
    superviseMs: 50,
  });
});

afterEach(async () => {
  await views.stop();
  await servers.close();
});

const child = (name: string, type: string, data: object = {}) => servers.append(`child-${name}`, { type, data });

async function untilSeen(position: { commit: bigint }): Promise<void> {
  const wanted = position.commit.toString().padStart(20, '0');
  await until('the view to go on', async () => {
    const checkpoint = await views.store.checkpoint('badges_v1');
    return checkpoint !== undefined && checkpoint.position.slice(0, 20) >= wanted;
  });
}

/** It goes on: what has been seen is noted a moment before the view is called live. */
const untilLive = () =>
  until('the view to be live', () => views.runner.workers.map(({ state }) => state).join() === 'live');

const shown = async () =>
  (
    await servers.database
      .collection<Badged>('badges_v1')
      .find({}, { sort: { _id: 1 } })
      .toArray()
  ).map(({ _id, events, badge }) => ({ _id, events, badge }));

describe('a document that the database will never take', () => {
  it.each(['while it catches up', 'while it is live'])(
    'is quarantined alone when another unique index refuses it, %s',
    async (when) => {
      if (when === 'while it is live') {
        views.start();
        await untilSeen((await child('first', 'Seen')).position);
      }
      await child('ada', 'Badged', { badge: 'b-1' });
      await child('ben', 'Badged', { badge: 'b-2' });
      await untilSeenOrNot(when);
      await child('cat', 'Badged', { badge: 'b-1' });
      for (const name of ['ada', 'ben', 'cat', 'dov']) await child(name, 'Seen');
      views.start();
      await untilSeen((await child('dov', 'Seen')).position);
      const quarantine = await views.store.quarantine('badges_v1');
      expect(quarantine.map(({ key }) => key)).toEqual(['cat']);
      expect(await shown()).toEqual(
        expect.arrayContaining([
          { _id: 'ada', events: 2, badge: 'b-1' },
          { _id: 'ben', events: 2, badge: 'b-2' },
          { _id: 'dov', events: 2 },
        ]),
      );
      expect((await shown()).filter(({ _id }) => _id === 'cat')).toEqual([]);
      await untilLive();
    },
    60_000,
  );

  it('is quarantined alone when it is too large, and says so where it is shown', async () => {
    views.start();
    await child('ada', 'Seen');
    await untilSeen((await child('ben', 'Seen')).position);
    await child('ada', 'Grown');
    await child('ben', 'Seen');
    await untilSeen((await child('ada', 'Seen')).position);
    const quarantine = await views.store.quarantine('badges_v1');
    expect(quarantine.map(({ key }) => key)).toEqual(['ada']);
    const stored = await views.store.load('badges_v1', ['ada', 'ben']);
    expect(stored.get('ada')).toMatchObject({ events: 1, _stale: expect.anything() });
    expect(stored.get('ben')).toMatchObject({ events: 2 });
    await untilSeen((await child('ben', 'Seen')).position);
    expect((await views.store.load('badges_v1', ['ben'])).get('ben')).toMatchObject({ events: 3 });
    await untilLive();
  }, 60_000);
});

/** Live: each on its own; catching up: all in one batch. */
async function untilSeenOrNot(when: string): Promise<void> {
  if (when === 'while it is live') await untilSeen((await child('eve', 'Seen')).position);
}
