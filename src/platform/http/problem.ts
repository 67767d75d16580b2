/**
 * Problem details (RFC 9457), the one shape of every answer that is an error. `type` is stable: clients may branch on it.
 * No personal data in any member, for problems end in logs of other people's programs.
 */
export interface InvalidField {
  /** JSON pointer as a URI fragment into the body (`#/occurredOn`), or `?name` for a query parameter. */
  readonly pointer: string;
  readonly detail: string;
}

export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly errors?: readonly InvalidField[];
  readonly [extension: string]: unknown;
}

const NAMESPACE = 'urn:cme-tracker:problem:';

/** The stable `type` of a problem by its name. */
export function problemType(name: string): string {
  return NAMESPACE + name;
}

/** What every name of a problem means. Rules that refuse add their own names (the requirement tells which). */
export const PROBLEMS = {
  malformed: { status: 400, title: 'The request cannot be read' },
  'invalid-fields': { status: 400, title: 'Some fields are missing or wrong' },
  unauthorised: { status: 401, title: 'A valid bearer token is needed' },
  forbidden: { status: 403, title: 'This role may not do that' },
  'not-found': { status: 404, title: 'There is nothing at this address' },
  'method-not-allowed': { status: 405, title: 'This address does not take that method' },
  /** Each rule has a `type` of its own; these two stand for all of them in the OpenAPI document. */
  refused: { status: 409, title: 'A rule does not allow this now' },
  'refused-for-good': { status: 422, title: 'A rule never allows this' },
  'already-exists': { status: 409, title: 'This exists already' },
  erased: { status: 410, title: 'This person has been erased' },
  'stale-revision': { status: 412, title: 'The record has changed since you read it' },
  'too-large': { status: 413, title: 'The request is too large' },
  'unsupported-media-type': { status: 415, title: 'This address does not take that kind of body' },
  'key-reused': { status: 422, title: 'This Idempotency-Key belongs to another request' },
  unreadable: { status: 501, title: 'This record cannot be read in full' },
  'view-behind': { status: 504, title: 'The list has not caught up with that write yet' },
  unavailable: { status: 503, title: 'A store is away' },
  internal: { status: 500, title: 'The program failed' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemName = keyof typeof PROBLEMS;

/** An error that knows the problem document and the headers that it is answered with. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly document: ProblemDocument,
    readonly headers: Readonly<Record<string, string>> = {},
    options?: ErrorOptions,
  ) {
    super(document.detail ?? document.title, options);
  }
}

export function problem(
  name: ProblemName,
  detail?: string,
  extensions: Readonly<Record<string, unknown>> = {},
  headers: Readonly<Record<string, string>> = {},
): Problem {
  const { status, title } = PROBLEMS[name];
  return new Problem(
    { type: problemType(name), title, status, ...(detail === undefined ? {} : { detail }), ...extensions },
    headers,
  );
}
