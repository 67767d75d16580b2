import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startEmbeddedDocuments } from '../../src/embedded/documents/index.js';
import { connectDocuments } from '../../src/platform/documents/connect.js';
import type { ViewObserver } from '../../src/platform/projections/view-observer.js';
import { expectViewsEqualLog, sampleViews, untilLevel } from '../support/views/expected.js';
import { plainCodec } from '../support/views/plain-codec.js';
import { TcpProxy } from '../support/views/proxy.js';
import { Seeded } from '../support/views/seeded.js';
import { Servers, until } from '../support/views/servers.js';
import { holdings } from '../support/views/terms.js';
import { traffic } from '../support/views/traffic.js';
import { Views } from '../support/views/views.js';

/** How long a store stays away: a moment in every run, `FAULT_SECONDS=60` for the full minute. */
const AWAY_MS = 1000 * Number(process.env.FAULT_SECONDS ?? 3);
const TIMEOUT = 60_000 + 4 * AWAY_MS;

let servers: Servers;
let proxy: TcpProxy;
let mongo: ReturnType<typeof connectDocuments>;
let views: Views;
let drops: string[];
let stops: string[];

const observer: ViewObserver = {
  written: () => undefined,
  dropped: (reason) => drops.push(reason),
  quarantined: (view, error) => stops.push(`${view}: ${error}`),
  stopped: (view, error) => stops.push(`${view}: ${error}`),
};

beforeEach(async () => {
  servers = await Servers.start();
  drops = [];
  stops = [];
  const { hostname, port } = new URL(servers.documentsUrl);
  proxy = await TcpProxy.to(Number(port), hostname);
  mongo = connectDocuments(servers.documentsUrl.replace(`${hostname}:${port}`, `127.0.0.1:${proxy.port}`), {
    selectionTimeoutMs: 2000,
    commandTimeoutMs: 5000,
  });
  const database = mongo.db(servers.database.databaseName);
  const { client } = servers;
  views = new Views({
    client,
    database,
    projections: sampleViews,
    codec: plainCodec,
    observer,
    leaseMs: 2500,
    superviseMs: 100,
  });
  await traffic(servers, new Seeded(1), 40);
  views.start();
  await untilLevel(servers);
});

afterEach(async () => {
  await views.stop();
  await mongo.close();
  await proxy.close();
  await servers.close();
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('stores that go away', () => {
  it(
    'goes on by itself when the event store is back',
    async () => {
      await servers.stopEventStore();
      await until('the drop', () => drops.length > 0);
      await pause(AWAY_MS);
      expect(views.runner.workers.map(({ state }) => state)).not.toContain('stopped');
      await servers.startEventStore();
      await untilWritable();
      await traffic(servers, new Seeded(2), 20);
      await untilLevel(servers, sampleViews, 45_000);
      await expectViewsEqualLog(servers);
      expect(stops).toEqual([]);
    },
    TIMEOUT,
  );

  it(
    'goes on by itself when the database is back',
    async () => {
      proxy.away();
      await traffic(servers, new Seeded(3), 20);
      await until('the drop', () => drops.length > 0);
      await pause(AWAY_MS);
      proxy.back();
      await untilLevel(servers, sampleViews, 45_000);
      await expectViewsEqualLog(servers);
      expect(stops).toEqual([]);
    },
    TIMEOUT,
  );

  it(
    'builds everything anew when the database comes back empty',
    async () => {
      const { documents } = servers;
      if (!documents) return;
      await documents.close();
      servers.documents = await startEmbeddedDocuments({ directory: servers.directory, port: documents.port });
      await traffic(servers, new Seeded(4), 20);
      await untilLevel(servers, sampleViews, 45_000);
      await expectViewsEqualLog(servers);
      expect(stops).toEqual([]);
    },
    TIMEOUT,
  );

  it(
    'loses nothing when connections break in the middle of batches',
    async () => {
      const seeded = new Seeded(5);
      for (let round = 0; proxy.cuts < 8 && round < 60; round += 1) {
        proxy.cutAfter(seeded.whole(200, 6000));
        await traffic(servers, seeded, 20);
      }
      expect(proxy.cuts).toBeGreaterThanOrEqual(8);
      proxy.back();
      await untilLevel(servers, sampleViews, 45_000);
      await expectViewsEqualLog(servers);
      expect(stops).toEqual([]);
    },
    TIMEOUT,
  );

  it(
    'keeps its leases and its order on a slow database',
    async () => {
      const holdersOf = async () => (await holdings(servers.database)).map(({ token }) => token);
      const before = await holdersOf();
      proxy.slow(40);
      await traffic(servers, new Seeded(6), 60);
      await untilLevel(servers, sampleViews, 45_000);
      expect(await holdersOf()).toEqual(before);
      await expectViewsEqualLog(servers);
      expect(stops).toEqual([]);
    },
    TIMEOUT,
  );
});

/** The client reconnects with its next call; the first ones may still meet the old connection. */
async function untilWritable(): Promise<void> {
  await until('an append', async () => {
    try {
      await servers.append('child-ada', { type: 'AbsenceRecorded', data: {} });
      return true;
    } catch {
      return false;
    }
  });
}
