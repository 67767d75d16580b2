/**
 * What a log line may hold: these fields and no others, each only in the shape that is given here. Personal data has no
 * field to lie in, and free text none at all: whoever needs more adds a field with a shape that can't hold a name.
 */
const WORD = /^(?!.*[0-9]{5})[a-z][a-z0-9_-]{0,63}$/;
const CLASS = /^[A-Za-z]{1,60}[0-9]{0,5}$/;
const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

const TEXT: Readonly<Record<string, RegExp>> = {
  view: WORD,
  process: WORD,
  store: WORD,
  reason: CLASS,
  error: CLASS,
  eventType: CLASS,
  method: /^[A-Z]{3,7}$/,
  /** A route's pattern (`/v1/children/:id`), never a path that somebody asked for. */
  route: /^(?!.*[0-9]{5})(\/([a-z0-9._-]{1,40}|:[a-zA-Z]{1,30}|\*))*\/?$/,
  stream: new RegExp(`^([a-z]{1,20}-${UUID}|school-[0-9]{6}|authority-[0-9]{3})$`),
  key: new RegExp(`^(${UUID}|[0-9]{6})$`),
  correlationId: new RegExp(`^${UUID}$`),
  commandId: new RegExp(`^${UUID}$`),
  traceId: /^[0-9a-f]{32}$/,
  spanId: /^[0-9a-f]{16}$/,
  position: /^[0-9]{20}:[0-9]{20}$/,
  code: /^[A-Z][A-Z_]{2,30}[0-9]{0,4}$/,
  version: /^v?[0-9]{1,4}(\.[0-9]{1,4}){0,3}(_r[0-9]{1,4})?$/,
};

const NUMBERS: ReadonlySet<string> = new Set([
  'events',
  'documents',
  'revision',
  'status',
  'durationMs',
  'lagSeconds',
  'count',
  'port',
  'attempt',
]);

export type LogFields = Readonly<Record<string, string | number | boolean | Error | undefined>>;

/** Only what is allowed, in the shape that is allowed; everything else is dropped and counted. */
export function allowedFields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const allowed: Record<string, unknown> = {};
  let dropped = 0;
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    if (name === 'failure' && value instanceof Error) allowed.failure = failureFields(value);
    else if (Object.hasOwn(TEXT, name) && typeof value === 'string' && TEXT[name]?.test(value)) allowed[name] = value;
    else if (NUMBERS.has(name) && typeof value === 'number' && Number.isFinite(value)) allowed[name] = value;
    else dropped += 1;
  }
  return dropped > 0 ? { ...allowed, dropped } : allowed;
}

/** Class, code and places in our code. Never the message: it may quote what somebody typed. */
function failureFields(error: Error, depth = 0): Record<string, unknown> {
  const named = CLASS.test(error.name) ? error.name : 'Error';
  const { code } = error as { readonly code?: unknown };
  const { cause } = error;
  return {
    class: named,
    ...(typeof code === 'number' || (typeof code === 'string' && TEXT.code?.test(code)) ? { code } : {}),
    at: framesOf(error),
    ...(cause instanceof Error && depth < 4 ? { cause: failureFields(cause, depth + 1) } : {}),
  };
}

/** The end of a stack's line: a file of this program or of a package, with line and column. */
const FRAME = /\b((?:src|dist|node_modules|node:)[\w@./:-]{1,200}:\d+:\d+)\)?$/;

function framesOf(error: Error): readonly string[] {
  const message = `${error.message}`;
  return (error.stack ?? '')
    .replace(message, '')
    .split('\n')
    .map((line) => (/^\s+at /.test(line) ? FRAME.exec(line)?.[1] : undefined))
    .filter((frame) => frame !== undefined)
    .slice(0, 12);
}
