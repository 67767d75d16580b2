import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Person, personWith, register, SCHOOL, startTestProgram, type TestProgram } from './support/program.js';

const OTHER = '900002';
const PUBLIC = ['/health/live', '/health/ready'];
const NOBODY = '00000000-0000-4000-8000-000000000000';

let program: TestProgram;
let assistant: Person;
let nobody: Person;

beforeAll(async () => {
  program = await startTestProgram();
  assistant = await program.as('cme-assistant');
  nobody = personWith(program.origin, undefined);
});

afterAll(() => program.stop());

interface OpenApi {
  readonly paths: Record<string, Record<string, { security?: unknown[] }>>;
}

describe('without a token', () => {
  it('every route of the OpenAPI document but health answers 401', async () => {
    const { body } = await nobody<OpenApi>('GET', '/openapi.json');
    const asked: string[] = [];
    for (const [path, methods] of Object.entries(body.paths)) {
      for (const method of Object.keys(methods)) {
        const url = path.replace('{urn}', SCHOOL).replace(/\{\w+\}/g, NOBODY);
        const answer = await nobody(method.toUpperCase(), url, method === 'get' ? {} : { body: {} });
        asked.push(url);
        if (PUBLIC.includes(path)) expect(answer.status).toBe(200);
        else {
          expect({ url, status: answer.status }).toEqual({ url, status: 401 });
          expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
          expect(answer.body).toMatchObject({ status: 401, type: 'urn:cme-tracker:problem:unauthorised' });
        }
      }
    }
    expect(asked.length).toBeGreaterThan(30);
  });

  it('so does an address that there is not, and a page, which brings the sign-in form with it', async () => {
    expect((await nobody('GET', '/v2/anything')).status).toBe(401);
    expect((await nobody('GET', '/metrics')).status).toBe(401);
    for (const path of ['/', '/caseload', `/children/${NOBODY}`]) {
      const page = await nobody('GET', path, { headers: { accept: 'text/html' } });
      expect({ path, status: page.status }).toEqual({ path, status: 401 });
      expect(page.text).toContain('<h1 class="govuk-heading-l">Sign in</h1>');
    }
  });

  it('the API is described, and the styles and keys are served', async () => {
    for (const path of [
      '/openapi.json',
      '/docs',
      '/assets/govuk.css',
      '/identity/jwks',
      '/identity/.well-known/openid-configuration',
      '/sign-in',
    ]) {
      expect({ path, status: (await nobody('GET', path)).status }).toEqual({ path, status: 200 });
    }
  });
});

describe('with a token', () => {
  it('school staff see and record their own school’s children and no others', async () => {
    const own = await register(assistant, 101);
    const other = await register(assistant, 102, { school: { urn: OTHER, startDate: '2026-01-05' } });
    const staff = await program.as('school-staff', SCHOOL);
    expect((await staff('GET', `/v1/children/${own}`)).status).toBe(200);
    expect(
      (await staff('POST', `/v1/children/${own}/contacts`, { body: { channel: 'phone', outcome: 'spoke' } })).status,
    ).toBe(201);
    const requests: [string, string, object?][] = [
      ['GET', `/v1/children/${other}`],
      ['GET', `/v1/children/${other}?atRevision=0`],
      ['GET', `/v1/children/${other}/history`],
      ['POST', `/v1/children/${other}/contacts`, { channel: 'phone', outcome: 'spoke' }],
      ['POST', `/v1/schools/${OTHER}/registers`],
      ['POST', `/v1/schools/${OTHER}/closures`, { date: '2026-01-06', reason: 'Snow' }],
    ];
    for (const [method, path, body] of requests) {
      const answer = await staff(method, path, {
        ...(method === 'POST' ? { body: body ?? 'upn,date,session,code\n' } : {}),
      });
      expect({ path, status: answer.status }).toEqual({ path, status: 404 });
      expect(answer.text).not.toContain('Marlow');
    }
    // A revision that has passed tells what changed: to those who may see the child only.
    const stale = await staff('POST', `/v1/children/${other}/contacts`, {
      body: { channel: 'phone', outcome: 'spoke' },
      headers: { 'if-match': '"0"' },
    });
    expect(stale.status).toBe(404);
  });

  it('a school’s caseload holds its own children only, the federation’s head sees both schools', async () => {
    const last = await register(assistant, 103);
    const row = (person: Person, id: string) => person<{ total: number }>('GET', `/v1/caseload?child=${id}`);
    await assistant('GET', `/v1/caseload?child=${last}&minRevision=1`);
    const other = await register(assistant, 104, { school: { urn: OTHER, startDate: '2026-01-05' } });
    await assistant('GET', `/v1/caseload?child=${other}&minRevision=1`);
    const staff = await program.as('school-staff', SCHOOL);
    expect((await row(staff, last)).body.total).toBe(1);
    expect((await row(staff, other)).body.total).toBe(0);
    const head = await program.as('head-teacher');
    expect((await row(head, last)).body.total).toBe(1);
    expect((await row(head, other)).body.total).toBe(1);
  });

  it('school staff register children on their own roll only', async () => {
    const staff = await program.as('school-staff', SCHOOL);
    expect(await register(staff, 105)).toMatch(/^[0-9a-f-]{36}$/);
    await expect(register(staff, 106, { school: { urn: OTHER } })).rejects.toThrow('403');
    await expect(register(staff, 107, { school: undefined })).rejects.toThrow('403');
  });

  it('the head decides on leave, and nobody else', async () => {
    const id = await register(assistant, 108);
    const asked = await assistant<{ leaveId: string }>('POST', `/v1/children/${id}/leave-requests`, {
      body: { first: '2099-06-01', last: '2099-06-05' },
    });
    const path = `/v1/children/${id}/leave-requests/${asked.body.leaveId}/refusal`;
    for (const role of ['cme-assistant', 'strategy-manager', 'auditor']) {
      expect((await (await program.as(role))('POST', path, { body: {} })).status).toBe(403);
    }
    expect((await (await program.as('school-staff', SCHOOL))('POST', path, { body: {} })).status).toBe(403);
    expect((await (await program.as('head-teacher', OTHER))('POST', path, { body: {} })).status).toBe(404);
    expect((await (await program.as('head-teacher', SCHOOL))('POST', path, { body: {} })).status).toBe(201);
  });

  it('the auditor reads everything and records nothing', async () => {
    const id = await register(assistant, 109);
    const auditor = await program.as('auditor');
    for (const path of [`/v1/children/${id}`, `/v1/children/${id}/history`, '/v1/caseload']) {
      expect((await auditor('GET', path)).status).toBe(200);
    }
    for (const [path, body] of [
      [`/v1/children/${id}/contacts`, { channel: 'phone', outcome: 'spoke' }],
      ['/v1/children', { givenName: 'A', familyName: 'B', dateOfBirth: '2017-03-14' }],
      [`/v1/schools/${SCHOOL}/registers`, 'upn,date,session,code\n'],
    ] as const) {
      expect({ path, status: (await auditor('POST', path, { body })).status }).toEqual({ path, status: 403 });
    }
  });

  it('a subscriber sees no records of named children', async () => {
    const id = await register(assistant, 110);
    const subscriber = await program.as('subscriber');
    for (const path of [`/v1/children/${id}`, `/v1/children/${id}/history`, '/v1/caseload', '/caseload']) {
      expect({ path, status: (await subscriber('GET', path)).status }).toEqual({ path, status: 403 });
    }
    expect((await subscriber('GET', '/v1/schools')).status).toBe(200);
  });

  it('the case is the authority’s', async () => {
    const id = await register(assistant, 111);
    const staff = await program.as('school-staff', SCHOOL);
    expect((await staff('POST', `/v1/children/${id}/case`, { body: {} })).status).toBe(403);
    expect((await assistant('POST', `/v1/children/${id}/case`, { body: {} })).status).toBe(201);
    expect(
      (await assistant('POST', `/v1/children/${id}/case/directions`, { body: { direction: 'Visit today.' } })).status,
    ).toBe(403);
    const manager = await program.as('strategy-manager');
    expect(
      (await manager('POST', `/v1/children/${id}/case/directions`, { body: { direction: 'Visit today.' } })).status,
    ).toBe(201);
  });

  it('of an unknown role nothing is open', async () => {
    const token = await program.program.identity?.tokenFor({
      id: 'x',
      name: 'x',
      role: 'wizard',
      title: '',
      organisation: '926',
      schools: [],
    });
    const wizard = personWith(program.origin, token);
    expect((await wizard('GET', '/v1/caseload')).status).toBe(403);
    expect(
      (await wizard('POST', '/v1/children', { body: { givenName: 'A', familyName: 'B', dateOfBirth: '2017-03-14' } }))
        .status,
    ).toBe(403);
  });
});
