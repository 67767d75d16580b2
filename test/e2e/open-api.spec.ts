import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commandAddresses } from '../../src/children/http/command-addresses.js';
import { type Person, register, SCHOOL, startTestProgram, type TestProgram } from './support/program.js';

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly description?: string;
  readonly example?: unknown;
  readonly properties?: Record<string, Schema>;
  readonly required?: string[];
}

interface Operation {
  readonly summary?: string;
  readonly parameters?: { name: string; in: string; description?: string }[];
  readonly requestBody?: { content: Record<string, { schema: Schema }> };
  readonly responses: Record<string, { content?: Record<string, unknown> }>;
}

interface OpenApi {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { schemas: Record<string, Schema> };
}

/** The paths that others were told to rely on. */
const FIXED = [
  'POST /v1/children',
  'POST /v1/children/{id}/absences',
  'POST /v1/children/{id}/contacts',
  'POST /v1/children/{id}/leave-requests',
  'POST /v1/children/{id}/leave-requests/{leaveId}/refusal',
  'POST /v1/children/{id}/referral',
  'POST /v1/children/{id}/home-visits',
  'POST /v1/children/{id}/re-engagement',
  'GET /v1/children/{id}',
  'GET /v1/children/{id}/history',
  'GET /v1/caseload',
  'POST /v1/schools/{urn}/registers',
  'GET /health/live',
  'GET /health/ready',
];

let program: TestProgram;
let api: OpenApi;
let everybody: Person[];

beforeAll(async () => {
  program = await startTestProgram();
  api = (await (await program.as('subscriber'))<OpenApi & Record<string, unknown>>('GET', '/openapi.json')).body;
  everybody = [
    await program.as('cme-assistant'),
    await program.as('head-teacher', SCHOOL),
    await program.as('strategy-manager'),
  ];
});

afterAll(() => program.stop());

function* operations() {
  for (const [path, methods] of Object.entries(api.paths)) {
    for (const [method, operation] of Object.entries(methods))
      yield { name: `${method.toUpperCase()} ${path}`, method, path, operation };
  }
}

describe('the OpenAPI document', () => {
  it('is version 3.1 and holds every fixed path', () => {
    expect(api.openapi).toBe('3.1.0');
    expect([...operations()].map(({ name }) => name)).toEqual(expect.arrayContaining(FIXED));
  });

  it('describes every operation, parameter and field, and gives each field an example', () => {
    const missing: string[] = [];
    for (const { name, operation } of operations()) {
      if (!operation.summary) missing.push(`${name}: summary`);
      for (const parameter of operation.parameters ?? []) {
        if (parameter.in === 'query' && !parameter.description) missing.push(`${name}: ${parameter.name}`);
      }
    }
    for (const [name, { properties = {} }] of Object.entries(api.components.schemas)) {
      for (const [field, schema] of Object.entries(properties)) {
        if (!schema.description) missing.push(`${name}.${field}: description`);
        if (schema.example === undefined) missing.push(`${name}.${field}: example`);
      }
    }
    expect(missing).toEqual([]);
  });

  it('says that every write may be sent with a key and on a revision', () => {
    for (const { name, operation, method, path } of operations()) {
      if (method !== 'post' || !path.startsWith('/v1/children/')) continue;
      const headers = (operation.parameters ?? [])
        .filter(({ in: where }) => where === 'header')
        .map(({ name: header }) => header);
      expect({ name, headers }).toEqual({ name, headers: expect.arrayContaining(['Idempotency-Key', 'If-Match']) });
      expect(Object.keys(operation.responses)).toEqual(
        expect.arrayContaining(['200', '201', '400', '401', '403', '404', '409', '412', '422', '503']),
      );
    }
  });
});

describe('every example', () => {
  const exampleOf = (schema: Schema): unknown => {
    const known = schema.$ref ? api.components.schemas[schema.$ref.split('/').at(-1) ?? ''] : schema;
    if (known?.type !== 'object' && known?.example !== undefined) return known.example;
    return Object.fromEntries(Object.entries(known?.properties ?? {}).map(([field, { example }]) => [field, example]));
  };

  it('is a body that its route understands: recorded, or refused by a rule of the domain', async () => {
    // Those of a child's commands are posted to a child for whom they are right: children-commands.spec.ts.
    const elsewhere = new Set(commandAddresses().map(({ path }) => path));
    const [assistant] = everybody as [Person];
    const id = await register(assistant, 200, { dateOfBirth: '2015-05-05' });
    const results: string[] = [];
    for (const { name, method, path, operation } of operations()) {
      if (method !== 'post' || elsewhere.has(path)) continue;
      const [type, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
      if (!content) continue;
      const url = path
        .replace('/children/{id}', `/children/${id}`)
        .replace('{urn}', SCHOOL)
        .replace(/\{\w+\}/g, '4f0f6a3e-5d3c-5a39-9d2b-3f6f1b9e8a11');
      const body = exampleOf(content.schema);
      for (const person of everybody) {
        const answer = await person(method.toUpperCase(), url, { body });
        if (answer.status === 403) continue;
        const understood =
          answer.status < 300 ||
          answer.body.rule !== undefined ||
          answer.body.type === 'urn:cme-tracker:problem:not-found';
        if (!understood) results.push(`${name} ${type}: ${answer.status} ${answer.text}`);
        break;
      }
    }
    expect(results).toEqual([]);
  }, 60_000);
});

describe('the page of the API', () => {
  it('shows every operation with its fields', async () => {
    const page = await (await program.as('auditor'))('GET', '/docs');
    for (const { path, operation } of operations()) {
      expect(page.text).toContain(path);
      expect(page.text).toContain((operation.summary ?? '').replaceAll("'", '&#39;'));
    }
    expect(page.text).not.toMatch(/<script/i);
  });
});
