import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commandAddresses } from '../../src/children/http/command-addresses.js';
import { ROLES } from '../../src/children/who-may-order.js';
import { type Person, register, SCHOOL, startTestProgram, type TestProgram } from './support/program.js';

interface OpenApi extends Record<string, unknown> {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly requestBody?: object }>>>>;
}

const AT_SCHOOL: readonly string[] = ['school-staff', 'head-teacher', 'safeguarding-lead'];
/** Wrong for every command: no body has such a field, and none is without what it lacks. */
const WRONG = { 'no such field': 1 };

let program: TestProgram;
let childId: string;
const people = new Map<string, Person>();
let writes: readonly { readonly method: 'POST' | 'PUT'; readonly path: string }[];

beforeAll(async () => {
  program = await startTestProgram();
  for (const role of ROLES) people.set(role, await program.as(role, AT_SCHOOL.includes(role) ? SCHOOL : undefined));
  childId = await register(people.get('cme-assistant') as Person, 981);
  const { body } = await (people.get('auditor') as Person)<OpenApi>('GET', '/openapi.json');
  writes = Object.entries(body.paths).flatMap(([path, operations]) =>
    (['POST', 'PUT'] as const).flatMap((method) => (operations[method.toLowerCase()] ? [{ method, path }] : [])),
  );
});

afterAll(() => program.stop());

/** An address with a thing that is none in place of each name, so that only who asks can be what is wrong first. */
function addressOf(path: string): string {
  return path
    .replace('/v1/children/{id}', `/v1/children/${childId}`)
    .replace('{urn}', SCHOOL)
    .replace(/\{\w+\}/g, '4f0f6a3e-5d3c-5a39-9d2b-3f6f1b9e8a11');
}

describe('who may not give a command', () => {
  it.each(commandAddresses())('$command: is told so, and not which fields are wrong', async ({ path, roles }) => {
    for (const role of ROLES) {
      const { status } = await (people.get(role) as Person)('POST', addressOf(path), { body: WRONG });
      if ((roles as readonly string[]).includes(role)) expect({ role, status }).not.toEqual({ role, status: 403 });
      else expect({ role, status }).toEqual({ role, status: 403 });
    }
  });

  it('R57 R65 any write of the description: 403, or the 404 of a restricted record, for who may write nothing', async () => {
    expect(writes.length).toBeGreaterThan(140);
    const subscriber = people.get('subscriber') as Person;
    for (const { method, path } of writes) {
      const { status } = await subscriber(method, addressOf(path), { body: WRONG });
      const restricted = /\/(safeguarding\/|emergency-access$)/.test(path);
      expect({ method, path, status }).toEqual({ method, path, status: restricted ? 404 : 403 });
    }
  });
});
