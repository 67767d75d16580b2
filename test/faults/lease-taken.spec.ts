import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { serverAbilities } from '../../src/platform/documents/abilities.js';
import { connectDocuments } from '../../src/platform/documents/connect.js';
import { sampleViews, untilLevel, untilViewsEqualLog } from '../support/views/expected.js';
import { type Command, MongoProxy } from '../support/views/mongo-proxy.js';
import { plainCodec } from '../support/views/plain-codec.js';
import { expectViewsEqualRebuild } from '../support/views/rebuilt.js';
import { tally } from '../support/views/sample-projections.js';
import { Seeded } from '../support/views/seeded.js';
import { Servers, until } from '../support/views/servers.js';
import { holdings } from '../support/views/terms.js';
import { traffic } from '../support/views/traffic.js';
import { Views } from '../support/views/views.js';

/** `LEASE_ROUNDS=20 LEASE_SEED=7` for a long run that can be repeated. */
const ROUNDS = Number(process.env.LEASE_ROUNDS ?? 1);
const SEED = Number(process.env.LEASE_SEED ?? 1);
const LEASE_MS = 1500;
const BUILD = 'tally_v1';

let servers: Servers;
let proxy: MongoProxy;
let throughProxy: ReturnType<typeof connectDocuments>;
let first: Views;
let second: Views | undefined;
let drops: string[];

beforeEach(async () => {
  servers = await Servers.start();
  proxy = await MongoProxy.to(servers.documentsUrl);
  throughProxy = connectDocuments(proxy.url, { selectionTimeoutMs: 5000 });
  drops = [];
  first = program(throughProxy.db(servers.database.databaseName));
  second = undefined;
});

afterEach(async () => {
  await proxy.release();
  await Promise.all([first.stop(), second?.stop()]);
  await throughProxy.close();
  await proxy.close();
  await servers.close();
});

function program(database: Servers['database']): Views {
  const observer = {
    written: () => undefined,
    dropped: (reason: string) => drops.push(reason),
    quarantined: (view: string, error: string) => drops.push(`${view}: ${error}`),
    stopped: (view: string, error: string) => drops.push(`${view} stopped: ${error}`),
  };
  const { client } = servers;
  const ways = { client, database, projections: sampleViews, codec: plainCodec, observer };
  return new Views({ ...ways, leaseMs: LEASE_MS, superviseMs: 50 });
}

const MOMENTS: Readonly<Record<string, (command: Command) => boolean>> = {
  'its documents': ({ name, collection }) => collection === BUILD && (name === 'insert' || name === 'update'),
  'its checkpoint': ({ name, collection, body }) =>
    collection === 'checkpoints' && name === 'update' && JSON.stringify(body.updates).includes(`"${BUILD}"`),
};

const tokenOf = async () => (await holdings(servers.database)).find(({ lease }) => lease === BUILD)?.token ?? 0;
const placeOf = async ({ store }: Views) => {
  const { position, events, token } = (await store.checkpoint(BUILD)) ?? {};
  return { position, events, token };
};
const works = ({ runner }: Views) => runner.workers.some(({ build, lease }) => build.id === BUILD && lease.held);
const stored = () =>
  servers.database
    .collection(BUILD)
    .find({}, { sort: { _id: 1 } })
    .toArray();

/** Another term over the one that stands: of nobody, and over. */
async function takeByForce(): Promise<void> {
  const terms = servers.database.collection<{ _id: string; number: number; token: number }>('leases');
  const ofBuild = { _id: { $gte: `${BUILD}#`, $lt: `${BUILD}$` } };
  for (;;) {
    const last = await terms.findOne(ofBuild, { sort: { _id: -1 } });
    if (!last) throw new Error('no term');
    const number = last.number + 1;
    const _id = `${BUILD}#${String(number).padStart(16, '0')}`;
    const term = { ...last, _id, number, holder: 'force', token: last.token + 1, expiresAt: new Date(0) };
    // Its holder may renew it just now.
    const inserted = terms.insertOne(term).then(() => true);
    if (await inserted.catch(() => false)) return;
  }
}

describe('a lease that is taken while a batch is under way', () => {
  it.each([
    ['its documents', 'its renewals held back until it has run out'],
    ['its checkpoint', 'its renewals held back until it has run out'],
    ['its documents', 'by force'],
    ['its checkpoint', 'by force'],
  ])(
    '%s on the way, %s: what arrives late changes nothing, and who lost it takes it up again later',
    async (moment, taking) => {
      const seeded = new Seeded(SEED);
      const counts = { taken: 0, 'commands that came late': 0, 'documents compared': 0, 'fields compared': 0 };
      await traffic(servers, seeded, 20);
      first.start();
      await untilLevel(servers);
      for (let round = 0; round < ROUNDS; round += 1) {
        const before = await tokenOf();
        const isMoment = MOMENTS[moment] ?? (() => false);
        const renewals = taking !== 'by force';
        proxy.hold((command) => isMoment(command) || (renewals && command.collection === 'leases'));
        await traffic(servers, seeded, 10);
        await until('the batch to be held', () => proxy.held.some(isMoment));
        if (!renewals) await takeByForce();
        const other = program(servers.database);
        second = other;
        other.start();
        await until('the other to have the lease', () => works(other));
        expect(await tokenOf()).toBeGreaterThan(before);
        counts.taken += 1;
        await traffic(servers, seeded, 20);
        await untilLevel(servers, [tally()]);
        expect(proxy.held.some(isMoment)).toBe(true);

        const [documents, place] = [await stored(), await placeOf(other)];
        counts['commands that came late'] += proxy.held.length;
        await proxy.release();
        if ((await serverAbilities(servers.mongo)).atomicUpdates) expect(await stored()).toEqual(documents);
        expect(await placeOf(other)).toEqual(place);
        await until('who lost it to leave', () => !first.runner.workers.some(({ build }) => build.id === BUILD));

        await traffic(servers, seeded, 10);
        await untilLevel(servers);
        expect(works(other)).toBe(true);
        await untilViewsEqualLog(servers);
        const compared = await expectViewsEqualRebuild(other, servers);
        counts['documents compared'] += compared.documents;
        counts['fields compared'] += compared.fields;

        await other.stop();
        await traffic(servers, seeded, 10);
        await untilLevel(servers);
        expect(works(first)).toBe(true);
        await untilViewsEqualLog(servers);
      }
      expect(drops.filter((each) => each.includes(':'))).toEqual([]);
      if (process.env.FAULT_COUNTS) {
        process.stdout.write(`${JSON.stringify({ moment, taking, rounds: ROUNDS, seed: SEED, ...counts })}\n`);
      }
    },
    30_000 + ROUNDS * 30_000,
  );
});
