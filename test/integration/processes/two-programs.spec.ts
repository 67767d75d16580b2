import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadConfig } from '../../../src/platform/config/config.js';
import { decide, type SchoolCommand } from '../../../src/schools/domain/school.js';
import { type RunningProgram, startProgram } from '../../../src/start/program.js';
import { silent } from '../../../src/start/progress.js';
import { openServices, type Services } from '../../../src/start/services.js';
import { documentsOf, dropDocumentsOf } from '../../e2e/support/documents.js';
import { policyFor } from '../../support/policy.js';
import { until } from '../../support/views/servers.js';

const urn = '900001';
let directory: string;
let first: RunningProgram;
let second: Services;
let commands = 0;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cme-two-'));
  const own = { PORT: '0', EVENTSTORE_PORT: '0', LOG_LEVEL: 'silent' };
  const documents = documentsOf(directory);
  const config = loadConfig({ ...own, ...documents, DATA_DIR: directory });
  first = await startProgram(config, { progress: silent, demonstration: false });
  await order(first.services, { type: 'RegisterSchool', urn, name: 'Hollowmere', phase: 'primary', authority: '926' });
  const { eventStoreUrl, documentsUrl } = first.stores;
  const shared = { EVENTSTORE_URL: eventStoreUrl, MONGODB_URL: documentsUrl, KEK_FILE: join(directory, 'keys', 'kek') };
  const same = { ...own, ...documents, ...shared };
  second = await openServices(loadConfig({ ...same, DATA_DIR: join(directory, 'second') }), first.stores);
  await second.follower.start();
});

afterAll(async () => {
  await second.close();
  await first.close();
  await dropDocumentsOf(directory);
  await rm(directory, { recursive: true, force: true });
});

function order({ schools, clock }: Services, command: SchoolCommand) {
  const commandId = `5f0f6a3e-5d3c-4a39-9d2b-${String(++commands).padStart(12, '0')}`;
  const actor = { id: 'staff-1', role: 'strategy-manager', organisation: '926' };
  const context = { commandId, correlationId: commandId, causationId: commandId, actor, now: clock.now() };
  const today = context.now.slice(0, 10);
  const options = { stream: 'any' } as const;
  return schools.execute(
    urn,
    context,
    (school) => decide(school, command, { today, policy: policyFor(today) }),
    options,
  );
}

describe('a school that two programs know', () => {
  it('is known to a program that starts, before it serves anything', () => {
    expect(second.knownSchools.school(urn)?.name).toBe('Hollowmere');
  });

  it('R63 has in both the calendar that was amended in one, with its past', async () => {
    const before = first.services.knownSchools.knownSince(urn);
    const change = { year: '2026/27', addInset: ['2026-12-11'] };
    const { revision } = await order(second, { type: 'AmendCalendar', change, why: 'training moved' });
    for (const { knownSchools } of [first.services, second]) {
      await until('the amendment', () => knownSchools.revisionOf(urn) === revision);
      expect(knownSchools.calendarOf(urn).version).toBe(2);
      expect(knownSchools.calendarOf(urn, before).version).toBe(0);
    }
    expect(first.services.knownSchools.calendarOf(urn)).toEqual(second.knownSchools.calendarOf(urn));
  });
});
