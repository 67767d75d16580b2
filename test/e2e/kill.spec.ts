import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dropDocumentsOf } from './support/documents.js';
import { compiled, freePorts, type Ports, type ProgramProcess, runCommand, startProcess } from './support/process.js';
import { aChild, type Person, personWith } from './support/program.js';

interface Written extends Record<string, unknown> {
  readonly childId: string;
  readonly revision: number;
}

interface Sent {
  readonly path: string;
  readonly key: string;
  readonly body: object;
  readonly acknowledged?: Written;
}

interface History extends Record<string, unknown> {
  readonly total: number;
  readonly items: { revision: number; type: string; commandId: string; actor: { role: string } }[];
}

let build: ReturnType<typeof compiled>;
let dataDir: string;
let ports: Ports;
let program: ProgramProcess | undefined;

beforeAll(async () => {
  build = compiled('kill');
  dataDir = await mkdtemp(join(tmpdir(), 'cme-kill-'));
  ports = await freePorts();
}, 60_000);

afterAll(async () => {
  program?.child.kill('SIGKILL');
  await program?.gone;
  await dropDocumentsOf(dataDir);
  await rm(dataDir, { recursive: true, force: true });
  build.remove();
});

async function start(): Promise<Person> {
  program = await startProcess(build.directory, dataDir, ports);
  const token = runCommand(build.directory, dataDir, ports, 'token', '--role', 'cme-assistant').stdout.trim();
  return personWith(program.origin, token);
}

async function kill(): Promise<void> {
  program?.child.kill('SIGKILL');
  await program?.gone;
}

const post = (person: Person, { path, key, body }: Sent) =>
  person<Written>('POST', path, { body, headers: { 'idempotency-key': key } });

/** Writers that register children and record absences and contacts until the program is gone under them. */
async function writeUntilKilled(person: Person, round: number, killAfter: number): Promise<Sent[]> {
  const sent: Sent[] = [];
  let acknowledged = 0;
  const killed = { now: false };
  const send = async (one: Sent): Promise<Written | undefined> => {
    try {
      const { status, body } = await post(person, one);
      expect(status).toBe(201);
      sent.push({ ...one, acknowledged: body });
      if (++acknowledged === killAfter) {
        killed.now = true;
        program?.child.kill('SIGKILL');
      }
      return body;
    } catch {
      // Sent, and nobody knows whether it was recorded.
      sent.push(one);
      return undefined;
    }
  };
  const writer = async (w: number) => {
    for (let n = 0; !killed.now; n++) {
      const name = `${round}-${w}-${n}`;
      const registered = await send({
        path: '/v1/children',
        key: `child-${name}`,
        body: aChild(round * 20_000 + w * 1_000 + n),
      });
      if (!registered) return;
      const at = `/v1/children/${registered.childId}`;
      await send({ path: `${at}/absences`, key: `absence-${name}`, body: { date: '2026-03-16', code: 'N' } });
      await send({ path: `${at}/contacts`, key: `contact-${name}`, body: { channel: 'phone', outcome: 'no-answer' } });
    }
  };
  await Promise.all(Array.from({ length: 12 }, (_, w) => writer(w)));
  await program?.gone;
  return sent;
}

describe('a program killed in the middle of a load of writes', () => {
  it('has lost nothing that it had acknowledged, half-written nothing, and its views equal the log', async () => {
    let person = await start();
    const all: Sent[] = [];
    for (const [round, killAfter] of [60, 150].entries()) {
      all.push(...(await writeUntilKilled(person, round + 1, killAfter)));
      person = await start();
      await check(person, all);
    }

    const verified = runCommand(build.directory, dataDir, ports, 'verify');
    expect({ status: verified.status, said: verified.stdout + verified.stderr }).toMatchObject({ status: 0 });
    await kill();
  }, 180_000);
});

async function check(person: Person, all: readonly Sent[]): Promise<void> {
  // Everything sent again: what was acknowledged answers as it did, the rest is recorded now or was recorded then.
  const ids = new Set<string>();
  for (const one of all) {
    const { status, body } = await post(person, one);
    if (status !== 200 && status !== 201)
      throw new Error(`${JSON.stringify(one)} answered ${status}: ${JSON.stringify(body)}`);
    ids.add(body.childId);
    if (!one.acknowledged) continue;
    expect({ status, body }).toEqual({ status: 200, body: one.acknowledged });
  }
  const commands = new Map<string, string>();
  for (const id of ids) {
    const history = (await person<History>('GET', `/v1/children/${id}/history`)).body;
    expect(history.items.map(({ revision }) => revision)).toEqual([...history.items.keys()]);
    // A registration is two facts, a day's absence two: both or none.
    // What the clock adds by itself is not part of the load.
    const types = history.items.flatMap(({ type, actor }) => (actor.role === 'cme-assistant' ? [type] : [])).join();
    expect(types).toMatch(/^ChildRegistered,AddedToRoll(,AbsenceRecorded,AbsenceRecorded)?(,ParentContacted)?$/);
    for (const { commandId } of history.items) {
      expect(commands.get(commandId) ?? id).toBe(id);
      commands.set(commandId, id);
    }
    const [child, row] = await recordAndRow(person, id);
    const { revision, stage, owner, nextAction, due } = child;
    expect(row).toMatchObject([{ childId: id, revision, stage, owner, nextAction, due }]);
  }
  const total = (await person<{ total: number } & Record<string, unknown>>('GET', '/v1/caseload?limit=1')).body.total;
  expect(total).toBe(ids.size);
}

/** A record and its row as they are at one revision: the clock may bring a fact between the two requests. */
async function recordAndRow(person: Person, id: string) {
  for (;;) {
    const { body: child } = await person<Written & Record<'stage' | 'owner' | 'nextAction' | 'due', string>>(
      'GET',
      `/v1/children/${id}`,
    );
    const { body: list } = await person<{ items: { revision: number }[] } & Record<string, unknown>>(
      'GET',
      `/v1/caseload?child=${id}&minRevision=${child.revision}`,
    );
    if ((list.items[0]?.revision ?? 0) <= child.revision) return [child, list.items] as const;
  }
}
