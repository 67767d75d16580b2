import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { ViewsProcess } from '../support/views/child.js';
import { expectViewsEqualLog, untilLevel } from '../support/views/expected.js';
import { Seeded } from '../support/views/seeded.js';
import { Servers, until } from '../support/views/servers.js';
import { holdings } from '../support/views/terms.js';
import { traffic } from '../support/views/traffic.js';

const ROUNDS = Number(process.env.KILL_ROUNDS ?? 6);
const SEED = Number(process.env.KILL_SEED ?? 1);
const LEASE_MS = 1000;

let servers: Servers;
let pair: ViewsProcess[] = [];

beforeAll(async () => {
  servers = await Servers.start();
});

afterAll(async () => {
  for (const process of pair) await process.kill();
  await servers.close();
});

function begin(): Promise<ViewsProcess> {
  const { documentsUrl, database, eventStore } = servers;
  const settings = {
    eventStoreUrl: eventStore.url,
    documentsUrl,
    database: database.databaseName,
    tallyVersion: 1,
    leaseMs: LEASE_MS,
  };
  return ViewsProcess.start(settings);
}

async function holders(): Promise<(string | null)[]> {
  return (await holdings(servers.database)).map(({ holder }) => holder);
}

describe('two processes on the same stores', () => {
  it(
    `loses and doubles nothing when one is killed at a random moment, ${ROUNDS} times`,
    async () => {
      const seeded = new Seeded(SEED);
      pair = [await begin(), await begin()];
      for (let round = 0; round < ROUNDS; round += 1) {
        const writing = traffic(servers, seeded, 40);
        await new Promise((resolve) => setTimeout(resolve, seeded.whole(0, 300)));
        const victim = seeded.whole(0, 1);
        await pair[victim]?.kill();
        pair[victim] = await begin();
        await writing;
      }
      await untilLevel(servers);
      await expectViewsEqualLog(servers);
    },
    30_000 + ROUNDS * 10_000,
  );

  it('lets a process that was frozen past its lease do no harm when it wakes', async () => {
    const seeded = new Seeded(SEED + 1);
    await until('all leases to be taken', async () => (await holders()).filter(Boolean).length === 3);
    const before = await holders();
    const writing = traffic(servers, seeded, 60);
    for (const process of pair) process.freeze();
    await pair[1]?.kill();
    const third = await begin();
    await until('the leases to change hands', async () =>
      (await holders()).every((holder, index) => holder !== before[index]),
    );
    await writing;
    await untilLevel(servers);
    pair[0]?.wake();
    await traffic(servers, seeded, 20);
    await untilLevel(servers);
    await expectViewsEqualLog(servers);
    await third.kill();
    await traffic(servers, seeded, 10);
    await untilLevel(servers);
    await expectViewsEqualLog(servers);
  }, 90_000);
});
