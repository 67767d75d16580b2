import { Agent, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Answer,
  aChild,
  type Person,
  personWith,
  register,
  startTestProgram,
  type TestProgram,
} from './support/program.js';

let program: TestProgram;
let assistant: Person;
let manager: Person;
let childId: string;

beforeAll(async () => {
  program = await startTestProgram();
  assistant = await program.as('cme-assistant');
  manager = await program.as('strategy-manager');
  childId = await register(assistant, 640);
});

afterAll(() => program.stop());

const problemIn = ({ status, headers, body }: Answer) => [
  status,
  headers.get('content-type')?.split(';')[0],
  body.type,
];

describe('an address that does not take a method', () => {
  it.each([
    ['POST', '/v1/caseload', 'GET, HEAD, OPTIONS'],
    ['DELETE', '/v1/children', 'OPTIONS, POST'],
    ['PUT', '/v1/enquiries', 'GET, HEAD, OPTIONS, POST'],
    ['PATCH', '/health/live', 'GET, HEAD, OPTIONS'],
  ])('answers 405 to %s %s and says which it takes', async (method, path, allow) => {
    const answer = await assistant(method, path);
    expect(problemIn(answer)).toEqual([405, 'application/problem+json', 'urn:cme-tracker:problem:method-not-allowed']);
    expect(answer.headers.get('allow')).toBe(allow);
  });

  it('answers OPTIONS with the methods, and turns away whoever has no token before that', async () => {
    const answer = await assistant('OPTIONS', `/v1/children/${childId}`);
    expect([answer.status, answer.headers.get('allow'), answer.text]).toEqual([204, 'GET, HEAD, OPTIONS', '']);
    const nobody = personWith(program.origin, undefined);
    expect((await nobody('OPTIONS', '/v1/caseload')).status).toBe(401);
    expect((await nobody('POST', '/v1/caseload')).status).toBe(401);
  });

  it('answers 404 where no method is taken', async () => {
    for (const method of ['GET', 'POST', 'OPTIONS', 'DELETE'])
      expect((await assistant(method, '/v1/nowhere')).status).toBe(404);
  });
});

describe('an address that cannot be read', () => {
  it('is answered by a problem that does not repeat it, with the headers of every answer', async () => {
    for (const [path, status, type] of [
      ['/v1/children/%ff', 400, 'malformed'],
      [`/v1/children/${'ada'.repeat(100)}`, 404, 'not-found'],
    ] as const) {
      const answer = await assistant('GET', path);
      expect(problemIn(answer)).toEqual([status, 'application/problem+json', `urn:cme-tracker:problem:${type}`]);
      expect(answer.text).not.toMatch(/ada|ff/);
      expect([answer.headers.get('cache-control'), answer.headers.get('x-content-type-options')]).toEqual([
        'no-store',
        'nosniff',
      ]);
    }
  });
});

describe('null', () => {
  it('is no value of a field, needed or not', async () => {
    const { status, body } = await assistant('POST', '/v1/children', {
      body: aChild(641, {
        givenName: null,
        upn: null,
        parents: null,
        address: { lines: ['12 Quay Street'], postcode: null },
      }),
    });
    const detail = 'Null is no value: fill the field in, or leave it out where it is optional.';
    expect([status, body.errors]).toEqual([
      400,
      expect.arrayContaining(
        ['#/givenName', '#/upn', '#/parents', '#/address/postcode'].map((pointer) => ({ pointer, detail })),
      ),
    ]);
  });
});

describe('a list where an object belongs', () => {
  it.each([[[]], [[{ lines: ['12 Quay Street'] }]], ['x'], [7]])('is refused: %j', async (address) => {
    const { status, body } = await assistant('POST', '/v1/children', { body: aChild(643, { address }) });
    expect([status, body.errors]).toEqual([400, [{ pointer: '#/address', detail: 'Must be an object.' }]]);
  });
});

describe('a text that nobody can have written', () => {
  it.each(['a\u0000b', '\u001b[2J', '\ud800', 'x\udc00'])('is refused wherever it stands: %j', async (text) => {
    const { status, body } = await assistant('POST', '/v1/children', {
      body: aChild(642, { familyName: text, parents: [{ name: text }] }),
    });
    const detail = 'Must be text without control characters.';
    expect([status, body.errors]).toEqual([
      400,
      expect.arrayContaining(['#/familyName', '#/parents/0/name'].map((pointer) => ({ pointer, detail }))),
    ]);
    const contact = { channel: 'phone', outcome: 'no-answer', at: '09:40', parentId: text };
    expect((await assistant('POST', `/v1/children/${childId}/contacts`, { body: contact })).status).toBe(400);
  });

  it('is not a line end, a picture or another script', async () => {
    const notes = 'Called twice.\r\n\tNo answer 😀 اتصلنا';
    const contact = { channel: 'phone', outcome: 'no-answer', at: '09:40', notes };
    const { status } = await assistant('POST', `/v1/children/${childId}/contacts`, { body: contact });
    expect(status).toBe(201);
  });
});

describe('a text of spaces only', () => {
  const contact = { channel: 'phone', outcome: 'no-answer', at: '09:40' };
  it.each(['   ', '\u00a0\u2003', '\u200b', '\r\n\t'])('says nothing and is refused: %j', async (notes) => {
    const { status, body } = await assistant('POST', `/v1/children/${childId}/contacts`, {
      body: { ...contact, notes },
    });
    expect([status, body.errors]).toEqual([400, [{ pointer: '#/notes', detail: 'Must be text, not spaces only.' }]]);
  });

  it.each(['', '  '])('is no entry of a list either: %j', async (line) => {
    const address = { lines: ['12 Quay Street', line] };
    const { status, body } = await assistant('POST', '/v1/children', { body: aChild(644, { address }) });
    expect([status, body.errors]).toEqual([
      400,
      [{ pointer: '#/address/lines', detail: 'No entry may be empty or spaces only.' }],
    ]);
  });

  it('is told in a field with a form of its own what that form is', async () => {
    const { status, body } = await assistant('POST', '/v1/children', {
      body: aChild(645, { school: { urn: '      ' } }),
    });
    expect([status, body.errors]).toEqual([400, [{ pointer: '#/school/urn', detail: 'Must be a URN: six digits.' }]]);
  });
});

describe('what is no number', () => {
  it.each([true, '20', '', [], [20]])('is not made one: %j', async (limit) => {
    const { status, body } = await assistant('POST', '/v1/children/search', { body: { name: 'marlow', limit } });
    expect([status, body.errors]).toMatchObject([400, [{ pointer: '#/limit' }]]);
  });
});

describe('a body where none is wanted', () => {
  it('is no failure of the program, whatever it is', async () => {
    const headers = { 'content-type': 'application/json', 'idempotency-key': 'run' };
    for (const body of ['{"a":"\\ud800"}', '{"a":1e999}', '['.repeat(100_000) + ']'.repeat(100_000)]) {
      const answer = await manager('POST', '/v1/reconciliation/runs', { body, headers });
      expect(problemIn(answer)).toEqual([400, 'application/problem+json', 'urn:cme-tracker:problem:malformed']);
    }
  });
});

describe('a file that is answered before its end', () => {
  const long = `upn,date,session,code\n${'x,y,z,w\n'.repeat(300_000)}`;
  it.each([
    ['of a school that is another’s', '900002', long, 404],
    ['without a header', '900001', long.slice(30), 400],
    ['with a quotation mark that is not closed', '900001', `${long.slice(0, 500_006)}"${long}`, 200],
  ])('%s does not keep the next request on its connection waiting', async (_what, urn, file, status) => {
    const authorization = `Bearer ${await program.tokenOf('school-staff', '900001')}`;
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ask = (method: string, path: string, body = '') =>
      new Promise<number | undefined>((answered, failed) => {
        const headers = { authorization, ...(body === '' ? {} : { 'content-type': 'text/csv' }) };
        const sent = request(`${program.origin}${path}`, { agent, method, headers }, (answer) => {
          answer.resume().on('end', () => answered(answer.statusCode));
        });
        sent.on('error', failed).end(body);
      });
    expect(await ask('POST', `/v1/schools/${urn}/registers`, file)).toBe(status);
    expect(await ask('GET', '/v1/caseload?limit=1')).toBe(200);
    agent.destroy();
  });
});

describe('a register file whose first row is far too long', () => {
  it('is told so, and not that its header is missing', async () => {
    const file = `upn,date,session,code\n${'x'.repeat(20_000)}\n`;
    const { status, body } = await assistant('POST', '/v1/schools/900001/registers', { body: file });
    expect([status, body.detail]).toEqual([
      400,
      'Near its beginning a quotation mark is not closed, or a row is far too long.',
    ]);
  });
});

describe('a system whose name is no name of a field', () => {
  it.each(['Synergy 4.1', '$ims', '__proto__'])(
    'does not keep its child’s row from the caseload: %s',
    async (system) => {
      const id = await register(assistant, 650 + system.length);
      const at = `/v1/children/${id}/system-records`;
      expect((await assistant('POST', at, { body: { system, reference: 'TR-1' } })).status).toBe(201);
      const failure = { body: { system, attempt: 1 } };
      const { status, body } = await assistant<{ position: number }>('POST', `${at}/failures`, failure);
      expect(status).toBe(201);
      const list = await assistant<{ items: { childId: string; outOfDate?: true }[] }>(
        'GET',
        `/v1/caseload?minPosition=${body.position}&limit=200`,
      );
      expect(list.body.items.find(({ childId }) => childId === id)).toMatchObject({ childId: id });
      expect(list.body.items.filter(({ outOfDate }) => outOfDate)).toEqual([]);
      expect((await assistant('GET', `/v1/children/${id}`)).text).toContain(`"${system}":"TR-1"`);
    },
  );
});

describe('lists and objects within one another without end', () => {
  it.each([
    ['objects', '{"a":', '}'],
    ['lists', '[', ']'],
  ])('are refused: %s', async (_what, opens, closes) => {
    const deep = `{"parents":${opens.repeat(40_000)}1${closes.repeat(40_000)}}`;
    const answer = await assistant('POST', '/v1/children', {
      body: deep,
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toMatchObject([{ detail: 'May be nested 12 levels deep at most.' }]);
  });
});

describe('a date that nobody plans for', () => {
  it.each(['9999-12-31', '2200-01-01', '1899-12-31', '0000-01-01'])('is refused: %s', async (startDate) => {
    const { status, body } = await assistant('POST', `/v1/children/${childId}/destinations`, {
      body: { urn: '900002', startDate },
    });
    expect([status, body.errors]).toMatchObject([400, [{ pointer: '#/startDate' }]]);
    const asOf = await assistant('GET', `/v1/children/${childId}?asOf=${startDate}T00:00:00Z`);
    expect([asOf.status, asOf.body.errors]).toMatchObject([400, [{ pointer: '?asOf' }]]);
  });

  it('does not keep the program busy at its end', async () => {
    const { status } = await assistant('POST', `/v1/children/${childId}/destinations`, {
      body: { urn: '900002', startDate: '2199-12-31' },
    });
    expect([200, 201]).toContain(status);
    expect((await assistant('GET', `/v1/children/${childId}`)).status).toBe(200);
    expect((await assistant('GET', `/v1/children/${childId}?asOf=2199-12-31T00:00:00Z`)).status).toBe(200);
  });
});

describe('a moment of before all law that is held', () => {
  it('has an authority without officer and policy, and no findings', async () => {
    const asOf = 'asOf=1970-01-01T00:00:00Z';
    expect(await manager('GET', `/v1/authority?${asOf}`)).toMatchObject({
      status: 200,
      body: { code: '926', revision: -1, officer: null, policy: null },
    });
    expect(await manager('GET', `/v1/authority/guidance/compliance?${asOf}`)).toMatchObject({ status: 200 });
    expect(await manager('GET', `/v1/reconciliation?${asOf}`)).toMatchObject({ status: 200, body: { last: null } });
  });
});
