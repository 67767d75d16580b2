import { once } from 'node:events';
import { EventStoreDBClient, NO_STREAM, START } from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  all,
  capabilitiesOf,
  client as connect,
  event,
  failure,
  newStream,
  numbered,
  onEmbedded,
  openServer,
  readLabels,
  record,
  type ServerUnderTest,
  until,
} from './harness.js';

let server: ServerUnderTest;
let client: EventStoreDBClient;
beforeAll(async () => {
  server = await openServer();
  client = connect(server.url);
});
afterAll(async () => {
  await client.dispose();
  await server.close();
});

const insecure = () => server.url.includes('tls=false');

describe('what the server tells of itself', () => {
  it('is a version and what it supports', async () => {
    const capabilities = await capabilitiesOf(client);
    expect(capabilities.serverVersion).toMatch(/^\d+\.\d+\.\d+/);
    if (onEmbedded) expect(capabilities.serverVersion).toBe('24.10.14');
    const supports = (path: string, feature?: string) => capabilities.supports({ path }, feature);
    for (const method of ['Read', 'Append', 'BatchAppend', 'Delete', 'Tombstone']) {
      expect([method, supports(`/event_store.client.streams.Streams/${method}`)]).toEqual([method, true]);
    }
    for (const method of ['Create', 'Update', 'Delete', 'Read', 'GetInfo', 'List', 'ReplayParked']) {
      const path = `/event_store.client.persistent_subscriptions.PersistentSubscriptions/${method}`;
      expect([method, supports(path, 'stream'), supports(path, 'all')]).toEqual([method, true, true]);
    }
  });

  it('answers gossip to a client that is given several hosts', async () => {
    const cluster = EventStoreDBClient.connectionString(
      `esdb://${server.host}:${server.port},${server.host}:${server.port}?tls=false`,
    );
    const stream = newStream();
    expect(await cluster.appendToStream(stream, numbered(2), { expectedRevision: NO_STREAM })).toMatchObject({
      success: true,
    });
    expect(await readLabels(cluster, stream)).toHaveLength(2);
    await cluster.dispose();
  });

  it('answers gossip to a client that discovers it by name', async () => {
    const discovering = EventStoreDBClient.connectionString(`esdb+discover://${server.host}:${server.port}?tls=false`);
    const stream = newStream();
    expect(await discovering.appendToStream(stream, event('A'))).toMatchObject({ success: true });
    await discovering.dispose();
  });

  it('answers /info, /ping and /stats over plain HTTP', async () => {
    const base = `${insecure() ? 'http' : 'https'}://${server.host}:${server.port}`;
    const info = await fetch(`${base}/info`);
    expect(info.status).toBe(200);
    expect(info.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await info.json()).toMatchObject({
      esVersion: expect.stringMatching(/^\d+\.\d+/),
      state: 'leader',
      features: expect.anything(),
    });
    const ping = await fetch(`${base}/ping`);
    expect(ping.status).toBe(200);
    expect(await ping.text()).toContain('Ping request successfully handled');
    const stats = await fetch(`${base}/stats`);
    expect(stats.status).toBe(200);
    expect(await stats.json()).toMatchObject({ proc: expect.anything() });
    const missing = await fetch(`${base}/no-such-page`);
    expect(missing.status).toBe(404);
    await Promise.all([missing.text()]);
  });

  it('answers a probe of its health', async () => {
    const live = await fetch(`${insecure() ? 'http' : 'https'}://${server.host}:${server.port}/health/live`);
    expect([200, 204]).toContain(live.status);
    await live.text();
  });
});

describe('what is not offered', () => {
  (onEmbedded ? it : it.skip)('answers UNIMPLEMENTED with a sentence (the embedded server)', async () => {
    const refused = await failure(() => client.getProjectionState('no-such'));
    expect(refused).toMatchObject({ name: 'UnknownError', code: 12 });
    expect(refused.message).toMatch(/^12 UNIMPLEMENTED: [A-Z`'"].*\.$/);
  });
});

describe('credentials', () => {
  it('are ignored by an insecure server, known or not', async () => {
    if (!insecure()) return;
    const stream = newStream();
    const credentials = { username: 'nobody', password: 'wrong' };
    await client.appendToStream(stream, event('A'), { credentials });
    expect(await all(client.readStream(stream, { credentials }))).toHaveLength(1);
    const known = EventStoreDBClient.connectionString(server.url.replace('://', '://nobody:wrong@'));
    await known.appendToStream(stream, event('B'));
    expect(await readLabels(known, stream)).toEqual(['0:A', '1:B']);
    await known.dispose();
  });
});

describe('deadlines', () => {
  it('that have passed before a batch append arrives are answered as such, and nothing is recorded', async () => {
    const stream = newStream();
    await client.appendToStream(stream, event('A'));
    expect(await failure(() => client.appendToStream(stream, event('Late'), { deadline: -1000 }))).toEqual({
      name: 'DeadlineExceededError',
      type: 'deadline-exceeded',
      code: undefined,
      message: '',
    });
    await client.appendToStream(stream, event('B'));
    expect(await readLabels(client, stream)).toEqual(['0:A', '1:B']);
  });

  it('that have passed end a call of its own', async () => {
    const stream = newStream();
    const late = { deadline: -1000, credentials: { username: 'a', password: 'b' } };
    expect(await failure(() => client.appendToStream(stream, event('Late'), late))).toMatchObject({
      name: 'DeadlineExceededError',
      type: 'deadline-exceeded',
      code: 4,
    });
    expect(await failure(() => client.deleteStream(stream, { deadline: -1000 }))).toMatchObject({ code: 4 });
    expect((await failure(() => all(client.readStream(stream)))).name).toBe('StreamNotFoundError');
  });

  it('that are wide enough change nothing', async () => {
    const stream = newStream();
    expect(await client.appendToStream(stream, event('A'), { deadline: 60_000 })).toMatchObject({ success: true });
    expect(await client.deleteStream(stream, { deadline: 60_000 })).toHaveProperty('position');
  });
});

describe('cancellation', () => {
  it('of a read under way ends it quietly, and frees it on the server', async () => {
    const stream = newStream();
    for (let from = 0; from < 5000; from += 500) await client.appendToStream(stream, numbered(500, 'Counted', from));
    for (let round = 0; round < 20; round += 1) {
      const reading = client.readStream(stream);
      const errors: unknown[] = [];
      reading.on('error', (error) => errors.push(error));
      await once(reading, 'data');
      await reading.cancel();
      expect(errors).toEqual([]);
    }
    expect(await readLabels(client, stream, { maxCount: 1 })).toHaveLength(1);
  });

  it('of subscriptions leaves the rest of the connection alone', async () => {
    const stream = newStream();
    await client.appendToStream(stream, numbered(10));
    const kept = client.subscribeToStream(stream, { fromRevision: START });
    const seen = record(kept);
    for (let round = 0; round < 20; round += 1) {
      const brief = client.subscribeToAll();
      const noted = record(brief);
      await until('it is confirmed', () => noted.confirmed);
      await brief.unsubscribe();
    }
    await client.appendToStream(stream, event('Live'));
    await until('the live event has come', () => seen.events.length === 11);
    expect(seen.error).toBeUndefined();
    await kept.unsubscribe();
  });
});
