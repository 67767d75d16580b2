import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dropDocumentsOf } from '../../e2e/support/documents.js';
import {
  compiled,
  freePorts,
  type Ports,
  type ProgramProcess,
  runCommand,
  startProcess,
} from '../../e2e/support/process.js';
import { type Person, personWith, register } from '../../e2e/support/program.js';
import { MailServer } from '../../unit/platform-mail/mail-server.js';
import { until } from './mail-desk.js';

const PATIENCE = 180_000;

interface Letters extends Record<string, unknown> {
  readonly items: { state: string; messageId: string }[];
}

describe('a program that dies over a letter', () => {
  const server = new MailServer();
  let build: ReturnType<typeof compiled>;
  let dataDir: string;
  let ports: Ports;
  let program: ProgramProcess | undefined;

  beforeAll(async () => {
    await server.open();
    build = compiled('letters-killed');
    dataDir = await mkdtemp(join(tmpdir(), 'cme-letters-'));
    ports = await freePorts();
  }, PATIENCE);

  afterAll(async () => {
    program?.child.kill('SIGKILL');
    await program?.gone;
    for (const name of ['SMTP_URL', 'MAIL_FROM', 'CME_FAILPOINT']) delete process.env[name];
    await server.close();
    await dropDocumentsOf(dataDir);
    await rm(dataDir, { recursive: true, force: true });
    build.remove();
  });

  async function start(failpoint = ''): Promise<Person> {
    Object.assign(process.env, { SMTP_URL: server.url, MAIL_FROM: 'cme@norfolk.example', CME_FAILPOINT: failpoint });
    program = await startProcess(build.directory, dataDir, ports);
    const token = runCommand(build.directory, dataDir, ports, 'token', '--role', 'cme-assistant').stdout.trim();
    return personWith(program.origin, token);
  }

  const lettersOf = async (person: Person, childId: string) =>
    (await person<Letters>('GET', `/v1/children/${childId}/letters`)).body.items;

  it(
    'R60: between the server’s answer and its record: the same mail goes once more under the same Message-ID',
    async () => {
      const first = await start('after-mail-sent');
      const childId = await register(first, 1, { school: undefined });
      // It may be dead before it has answered.
      await first('POST', `/v1/children/${childId}/visit-requests`, { body: {} }).catch(() => undefined);
      await program?.gone;
      expect(server.taken).toHaveLength(1);

      const after = await start();
      const [letter] = await until(
        () => lettersOf(after, childId),
        ([one]) => one?.state === 'sent',
      );
      expect(server.taken.map(({ messageId }) => messageId)).toEqual([letter?.messageId, letter?.messageId]);
      const { body } = await after<{ items: { type: string }[] }>('GET', `/v1/children/${childId}/history`);
      const types = body.items.map(({ type }) => type).filter((type) => type.startsWith('Letter'));
      expect(types).toEqual(['LetterWritten', 'LetterSent']);
    },
    PATIENCE,
  );

  it(
    'R60: with a letter that waits for a server that is away: it leaves once after the restart',
    async () => {
      const first = personWith(
        program?.origin ?? '',
        runCommand(build.directory, dataDir, ports, 'token', '--role', 'cme-assistant').stdout.trim(),
      );
      await server.close();
      server.taken.length = 0;
      const childId = await register(first, 2, { school: undefined });
      await first('POST', `/v1/children/${childId}/visit-requests`, { body: {} });
      await until(
        () => lettersOf(first, childId),
        (letters) => letters.length === 1,
      );
      program?.child.kill('SIGKILL');
      await program?.gone;
      await server.open();
      const after = await start();
      const [letter] = await until(
        () => lettersOf(after, childId),
        ([one]) => one?.state === 'sent',
      );
      expect(server.taken.map(({ messageId }) => messageId)).toEqual([letter?.messageId]);
    },
    PATIENCE,
  );
});
