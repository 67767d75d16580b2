import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commandAddresses } from '../../src/children/http/command-addresses.js';
import { slugOf } from '../../src/pages/api-description.js';
import { API_CHAPTERS } from '../../src/start/api-chapters.js';
import { type Person, personWith, register, SCHOOL, startTestProgram, type TestProgram } from './support/program.js';

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
  readonly tags?: readonly string[];
  readonly parameters?: { name: string; in: string; description?: string }[];
  readonly requestBody?: { content: Record<string, { schema: Schema }> };
  readonly responses: Record<string, { content?: Record<string, unknown> }>;
}

interface OpenApi {
  readonly openapi: string;
  readonly tags: readonly { readonly name: string; readonly description: string }[];
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

  it('refers to schemas that it has', () => {
    const known = new Set(Object.keys(api.components.schemas).map((name) => `#/components/schemas/${name}`));
    const dangling = [...JSON.stringify(api).matchAll(/"\$ref":"([^"]*)"/g)]
      .map(([, to]) => to)
      .filter((to) => !known.has(to ?? ''));
    expect(dangling).toEqual([]);
  });

  it('says that every write may be sent with a key and on a revision', () => {
    for (const { name, operation, method, path } of operations()) {
      // What a search asks for stands in its body; it writes nothing.
      if (method !== 'post' || !path.startsWith('/v1/children/') || path.endsWith('/search')) continue;
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

describe('the pages of the API', () => {
  const asPage = (text: string) => text.replaceAll('&', '&amp;').replaceAll("'", '&#39;');
  const chapters = () => api.tags.map(({ name }) => `/docs/${slugOf(name)}`);
  const pageAt = async (address: string) => (await program.as('auditor'))('GET', address);

  it('are one of each chapter that operations name, each told in a line, in order', async () => {
    const used = new Set([...operations()].flatMap(({ operation }) => operation.tags ?? ['none']));
    expect(api.tags.map(({ name }) => name)).toEqual(API_CHAPTERS.map(([name]) => name));
    expect([...used].sort()).toEqual(api.tags.map(({ name }) => name).sort());
    const { text } = await pageAt('/docs');
    expect([...text.matchAll(/href="(\/docs\/[^"#]+)"/g)].map(([, address]) => address)).toEqual(chapters());
    for (const { description } of api.tags) expect(text).toContain(asPage(description));
    expect(text).not.toMatch(/<script/i);
  });

  it('show each operation once, with its fields, and need no token', async () => {
    const shown: string[] = [];
    for (const address of chapters()) {
      const { status, text } = await personWith(program.origin, undefined)('GET', address);
      expect({ address, status }).toEqual({ address, status: 200 });
      expect(text).not.toMatch(/<script/i);
      shown.push(...[...text.matchAll(/<h2[^>]* id="([^"]+)"/g)].map(([, id = '']) => id));
      const here = [...operations()].filter(
        ({ operation }) => `/docs/${slugOf(operation.tags?.[0] ?? '')}` === address,
      );
      for (const { method, path, operation } of here) {
        expect(text).toContain(`<code>${method.toUpperCase()} ${path}</code>`);
        expect(text).toContain(asPage(operation.summary ?? ''));
        const [content] = Object.values(operation.requestBody?.content ?? {});
        const schema = api.components.schemas[content?.schema.$ref?.split('/').at(-1) ?? ''];
        for (const field of Object.keys(schema?.properties ?? {})) expect(text).toContain(`<code>${field}</code>`);
      }
    }
    expect(shown.length).toBe([...operations()].length);
    expect(new Set(shown).size).toBe(shown.length);
  });

  it('lead from each chapter to the one before and the one after', async () => {
    const all = chapters();
    for (const [at, address] of all.entries()) {
      const { text } = await pageAt(address);
      expect(/href="([^"]+)" rel="prev"/.exec(text)?.[1]).toBe(all[at - 1]);
      expect(/href="([^"]+)" rel="next"/.exec(text)?.[1]).toBe(all[at + 1]);
    }
  });

  it('find an operation by words', async () => {
    const { text } = await pageAt('/docs?find=refuse+leave');
    expect(text).toContain('href="/docs/leave#post-v1-children-id-leave-requests-leaveId-refusal"');
    expect((await pageAt('/docs?find=%3Cb%3Ehippopotamus')).text).toContain(
      '0 operations found for “&lt;b&gt;hippopotamus”',
    );
  });

  it('answer 404 for a chapter that there is not: a page for people, a problem for programs', async () => {
    const nobody = personWith(program.origin, undefined);
    const page = await nobody('GET', '/docs/none', { headers: { accept: 'text/html' } });
    expect(page.status).toBe(404);
    expect(page.text).toContain('Page not found');
    expect((await nobody('GET', '/docs/none')).body).toMatchObject({ type: 'urn:cme-tracker:problem:not-found' });
  });
});
