import type { OpenAPIObject } from '@nestjs/swagger';

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly example?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly allOf?: readonly Schema[];
}

interface Content {
  readonly schema?: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value?: unknown }>>;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly description?: string;
  readonly required?: boolean;
  readonly schema?: Schema;
}

interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly content?: Readonly<Record<string, Content>>;
  };
  readonly responses?: Readonly<Record<string, { readonly description?: string }>>;
  readonly security?: readonly unknown[];
}

export interface FieldRow {
  readonly name: string;
  readonly kind: string;
  readonly required: boolean;
  readonly description: string;
}

export interface RouteDescription {
  /** Its anchor on the page of its chapter; made of method and path, so it lasts as long as they do. */
  readonly id: string;
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly needsToken: boolean;
  /** Those in the address, but for names in the path about which there is no more to say. */
  readonly parameters: readonly FieldRow[];
  readonly headers: readonly FieldRow[];
  readonly body?: { readonly type: string; readonly fields: readonly FieldRow[]; readonly example: string };
  readonly answers: readonly { readonly status: string; readonly description: string }[];
}

/** The operations of one tag of the document. */
export interface ApiChapter {
  /** The last part of its address. */
  readonly slug: string;
  readonly title: string;
  /** Where it is from, as the tag tells it in brackets: `Policy, section 1`. */
  readonly source: string;
  readonly about: string;
  readonly routes: readonly RouteDescription[];
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** The OpenAPI document as pages need it: a chapter for each tag, in the order of the tags that it lists. */
export function describeApi(document: OpenAPIObject): readonly ApiChapter[] {
  const schemas = (document.components?.schemas ?? {}) as Readonly<Record<string, Schema>>;
  const chapters = new Map(
    (document.tags ?? []).map(({ name, description = '' }) => [name, chapterOf(name, description)]),
  );
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const operation = (item as Readonly<Record<string, unknown>>)[method] as Operation | undefined;
      if (operation === undefined) continue;
      const tag = operation.tags?.[0] ?? 'Other';
      const chapter = chapters.get(tag) ?? chapterOf(tag, '');
      const routes = [...chapter.routes, routeOf(method, path, operation, schemas)];
      chapters.set(tag, { ...chapter, routes });
    }
  }
  return [...chapters.values()].filter(({ routes }) => routes.length > 0);
}

/** `Leave (policy, section 1)`: `leave`, `Leave`, `Policy, section 1`. */
function chapterOf(tag: string, about: string): ApiChapter {
  const { title, source } = partsOf(tag);
  return { slug: slugOf(tag), title, source: source.charAt(0).toUpperCase() + source.slice(1), about, routes: [] };
}

/** The address of a tag's chapter, below that of the index. */
export function slugOf(tag: string): string {
  return wordsJoined(partsOf(tag).title.replaceAll('’', '')).toLowerCase();
}

function partsOf(tag: string): { readonly title: string; readonly source: string } {
  const [, title = tag, source = ''] = /^(.*?)(?: \((.*)\))?$/.exec(tag) ?? [];
  return { title, source };
}

const wordsJoined = (text: string): string => text.replace(/[^a-zA-Z0-9]+/g, '-').replace(/^-|-$/g, '');

function routeOf(
  method: string,
  path: string,
  operation: Operation,
  schemas: Readonly<Record<string, Schema>>,
): RouteDescription {
  const { operationId = '', summary = '', description = '', parameters = [], responses = {} } = operation;
  const [type, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  const rows = (which: (parameter: Parameter) => boolean) => parameters.filter(which).map(parameterRow);
  return {
    id: `${method}-${wordsJoined(path)}`,
    operationId,
    method: method.toUpperCase(),
    path,
    summary,
    description,
    needsToken: (operation.security ?? []).length > 0,
    parameters: rows((each) => each.in === 'query' || (each.in === 'path' && each.description !== undefined)),
    headers: rows((each) => each.in === 'header'),
    ...(type === undefined ? {} : { body: bodyOf(type, content, schemas) }),
    answers: Object.entries(responses).map(([status, { description: means = '' }]) => ({ status, description: means })),
  };
}

function parameterRow({ name, in: where, description, required = false, schema }: Parameter): FieldRow {
  return { name, kind: WHERE[where] ?? where, required, description: description ?? schema?.description ?? '' };
}

const WHERE: Readonly<Record<string, string>> = { path: 'in the path', query: 'in the query', header: 'header' };

function bodyOf(type: string, content: Content | undefined, schemas: Readonly<Record<string, Schema>>) {
  const schema = content?.schema && resolved(content.schema, schemas);
  const fields = Object.entries(schema?.properties ?? {}).map(([name, property]) => {
    const { description = '' } = property;
    return { name, kind: kindOf(property), required: schema?.required?.includes(name) ?? false, description };
  });
  const example = content?.example ?? content?.examples?.whole?.value ?? exampleOf(schema);
  return { type, fields, example: typeof example === 'string' ? example : JSON.stringify(example, null, 2) };
}

function kindOf({ type, format, items, enum: values }: Schema): string {
  if (values) return values.join(' | ');
  if (type === 'array') return `list of ${items?.type ?? 'objects'}`;
  return [format ?? type ?? 'object'].flat().join(' or ');
}

function resolved(schema: Schema, schemas: Readonly<Record<string, Schema>>): Schema {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : (schemas[name] ?? schema);
}

/** A body made of the examples of its required fields; of all where none is. */
function exampleOf({ example: whole, properties = {}, required = [] }: Schema = {}): unknown {
  if (whole !== undefined) return whole;
  const fields = Object.entries(properties).filter(([name]) => required.length === 0 || required.includes(name));
  return Object.fromEntries(fields.map(([name, { example }]) => [name, example]));
}
