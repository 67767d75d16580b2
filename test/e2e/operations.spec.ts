import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ViewReport } from '../../src/platform/projections/views-report.js';
import { until } from '../support/views/servers.js';
import { type Person, register, startTestProgram, type TestProgram } from './support/program.js';
import { quarantined } from './support/quarantine.js';

const VIEWS = '/v1/operations/views';

let program: TestProgram;
let operator: Person;
let assistant: Person;
let childId: string;

beforeAll(async () => {
  program = await startTestProgram();
  operator = await program.as('operator');
  assistant = await program.as('cme-assistant');
  await register(assistant, 501);
  childId = await register(assistant, 502);
  await assistant('GET', `/v1/caseload?child=${childId}&minRevision=1`);
}, 90_000);

afterAll(() => program.stop());

const caseload = async () => (await operator<ViewReport & Record<string, unknown>>('GET', `${VIEWS}/caseload`)).body;

async function over(): Promise<ViewReport> {
  await until('the end of the operation', async () => (await caseload()).operation?.state !== 'running');
  return caseload();
}

describe('views over REST', () => {
  it('are shown to operators and the manager, who see them without personal data, and to nobody else', async () => {
    const { status, body, text } = await operator<{ items: ViewReport[] }>('GET', VIEWS);
    expect([status, body.items[0]]).toMatchObject([
      200,
      { name: 'caseload', health: { healthy: true }, quarantine: [] },
    ]);
    expect(text).not.toMatch(/Matilda|Marlow/);
    expect((await (await program.as('strategy-manager'))('GET', VIEWS)).status).toBe(200);
    for (const role of ['cme-assistant', 'head-teacher', 'auditor', 'subscriber']) {
      const person = await program.as(role);
      const asked = [
        await person('GET', VIEWS),
        await person('GET', `${VIEWS}/caseload`),
        await person('POST', `${VIEWS}/caseload/rebuild`),
        await person('POST', `${VIEWS}/caseload/quarantine/x/requeue`),
        await person('GET', '/operations/views', { headers: { accept: 'text/html' } }),
      ];
      expect({ role, statuses: asked.map(({ status: answered }) => answered) }).toEqual({
        role,
        statuses: [403, 403, 403, 403, 403],
      });
    }
  });

  it('an operator sees no record of a child', async () => {
    for (const path of [
      `/v1/children/${childId}`,
      `/v1/children/${childId}/history`,
      '/v1/caseload',
      '/v1/enquiries',
    ]) {
      const { status, text } = await operator('GET', path);
      expect({ path, status }).toEqual({ path, status: 403 });
      expect(text).not.toContain('Marlow');
    }
  });

  it('are rebuilt, compared, switched and gone back with, step by step', async () => {
    const { health } = await caseload();
    const begun = await operator('POST', `${VIEWS}/caseload/rebuild`);
    expect([begun.status, begun.headers.get('location'), begun.body]).toMatchObject([
      202,
      `${VIEWS}/caseload`,
      { kind: 'rebuild', state: 'running' },
    ]);
    const rebuilt = `${health.label}_r1`;
    expect(await over()).toMatchObject({
      operation: { state: 'done', outcome: { build: rebuilt } },
      allowed: expect.arrayContaining(['switch']),
    });
    await operator('POST', `${VIEWS}/caseload/compare`);
    expect((await over()).operation).toMatchObject({ outcome: { compared: 2, differing: 0 } });
    await operator('POST', `${VIEWS}/caseload/switch`);
    expect(await over()).toMatchObject({ health: { label: rebuilt }, previous: health.label });
    await operator('POST', `${VIEWS}/caseload/back`);
    expect(await over()).toMatchObject({ health: { label: health.label } });
  });

  it('say why something cannot be done, and what there is not', async () => {
    const refused = await operator('POST', `${VIEWS}/enquiries/switch`);
    expect([refused.status, refused.body]).toMatchObject([
      409,
      { type: 'urn:cme-tracker:problem:operation-refused', status: 409 },
    ]);
    await over();
    for (const path of [
      `${VIEWS}/letters/rebuild`,
      `${VIEWS}/caseload/mend`,
      `${VIEWS}/letters/quarantine/x/requeue`,
    ]) {
      expect({ path, status: (await operator('POST', path)).status }).toEqual({ path, status: 404 });
    }
    expect((await operator('GET', `${VIEWS}/letters`)).status).toBe(404);
    expect((await operator('POST', `${VIEWS}/caseload/quarantine/nobody/requeue`)).status).toBe(409);
  });
});

describe('a document in quarantine', () => {
  it('is told to operators, makes health degraded, and is built anew when asked', async () => {
    await quarantined(program, 'caseload', childId);
    expect((await caseload()).quarantine).toMatchObject([{ key: childId, fromRevision: 0, error: 'RangeError' }]);
    const ready = await fetch(`${program.origin}/health/ready`);
    expect([ready.status, await ready.json()]).toMatchObject([
      200,
      { status: 'degraded', details: { views: { status: 'degraded', caseload: { quarantined: 1 } } } },
    ]);
    const page = await operator('GET', '/operations/views');
    expect(page.text).toContain(`action="/operations/views/caseload/quarantine/${childId}/requeue"`);
    expect(page.text).toContain('Incomplete');
    const { status, body } = await operator('POST', `${VIEWS}/caseload/quarantine/${childId}/requeue`);
    expect([status, body]).toEqual([200, { outcome: 'rebuilt' }]);
    expect((await caseload()).quarantine).toEqual([]);
  });
});

describe('the operators’ page', () => {
  it('shows every view, begins an operation by a form, and asks for itself again only when one wants that', async () => {
    const headers = { accept: 'text/html' };
    const page = await operator('GET', '/operations/views', { headers });
    expect(page.status).toBe(200);
    for (const name of ['caseload', 'enquiries', 'child-search']) expect(page.text).toContain(`id="${name}"`);
    expect(page.text).toContain('action="/operations/views/caseload/proof"');
    expect(page.text).not.toContain('http-equiv="refresh"');
    expect(page.text).not.toMatch(/<script|Marlow/);
    const begun = await operator('POST', '/operations/views/caseload/proof', { headers });
    expect([begun.status, begun.headers.get('location')]).toEqual([303, '/operations/views?watch=on']);
    const { operation } = await over();
    expect(operation).toMatchObject({ kind: 'proof', outcome: { differing: 0 } });
    const after = await operator('GET', '/operations/views?watch=on', { headers });
    expect(after.text).toMatch(
      /Proof begun .* 2 documents with \d+ fields of v\d+ compared with one made from the log, none differs\./,
    );
    expect(after.text).not.toContain('http-equiv="refresh"');
  });
});
