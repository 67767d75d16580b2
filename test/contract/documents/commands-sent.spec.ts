import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Document } from 'mongodb';
import { eraseSubject } from '../../../src/platform/crypto/erasure.js';
import { connectDocuments } from '../../../src/platform/documents/connect.js';
import { type Person, register, startTestProgram, type TestProgram } from '../../e2e/support/program.js';
import { untilLevel } from '../../support/views/expected.js';
import { plainCodec } from '../../support/views/plain-codec.js';
import { placements, schoolTotals, tally } from '../../support/views/sample-projections.js';
import { Seeded } from '../../support/views/seeded.js';
import { Servers, until } from '../../support/views/servers.js';
import { traffic } from '../../support/views/traffic.js';
import { Views } from '../../support/views/views.js';
import { portableWords, usedBy } from './portable-words.js';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly example?: unknown;
  readonly schema?: { readonly enum?: readonly unknown[]; readonly example?: unknown };
}

type Paths = Record<string, Record<string, { readonly parameters?: readonly Parameter[] }>>;

const used = new Map<string, number>();
/** Of writes: the write concern that they asked for. */
const concerns = new Map<string, unknown>();
const WRITES: ReadonlySet<string> = new Set(['insert', 'update', 'delete', 'findAndModify', 'create', 'createIndexes']);

function watch(name: string, command: Document): void {
  for (const word of usedBy(name, command)) used.set(word, (used.get(word) ?? 0) + 1);
  if (WRITES.has(name)) concerns.set(`${name} ${command[name]}`, command.writeConcern?.w);
}

let running: TestProgram;
let manager: Person;

beforeAll(async () => {
  running = await startTestProgram({ documents: { watch } });
  manager = await running.as('strategy-manager');
  const assistant = await running.as('cme-assistant');
  for (let serial = 0; serial < 5; serial += 1) {
    const id = await register(assistant, serial);
    const at = `/v1/children/${id}`;
    await assistant('POST', `${at}/absences`, { body: { date: '2026-11-09', code: 'N' } });
    await assistant('POST', `${at}/contacts`, { body: { channel: 'phone', outcome: 'no-answer' } });
  }
}, 60_000);

afterAll(() => running.stop());

/** Everything that can be read and has no id in its path, bare and with each of its parameters. */
async function readAll(person: Person): Promise<number> {
  const { body } = await person<{ paths: Paths }>('GET', '/openapi.json');
  let reads = 0;
  for (const [path, { get }] of Object.entries(body.paths)) {
    if (!get || path.includes('{')) continue;
    const queries = (get.parameters ?? []).flatMap(({ name, in: place, example, schema }) => {
      const values = schema?.enum ?? [schema?.example ?? example ?? 'a'];
      return place === 'query' ? values.map((value) => `?${name}=${encodeURIComponent(String(value))}`) : [];
    });
    for (const query of ['', ...queries]) {
      await person('GET', path + query);
      reads += 1;
    }
  }
  return reads;
}

/** A view built, poisoned, built anew in one document, in a new version, and thrown away. */
async function operateViews(): Promise<void> {
  const servers = await Servers.start();
  const mongo = connectDocuments(servers.documentsUrl, { watch });
  const database = mongo.db(servers.database.databaseName);
  const begin = (version: number) => {
    const projections = [tally(version), schoolTotals, placements];
    const views = new Views({ client: servers.client, database, projections, codec: plainCodec, superviseMs: 50 });
    views.start();
    return views;
  };
  await traffic(servers, new Seeded(1), 20);
  await servers.append('child-zed', { type: 'AbsenceRecorded', data: {} }, { type: 'FromTheFuture', data: {} });
  const first = begin(1);
  try {
    await untilLevel(servers);
    await first.store.requestRequeue('tally_v1', 'zed');
    await first.reader.quarantined('tally');
    await until('the refusal', async () => (await first.store.quarantine('tally_v1')).every(({ requeue }) => !requeue));
    await first.stop();
    const [pointer] = [await first.store.pointer('tally')];
    if (pointer) await first.store.movePointer('tally', pointer.live, { ...pointer, held: true });
    for await (const document of first.store.scan('tally_v1')) expect(document._id).toBeDefined();
    await first.store.remove('tally_v1', 'zed');
    await first.store.removeQuarantine('tally_v1', 'zed');
    await first.store.drop({ name: 'tally', label: 'v1', version: 1, id: 'tally_v1' });
  } finally {
    await first.stop();
    await mongo.close();
    await servers.close();
  }
}

const strange = () => {
  const words = portableWords();
  return [...used.keys()].filter((each) => {
    const [kind, word] = each.split(': ') as [keyof typeof words, string];
    return !words[kind].has(word);
  });
};

describe('what the program sends to its document store', () => {
  it('is on the list of docs/documents.md, whatever is read, written or erased', async () => {
    expect(await readAll(manager)).toBeGreaterThan(10);
    for (const page of ['/caseload', '/enquiries', '/health/ready'])
      await manager('GET', page, { headers: { accept: 'text/html' } });
    const headOfSchool = await running.as('head-teacher', '900001');
    for (const body of [{ name: 'marl' }, { name: 'marlow til', dateOfBirth: '1999-01-01', number: 'none' }])
      for (const person of [manager, headOfSchool])
        expect((await person('POST', '/v1/children/search', { body })).status).toBe(200);
    const { viewReader, vault } = running.program.services;
    const child = await (await viewReader.collection('caseload')).findOne({});
    if (!child) throw new Error('no child in the caseload');
    await eraseSubject(vault, { subject: child._id, by: 'staff-1', authority: 'retention rule' });
    expect(strange()).toEqual([]);
  }, 60_000);

  it('is on the list when views are built, quarantined, built anew and dropped', async () => {
    await operateViews();
    expect(strange()).toEqual([]);
    // The list would be empty if nothing had been heard.
    for (const command of ['insert', 'find', 'update', 'aggregate', 'createIndexes', 'delete', 'drop', 'hello'])
      expect([...used.keys()]).toContain(`commands: ${command}`);
  }, 60_000);

  it('is acknowledged by a majority: each write asks for it', async () => {
    await until('a lease to be kept', () => concerns.has('insert leases'));
    expect([...concerns].filter(([, w]) => w !== 'majority')).toEqual([]);
    expect(concerns.size).toBeGreaterThan(8);
  });
});
