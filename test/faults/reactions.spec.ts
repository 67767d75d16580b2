import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ViewsProcess } from '../support/views/child.js';
import { allEvents } from '../support/views/expected.js';
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

async function begin(failpoint = ''): Promise<ViewsProcess> {
  const { documentsUrl, database, eventStore } = servers;
  const settings = {
    eventStoreUrl: eventStore.url,
    documentsUrl,
    database: database.databaseName,
    tallyVersion: 1,
    leaseMs: 1000,
    reacts: true,
  };
  const process = await ViewsProcess.start(settings, failpoint);
  processes.push(process);
  return process;
}

/** Ids of the absences, and of those that each answer is to. */
async function absencesAndAnswers(): Promise<{ absences: string[]; answered: string[] }> {
  const events = await allEvents(servers);
  return {
    absences: events.filter(({ type }) => type === 'AbsenceRecorded').map(({ id }) => id),
    answered: events.filter(({ type }) => type === 'Echoed').map(({ data }) => (data as { of: string }).of),
  };
}

async function untilAnswered(): Promise<void> {
  const all = async () => {
    const { absences, answered } = await absencesAndAnswers();
    return new Set(answered).size === absences.length;
  };
  await until('an answer to every absence', all, 60_000);
}

describe('a process that acts on events', () => {
  it('is killed between what it did and its checkpoint, four times: each event is acted on, none twice', async () => {
    const seeded = new Seeded(3);
    await traffic(servers, seeded, 30);
    for (const passage of [1, 1, 2, 3]) {
      const victim = await begin(`after-reaction:${passage}`);
      const writing = (async () => {
        for (let batch = 0; batch < 4; batch += 1) await traffic(servers, seeded, 5);
      })();
      // A batch ends when nothing more is there: some passages come only with more traffic.
      const ended = victim.ended();
      await writing;
      let over = false;
      void ended.then(() => {
        over = true;
      });
      while (!over) await traffic(servers, seeded, 2);
      expect(await ended).toEqual({ code: null, signal: 'SIGKILL' });
    }
    await begin();
    await untilAnswered();
    const { absences, answered } = await absencesAndAnswers();
    expect(answered.sort()).toEqual(absences.sort());
  }, 240_000);

  it('is taken over by another program when one is killed, and does nothing twice', async () => {
    const seeded = new Seeded(4);
    const pair = [await begin(), await begin()];
    for (let round = 0; round < 4; round += 1) {
      const writing = traffic(servers, seeded, 25);
      await new Promise((resolve) => setTimeout(resolve, seeded.whole(0, 400)));
      const victim = seeded.whole(0, 1);
      await pair[victim]?.kill();
      pair[victim] = await begin();
      await writing;
    }
    await untilAnswered();
    const { absences, answered } = await absencesAndAnswers();
    expect(answered.sort()).toEqual(absences.sort());
  }, 240_000);
});
