import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dropDocumentsOf } from './support/documents.js';
import { compiled, freePorts, type Ports, runCommand, startProcess } from './support/process.js';
import { aChild, personWith } from './support/program.js';

let build: ReturnType<typeof compiled>;
let dataDir: string;
let ports: Ports;

beforeAll(async () => {
  build = compiled('start-up');
  dataDir = await mkdtemp(join(tmpdir(), 'cme-start-'));
  ports = await freePorts();
}, 60_000);

afterAll(async () => {
  await dropDocumentsOf(dataDir);
  await rm(dataDir, { recursive: true, force: true });
  build.remove();
});

const token = (...args: string[]) => runCommand(build.directory, dataDir, ports, 'token', ...args);

describe('the token command', () => {
  it.each([
    [[]],
    [['--role', 'wizard']],
    [['--role', 'school-staff']],
    [['--role', 'school-staff', '--school', 'somewhere']],
    [['--role', 'auditor', '--school', '900001']],
    [['--colour', 'red']],
  ])('explains itself with exit code 2 when it is used wrongly: %j', (args) => {
    const { status, stdout, stderr } = token(...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('Usage: npm run --silent token');
  });

  it('prints just a token, before the server’s first start and while it runs', async () => {
    const before = token('--role', 'cme-assistant');
    expect(before).toMatchObject({ status: 0, stderr: '' });
    expect(before.stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    const program = await startProcess(build.directory, dataDir, ports);
    try {
      for (const { stdout } of [before, token('--role', 'cme-assistant')]) {
        const person = personWith(program.origin, stdout.trim());
        expect((await person('GET', '/v1/caseload')).status).toBe(200);
      }
      for (const role of ['head-teacher', 'strategy-manager', 'auditor', 'subscriber']) {
        const person = personWith(program.origin, token('--role', role).stdout.trim());
        expect({ role, status: (await person('GET', '/v1/schools')).status }).toEqual({ role, status: 200 });
      }
      const staff = personWith(program.origin, token('--role', 'school-staff', '--school', '900001').stdout.trim());
      expect((await staff('POST', '/v1/children', { body: aChild(1) })).status).toBe(201);
    } finally {
      program.child.kill('SIGTERM');
      await program.gone;
    }
    expect(program.child.exitCode).toBe(0);
  }, 60_000);
});

describe('a second start on the same data', () => {
  it('keeps everything, and says where everything is', async () => {
    const program = await startProcess(build.directory, dataDir, ports);
    try {
      const said = program.output();
      expect(said).toContain(`http://127.0.0.1:${ports.app}/caseload`);
      expect(said).toMatch(/esdb:\/\/127\.0\.0\.1:\d+\?tls=false/);
      expect(said).toMatch(/mongodb:\/\/127\.0\.0\.1:\d+/);
      expect(said).toContain(dataDir);
      const person = personWith(program.origin, token('--role', 'auditor').stdout.trim());
      const { body } = await person<{ total: number } & Record<string, unknown>>('GET', '/v1/caseload');
      expect(body.total).toBe(1);
    } finally {
      program.child.kill('SIGINT');
      await program.gone;
    }
    expect(program.child.exitCode).toBe(0);
  }, 60_000);
});
