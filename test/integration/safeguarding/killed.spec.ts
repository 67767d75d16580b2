import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dropDocumentsOf } from '../../e2e/support/documents.js';
import {
  compiled,
  freePorts,
  type Ports,
  type ProgramProcess,
  runCommand,
  startProcess,
} from '../../e2e/support/process.js';
import { aChild, type Person, personWith, SCHOOL } from '../../e2e/support/program.js';

interface Restricted extends Record<string, unknown> {
  readonly concerns: { readonly concernId: string; readonly closedOn?: string }[];
  readonly history: { readonly type: string }[];
}

let build: ReturnType<typeof compiled>;
let dataDir: string;
let ports: Ports;
let program: ProgramProcess | undefined;
/** Tokens last a shift, and the address stays the same: each is made once. */
const tokens = new Map<string, string>();
const as =
  (role: string): Person =>
  async (method, path, ask) => {
    const token =
      tokens.get(role) ??
      runCommand(build.directory, dataDir, ports, 'token', '--role', role, '--school', SCHOOL).stdout.trim();
    tokens.set(role, token);
    return personWith(program?.origin ?? '', token)(method, path, ask);
  };
const staff = as('school-staff');
const lead = as('safeguarding-lead');

beforeAll(async () => {
  build = compiled('safeguarding-killed');
  dataDir = await mkdtemp(join(tmpdir(), 'cme-safeguarding-'));
  ports = await freePorts();
}, 60_000);

afterAll(async () => {
  delete process.env.CME_FAILPOINT;
  program?.child.kill('SIGKILL');
  await program?.gone;
  await dropDocumentsOf(dataDir);
  await rm(dataDir, { recursive: true, force: true });
  build.remove();
});

/** Starts the program; at the failpoint it is killed, with no chance to tidy up. */
async function start(failpoint?: string): Promise<void> {
  if (failpoint === undefined) delete process.env.CME_FAILPOINT;
  else process.env.CME_FAILPOINT = failpoint;
  program = await startProcess(build.directory, dataDir, ports);
  delete process.env.CME_FAILPOINT;
}

/** The same for the next reaction. One that is owed from before kills it while it starts: a normal start does that first. */
async function startToBeKilled(): Promise<void> {
  for (let tries = 1; ; tries++) {
    const started = await start('after-reaction').then(
      () => true,
      (error: unknown) => (tries < 5 ? false : Promise.reject(error)),
    );
    if (started) return;
    await program?.gone;
    await start();
    await stop();
  }
}

/** A normal stop: what was acted on is noted. */
async function stop(): Promise<void> {
  program?.child.kill('SIGTERM');
  await program?.gone;
}

async function until<T>(read: () => Promise<T>, shown: (value: T) => boolean): Promise<T> {
  for (let tries = 0; ; tries++) {
    const value = await read();
    if (shown(value) || tries === 200) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('the process between a child’s two streams, killed', () => {
  it('R17 R57 after it acted and before it noted where it stands: what it did is there once', async () => {
    await start();
    const { body: child } = await staff<{ childId: string }>('POST', '/v1/children', { body: aChild(971) });
    const about = `/v1/children/${child.childId}`;
    const restricted = async () => (await lead<Restricted>('GET', `${about}/safeguarding`)).body;
    const historyOf = async () =>
      (await staff<{ items: { type: string }[] } & Record<string, unknown>>('GET', `${about}/history`)).body.items.map(
        ({ type }) => type,
      );
    await stop();

    await startToBeKilled();
    await staff('POST', `${about}/risk-reviews`, {
      body: { trigger: 'concern' },
      headers: { 'idempotency-key': 'ask-for-a-review' },
    }).catch(() => undefined);
    await program?.gone;
    // It is told of the same event again, acts again, and is killed at the same place.
    await start('after-reaction').catch(() => undefined);
    await program?.gone;

    await start();
    const opened = await until(restricted, ({ concerns }) => concerns.length > 0);
    expect(opened.history.map(({ type }) => type)).toEqual(['SafeguardingConcernRaised']);
    const [{ concernId } = { concernId: '' }] = opened.concerns;
    const concern = `${about}/safeguarding/concerns/${concernId}`;
    await lead('POST', `${concern}/decision`, { body: { decision: 'monitor', rationale: 'seen at home' } });
    await stop();

    await startToBeKilled();
    await lead('POST', `${concern}/closure`, { body: {} }).catch(() => undefined);
    await program?.gone;
    await start();
    await until(historyOf, (all) => all.includes('RiskReviewConcluded'));
    expect((await restricted()).concerns).toMatchObject([{ concernId, closedOn: expect.any(String) }]);
    expect((await historyOf()).filter((type) => type.startsWith('RiskReview'))).toEqual([
      'RiskReviewRequested',
      'RiskReviewConcluded',
    ]);
  }, 400_000);
});
