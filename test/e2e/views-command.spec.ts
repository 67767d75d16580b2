import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runViews } from '../../src/commands/views-command.js';
import { collectionName } from '../../src/platform/projections/projection.js';
import { positionText } from '../../src/platform/subscriptions/position.js';
import { until } from '../support/views/servers.js';
import { documentsOf } from './support/documents.js';
import { type Person, register, startTestProgram, type TestProgram } from './support/program.js';

let program: TestProgram;
let assistant: Person;
let ids: string[];

beforeAll(async () => {
  program = await startTestProgram();
  assistant = await program.as('cme-assistant');
  ids = [];
  for (const serial of [301, 302, 303]) ids.push(await register(assistant, serial));
  await assistant('GET', `/v1/caseload?child=${ids[2]}&minRevision=1`);
}, 90_000);

afterAll(() => program.stop());

/** The command as a person gives it beside the program: its exit code, its lines, how far it said it was. */
async function views(line: string) {
  const lines: string[] = [];
  const progress: number[] = [];
  const terminal = {
    out: (text: string) => lines.push(text),
    progress: (_: string, done: number) => progress.push(done),
  };
  const env = { DATA_DIR: program.dataDir, EVENTSTORE_PORT: '0', ...documentsOf(program.dataDir) };
  const code = await runViews(line.split(' ').filter(Boolean), env, terminal);
  return { code, text: lines.join('\n'), progress };
}

const caseload = () => program.program.services.viewReader;
const liveCollection = async () => {
  const pointer = (await program.program.services.viewsReport.view('caseload'))?.health.label ?? '';
  return collectionName('caseload', pointer);
};

describe('npm run views', () => {
  it('tells where views stand', async () => {
    // What has been shown is noted a moment later; processes may have recorded something besides.
    const level = /^caseload: v\d+, healthy, 0\.0 s behind$/m;
    await until('the view to be level', async () => level.test((await views('status')).text));
    const { code, text } = await views('status');
    expect(code).toBe(0);
    expect(text).toMatch(level);
    expect(text).toMatch(/^ {2}v\d+, readers are served from it · up to date · \d+ events/m);
    const lag = await views('lag');
    expect([lag.code, lag.text]).toEqual([0, expect.stringMatching(/^caseload: 0\.0 s behind$/m)]);
    const [first] = JSON.parse((await views('status --json')).text);
    expect(first).toMatchObject({ name: 'caseload', health: { healthy: true }, allowed: ['rebuild', 'proof'] });
  });

  it('rebuilds, compares, switches and goes back while the program serves', async () => {
    const before = (await assistant('GET', '/v1/caseload')).body;
    const rebuilt = await views('rebuild caseload');
    expect([rebuilt.code, rebuilt.text]).toEqual([0, expect.stringMatching(/^Rebuilt as v\d+_r1 from \d+ events\.$/)]);
    expect(rebuilt.progress.at(-1)).toBeGreaterThan(0);
    const compared = await views('compare caseload');
    expect([compared.code, compared.text]).toEqual([
      0,
      expect.stringMatching(/^Compared v\d+ with v\d+_r1: 3 documents with \d+ fields, none differs\.$/),
    ]);
    expect((await views('switch caseload')).text).toMatch(
      /^Switched: readers are served from v\d+_r1 now, from v\d+ before\.$/,
    );
    const { body } = await assistant<{ position: number }>('POST', `/v1/children/${ids[0]}/absences`, {
      body: { date: '2026-11-10', session: 'AM', code: 'N' },
    });
    const after = await assistant<{ total: number }>('GET', `/v1/caseload?minPosition=${body.position}`);
    expect([after.status, after.body.total]).toEqual([200, 3]);
    expect((await views('back caseload')).code).toBe(0);
    expect((await assistant<{ total: number }>('GET', '/v1/caseload')).body.total).toBe(before.total);
  });

  it('proves a view field by field, and finds what was changed behind the program’s back without telling values', async () => {
    expect(await views('proof caseload')).toMatchObject({ code: 0, text: expect.stringContaining('none differs') });
    const collection = await liveCollection();
    const live = () => caseload().collection<{ readonly _id: string; readonly name: string }>('caseload');
    // Readers may notice a switch (of the test before this) half a second late.
    await until('the build that readers are served from', async () => (await live()).collectionName === collection);
    const documents = await live();
    const [id = ''] = ids;
    const { name } = (await caseload().findOne<{ readonly _id: string; readonly name: string }>('caseload', id)) ?? {};
    await documents.updateOne({ _id: id }, { $set: { name: 'Somebody Else' } });
    const { code, text } = await views('proof caseload');
    await documents.updateOne({ _id: id }, { $set: { name: name ?? '' } });
    expect(code).toBe(1);
    expect(text).toMatch(new RegExp(`3 documents with \\d+ fields, 1 document differ.*\n {2}${id}: name$`));
    expect(text).not.toContain('Somebody');
    expect(text).not.toContain('Marlow');
  });

  it('tells of a document in quarantine, and builds it anew', async () => {
    const [, id = ''] = ids;
    const { services } = program.program;
    const build = await liveCollection();
    const store = services.source;
    const [first] = await store.readStream(`child-${id}`);
    const at = first?.event ? positionText(first.event.position) : '';
    const entry = { at, streamId: `child-${id}`, fromRevision: 0, eventType: 'X', error: 'RangeError' };
    await services.documents
      .db((await caseload().collection('caseload')).dbName)
      .collection<{ readonly _id: string; readonly [field: string]: unknown }>('quarantine')
      .insertOne({ _id: `${build}|${id}`, build, name: 'caseload', key: id, since: services.clock.now(), ...entry });
    const status = await views('status');
    expect(status.code).toBe(1);
    expect(status.text).toContain(`in quarantine: ${id}, from child-${id}@0 on (RangeError)`);
    expect(await views(`requeue caseload ${id}`)).toMatchObject({
      code: 0,
      text: `caseload ${id}: built anew and up to date.`,
    });
    expect((await views('status')).code).toBe(0);
  });

  it.each([
    ['', 0, 'npm run views -- status'],
    ['--help', 0, 'Exit code 0'],
    ['mend caseload', 2, 'There is no "mend".'],
    ['rebuild', 2, '"rebuild" takes one view.'],
    ['status caseload', 2, '"status" takes no view.'],
    ['requeue caseload', 2, '"requeue" takes a view and the id of a document.'],
    ['rebuild caseload --version x', 2, '--version is a whole number from 1.'],
    ['compare caseload --version 2', 2, '--version is for "rebuild".'],
    ['status --fast', 2, '--fast'],
    ['rebuild letters', 3, 'Not done: there is no view letters; there are caseload'],
    ['rebuild caseload --version 99', 3, 'Not done: this program makes version'],
    ['switch enquiries', 3, 'Not done: nothing has been built beside enquiries'],
    ['requeue caseload nobody', 3, 'Not done: caseload has no document nobody in quarantine.'],
  ])('answers "%s" with exit code %i', async (line, code, words) => {
    expect(await views(line)).toMatchObject({ code, text: expect.stringContaining(words) });
  });

  it('says so when no program is running', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'cme-none-'));
    const lines: string[] = [];
    const terminal = { out: (text: string) => lines.push(text), progress: () => undefined };
    const code = await runViews(['status'], { DATA_DIR: dataDir }, terminal);
    await rm(dataDir, { recursive: true });
    expect([code, lines.join()]).toEqual([
      3,
      `Not done: No program is running on the data in ${dataDir}. Start it (npm start), or set DATA_DIR to where one runs.`,
    ]);
  });
});
