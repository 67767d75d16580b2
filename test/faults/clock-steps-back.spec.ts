import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../src/platform/clock/clock.js';
import { connectDocuments, documentsNow } from '../../src/platform/documents/connect.js';
import { sampleViews, untilLevel, untilViewsEqualLog } from '../support/views/expected.js';
import { MongoProxy } from '../support/views/mongo-proxy.js';
import { plainCodec } from '../support/views/plain-codec.js';
import { expectViewsEqualRebuild } from '../support/views/rebuilt.js';
import { Seeded } from '../support/views/seeded.js';
import { Servers, until } from '../support/views/servers.js';
import { traffic } from '../support/views/traffic.js';
import { Views } from '../support/views/views.js';

/** `CLOCK_ROUNDS=20 CLOCK_SEED=7` for a long run that can be repeated. */
const ROUNDS = Number(process.env.CLOCK_ROUNDS ?? 1);
const SEED = Number(process.env.CLOCK_SEED ?? 1);
const LEASE_MS = 1500;
const HOUR_MS = 3_600_000;

/** A program with a way of its own to the database. */
interface Program {
  readonly views: Views;
  readonly proxy: MongoProxy;
  readonly mongo: ReturnType<typeof connectDocuments>;
}

let servers: Servers;
let programs: Program[];
let stops: string[];
let programsClockMs: number;
const counts = { 'program’s clock': 0, 'database’s clock': 0, 'taken over': 0, 'documents compared': 0 };

beforeEach(async () => {
  servers = await Servers.start();
  programs = [];
  stops = [];
  programsClockMs = 0;
});

afterEach(async () => {
  for (const { proxy, views, mongo } of programs) {
    await proxy.release();
    await views.stop();
    await mongo.close();
    await proxy.close();
  }
  await servers.close();
});

afterAll(() => {
  if (process.env.FAULT_COUNTS) process.stdout.write(`${JSON.stringify({ rounds: ROUNDS, seed: SEED, ...counts })}\n`);
});

async function begin(): Promise<Program> {
  const proxy = await MongoProxy.to(servers.documentsUrl);
  const mongo = connectDocuments(proxy.url, { selectionTimeoutMs: 5000 });
  const epoch = () => systemClock.epoch() + programsClockMs;
  const views = new Views({
    client: servers.client,
    database: mongo.db(servers.database.databaseName),
    projections: sampleViews,
    codec: plainCodec,
    leaseMs: LEASE_MS,
    superviseMs: 50,
    clock: { epoch, now: () => new Date(epoch()).toISOString() },
    observer: {
      written: () => undefined,
      dropped: () => undefined,
      quarantined: (view, error) => stops.push(`${view}: ${error}`),
      stopped: (view, error) => stops.push(`${view}: ${error}`),
    },
  });
  views.start();
  const program = { views, proxy, mongo };
  programs.push(program);
  return program;
}

const BUILDS = sampleViews.map(({ name, version }) => `${name}_v${version}`).sort();

const held = ({ views }: Program) =>
  views.runner.workers.filter(({ lease }) => lease.held).map(({ build }) => build.id);

/** Every view is held by one program, and none by two. */
async function untilHeldByOne(): Promise<void> {
  await until('one holder of each lease', () => programs.flatMap(held).sort().join() === BUILDS.join());
}

/** The database tells the program another time than it tells this test. */
async function expectClockMoved({ proxy, mongo }: Program): Promise<void> {
  const [told, real] = [await documentsNow(mongo), await documentsNow(servers.mongo)];
  expect(Math.abs(told.getTime() + -proxy.clockOffsetMs - real.getTime())).toBeLessThan(HOUR_MS / 2);
}

async function expectAllWell({ views }: Program): Promise<void> {
  await untilLevel(servers);
  await untilHeldByOne();
  const health = await views.health.check();
  expect(health.filter(({ healthy, stopped }) => !healthy || stopped !== undefined)).toEqual([]);
  expect(health.map(({ lag }) => lag)).toEqual(BUILDS.map(() => ({ seconds: 0 })));
  await untilViewsEqualLog(servers);
  expect(stops).toEqual([]);
}

describe('a clock that steps back', () => {
  it(
    'of the program: views go on, none is ill, none is behind by less than nothing',
    async () => {
      const seeded = new Seeded(SEED);
      const program = await begin();
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const step of [-HOUR_MS, 30 * HOUR_MS, -24 * HOUR_MS, -seeded.whole(1, 5000)]) {
          await traffic(servers, seeded, 10);
          await untilLevel(servers);
          programsClockMs += step;
          counts['program’s clock'] += 1;
          await traffic(servers, seeded, 10);
          await expectAllWell(program);
        }
      }
      counts['documents compared'] += (await expectViewsEqualRebuild(program.views, servers)).documents;
    },
    30_000 + ROUNDS * 30_000,
  );

  it(
    'of the database, and forward again: leases are neither stuck nor held by two, whoever goes silent',
    async () => {
      const seeded = new Seeded(SEED);
      const pair = [await begin(), await begin()];
      const [asked] = pair;
      if (!asked) throw new Error('no program');
      await traffic(servers, seeded, 20);
      await expectAllWell(asked);
      for (let round = 0; round < ROUNDS; round += 1) {
        const steps = [
          { ms: -HOUR_MS, silent: true },
          { ms: HOUR_MS, silent: false },
          { ms: -HOUR_MS, silent: false },
          { ms: Math.round(-0.7 * LEASE_MS), silent: true },
          { ms: -seeded.whole(1, 5 * LEASE_MS), silent: seeded.happens(0.5) },
        ];
        for (const { ms, silent } of steps) {
          const holder = pair.find((each) => held(each).length === BUILDS.length) ?? asked;
          if (silent) holder.proxy.hold(() => true);
          for (const { proxy } of pair) proxy.clockOffsetMs += ms;
          counts['database’s clock'] += 1;
          await expectClockMoved(pair.find((each) => each !== holder) ?? asked);
          await traffic(servers, seeded, 10);
          if (silent) {
            await until('another to take over', () =>
              pair.some((each) => each !== holder && held(each).length === BUILDS.length),
            );
            counts['taken over'] += 1;
            await untilLevel(servers);
            await holder.proxy.release();
          }
          await traffic(servers, seeded, 10);
          await expectAllWell(asked);
        }
      }
      counts['documents compared'] += (await expectViewsEqualRebuild(asked.views, servers)).documents;
    },
    30_000 + ROUNDS * 60_000,
  );
});
