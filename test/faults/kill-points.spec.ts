import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Pointer } from '../../src/platform/projections/view-store.js';
import { ViewsProcess } from '../support/views/child.js';
import { expectViewsEqualLog, untilLevel } from '../support/views/expected.js';
import { placements, schoolTotals, tally } from '../support/views/sample-projections.js';
import { Seeded } from '../support/views/seeded.js';
import { Servers, until } from '../support/views/servers.js';
import { traffic } from '../support/views/traffic.js';

let servers: Servers;
let processes: ViewsProcess[] = [];

beforeEach(async () => {
  servers = await Servers.start();
});

afterEach(async () => {
  for (const process of processes) await process.kill();
  processes = [];
  await servers.close();
});

async function begin(failpoint = '', tallyVersion = 1): Promise<ViewsProcess> {
  const { documentsUrl, database, eventStore } = servers;
  const settings = {
    eventStoreUrl: eventStore.url,
    documentsUrl,
    database: database.databaseName,
    tallyVersion,
    leaseMs: 1000,
  };
  const process = await ViewsProcess.start(settings, failpoint);
  processes.push(process);
  return process;
}

describe('kill -9 at each named failpoint', () => {
  it.each(['before-view-write', 'after-view-write', 'after-checkpoint'])(
    '%s: at the first, second and fourth passage, nothing is lost or doubled',
    async (failpoint) => {
      const seeded = new Seeded(failpoint.length);
      await traffic(servers, seeded, 30);
      for (const passage of [1, 2, 4]) {
        const victim = await begin(`${failpoint}:${passage}`);
        const ended = victim.ended();
        let over = false;
        void ended.then(() => {
          over = true;
        });
        await traffic(servers, seeded, 20);
        // Many facts may have gone into few batches: then more must come for a later passage.
        while (!over) await traffic(servers, seeded, 2);
        expect(await ended).toEqual({ code: null, signal: 'SIGKILL' });
      }
      await begin();
      await untilLevel(servers);
      await expectViewsEqualLog(servers);
    },
    60_000,
  );

  it('after-quarantine-entry: the document is marked by whoever comes next', async () => {
    await traffic(servers, new Seeded(7), 10);
    await servers.append('child-zed', { type: 'AbsenceRecorded', data: {} }, { type: 'FromTheFuture', data: {} });
    const victim = await begin('after-quarantine-entry');
    expect(await victim.ended()).toEqual({ code: null, signal: 'SIGKILL' });
    await servers.append('child-zed', { type: 'AbsenceRecorded', data: {} });
    await begin();
    await untilLevel(servers);
    await expectViewsEqualLog(servers);
  }, 60_000);

  it.each(['before-switch', 'after-switch'])(
    '%s: readers get one whole build or the other',
    async (failpoint) => {
      await traffic(servers, new Seeded(9), 15);
      const old = await begin();
      await untilLevel(servers);
      await old.stop();
      const victim = await begin(failpoint, 2);
      expect(await victim.ended()).toEqual({ code: null, signal: 'SIGKILL' });
      const pointers = servers.database.collection<{ _id: string } & Pointer>('views');
      const live = (await pointers.findOne({ _id: 'tally' }))?.live;
      expect(live).toBe(failpoint === 'before-switch' ? 'v1' : 'v2');
      await expectViewsEqualLog(servers, [tally(live === 'v1' ? 1 : 2)]);
      await traffic(servers, new Seeded(10), 5);
      await begin('', 2);
      await until('the new version to be live', async () => (await pointers.findOne({ _id: 'tally' }))?.live === 'v2');
      await untilLevel(servers, [tally(2), schoolTotals, placements]);
      await expectViewsEqualLog(servers, [tally(2), schoolTotals, placements]);
    },
    60_000,
  );
});
