import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { personFor } from '../../../src/embedded/identity/index.js';
import { loadConfig } from '../../../src/platform/config/config.js';
import { type RunningProgram, startProgram } from '../../../src/start/program.js';
import { silent } from '../../../src/start/progress.js';
import type { ServicesOptions } from '../../../src/start/services.js';
import { documentsOf, dropDocumentsOf } from './documents.js';

export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: T;
}

export interface Ask {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One person's view of the running program. */
export type Person = <T = Record<string, unknown>>(method: string, path: string, ask?: Ask) => Promise<Answer<T>>;

export interface TestProgram {
  readonly program: RunningProgram;
  readonly origin: string;
  /** For commands beside it. */
  readonly dataDir: string;
  /** Whoever has the role; of a school where one is given. */
  as(role: string, school?: string): Promise<Person>;
  tokenOf(role: string, school?: string): Promise<string>;
  stop(): Promise<void>;
}

/** The whole program in this process, on free ports and a data directory of its own. */
export async function startTestProgram(
  options: ServicesOptions & { readonly demonstration?: boolean; readonly settings?: NodeJS.ProcessEnv } = {},
): Promise<TestProgram> {
  const dataDir = await mkdtemp(join(tmpdir(), 'cme-e2e-'));
  const own = { DATA_DIR: dataDir, PORT: '0', EVENTSTORE_PORT: '0', LOG_LEVEL: 'silent' };
  const { demonstration = false, settings, ...rest } = options;
  const config = loadConfig({ ...own, ...documentsOf(dataDir), ...settings });
  const program = await startProgram(config, { progress: silent, demonstration, ...rest });
  // Reviews have woken once. On their own they would every half minute of real time: on a slow machine in the middle of a
  // test, at whatever instant its clock stands just then. A test wakes them when it wants.
  await Promise.all(program.services.wakers.map((waker) => waker.stop()));
  const tokenOf = async (role: string, school?: string) => {
    if (!program.identity) throw new Error('the local issuer is not in use');
    return program.identity.tokenFor(personFor(role, school));
  };
  return {
    program,
    dataDir,
    origin: program.origin,
    tokenOf,
    as: async (role, school) => personWith(program.origin, await tokenOf(role, school)),
    stop: async () => {
      await program.close();
      await dropDocumentsOf(dataDir);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export function personWith(origin: string, token: string | undefined): Person {
  return async (method, path, { body, headers = {} } = {}) => {
    const text = typeof body === 'string';
    const answer = await fetch(origin + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': text ? 'text/csv' : 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: text ? body : JSON.stringify(body) }),
    });
    const raw = await answer.text();
    const json = answer.headers.get('content-type')?.includes('json') && raw !== '';
    return { status: answer.status, headers: answer.headers, text: raw, body: json ? JSON.parse(raw) : {} };
  };
}

const LETTERS = 'ABCDEFGHJKLMNPQRTUVWXYZ';

/** A pupil number of an establishment that no school has, with the check letter that it must have. */
export function upn(serial: number): string {
  const body = `9269901${String(26_000 + serial).padStart(5, '0')}`;
  const sum = [...body].reduce((total, digit, index) => total + Number(digit) * (index + 2), 0);
  return `${LETTERS[sum % 23]}${body}`;
}

export const SCHOOL = '900001';

/** A body for POST /v1/children: an invented child on the roll of the school. */
export function aChild(serial: number, more: Readonly<Record<string, unknown>> = {}) {
  return {
    givenName: 'Matilda',
    familyName: `Marlow${serial}`,
    dateOfBirth: '2017-03-14',
    upn: upn(serial),
    yearGroup: '4',
    school: { urn: SCHOOL, startDate: '2026-01-05' },
    parents: [{ name: 'Edith Marlow', relationship: 'mother', phones: ['01632 960123'] }],
    address: { lines: ['12 Quay Street'], postcode: 'NR29 4AB', authority: '926' },
    ...more,
  };
}

/** Registers a child and gives its id. */
export async function register(person: Person, serial: number, more: Readonly<Record<string, unknown>> = {}) {
  const { status, body } = await person<{ childId: string }>('POST', '/v1/children', { body: aChild(serial, more) });
  if (status !== 201) throw new Error(`registration answered ${status}: ${JSON.stringify(body)}`);
  return body.childId;
}
