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

interface Operation {
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly {
    name: string;
    in: string;
    description?: string;
    required?: boolean;
    schema?: Schema;
    example?: unknown;
  }[];
  readonly requestBody?: {
    readonly content?: Readonly<Record<string, { readonly schema?: Schema; readonly example?: unknown }>>;
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
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly needsToken: boolean;
  readonly parameters: readonly FieldRow[];
  readonly body?: { readonly type: string; readonly fields: readonly FieldRow[]; readonly example: string };
  readonly answers: readonly { readonly status: string; readonly description: string }[];
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** The OpenAPI document as a page needs it: routes by tag, fields as rows, one example body each. */
export function describeApi(
  document: OpenAPIObject,
): { readonly tag: string; readonly routes: readonly RouteDescription[] }[] {
  const schemas = (document.components?.schemas ?? {}) as Readonly<Record<string, Schema>>;
  const groups = new Map<string, RouteDescription[]>();
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const operation = (item as Readonly<Record<string, unknown>>)[method] as Operation | undefined;
      if (operation === undefined) continue;
      const tag = operation.tags?.[0] ?? 'Other';
      groups.set(tag, [...(groups.get(tag) ?? []), routeOf(method, path, operation, schemas)]);
    }
  }
  return [...groups].map(([tag, routes]) => ({ tag, routes }));
}

function routeOf(
  method: string,
  path: string,
  operation: Operation,
  schemas: Readonly<Record<string, Schema>>,
): RouteDescription {
  const [type, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  const schema = content?.schema && resolved(content.schema, schemas);
  const body = type === undefined ? undefined : bodyOf(type, schema, content?.example, schemas);
  return {
    id: `${method}-${path.replace(/[^a-zA-Z]+/g, '-').replace(/^-|-$/g, '')}`,
    method: method.toUpperCase(),
    path,
    summary: operation.summary ?? '',
    needsToken: (operation.security ?? []).length > 0,
    parameters: (operation.parameters ?? []).map(({ name, in: where, description, required, schema: shape }) => ({
      name,
      kind: where,
      required: required ?? false,
      description: description ?? shape?.description ?? '',
    })),
    ...(body === undefined ? {} : { body }),
    answers: Object.entries(operation.responses ?? {}).map(([status, { description = '' }]) => ({
      status,
      description,
    })),
  };
}

function bodyOf(type: string, schema: Schema | undefined, example: unknown, schemas: Readonly<Record<string, Schema>>) {
  const fields = Object.entries(schema?.properties ?? {}).map(([name, property]) => {
    const { description = '' } = property;
    return { name, kind: kindOf(property), required: schema?.required?.includes(name) ?? false, description };
  });
  const shown = example ?? (schema && exampleOf(schema, schemas));
  return { type, fields, example: typeof shown === 'string' ? shown : JSON.stringify(shown, null, 2) };
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

/** A body made of the examples of its required fields. */
export function exampleOf(schema: Schema, schemas: Readonly<Record<string, Schema>>, all = false): unknown {
  const { properties = {}, required = [] } = resolved(schema, schemas);
  const names = Object.keys(properties).filter((name) => all || required.includes(name) || required.length === 0);
  return Object.fromEntries(names.map((name) => [name, properties[name]?.example]));
}
