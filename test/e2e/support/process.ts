import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { documentsOf } from './documents.js';

const root = process.cwd();

/** The program compiled for one test file, beside the packages that it needs; `remove` deletes it again. */
export function compiled(name: string): { readonly directory: string; remove(): void } {
  const directory = join(root, 'node_modules', '.cache', `${name}-${process.pid}`);
  const swc = join(root, 'node_modules', '@swc', 'cli', 'bin', 'swc.js');
  const args = [swc, 'src', '-d', directory, '--config-file', '.swcrc', '--strip-leading-paths', '-D', '-q'];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`compiling failed: ${stderr}`);
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

export interface Ports {
  readonly app: number;
  readonly eventStore: number;
}

export interface ProgramProcess {
  readonly origin: string;
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Resolves when the process is gone. */
  readonly gone: Promise<void>;
}

/** The program in a process of its own, as `npm start -- --empty` starts it; resolves when it says that it is ready. */
export async function startProcess(
  directory: string,
  dataDir: string,
  ports: Ports,
  settings: NodeJS.ProcessEnv = {},
): Promise<ProgramProcess> {
  const env = { ...environment(dataDir, ports), ...settings };
  const child = spawn(process.execPath, ['--enable-source-maps', join(directory, 'main.js'), '--empty'], {
    cwd: root,
    env,
  });
  let output = '';
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    const hear = (text: Buffer) => {
      output += text;
      if (output.includes('Ready in')) resolve();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code, signal) => reject(new Error(`the program ended (${code ?? signal}): ${output}`)));
  });
  return { origin: `http://127.0.0.1:${ports.app}`, child, output: () => output, gone };
}

/** A command of the program, such as `token`, run to its end. */
export function runCommand(directory: string, dataDir: string, ports: Ports, command: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(directory, 'commands', `${command}.js`), ...args],
    {
      cwd: root,
      env: environment(dataDir, ports),
      encoding: 'utf8',
    },
  );
  return { status, stdout, stderr };
}

export interface CommandProcess {
  readonly child: ChildProcess;
  /** What it has said, on both outputs. */
  readonly output: () => string;
  /** Resolves when it says something for the first time, or ends. */
  readonly spoke: Promise<void>;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

/** The same, to be watched or killed on its way. */
export function startCommand(
  directory: string,
  dataDir: string,
  ports: Ports,
  settings: NodeJS.ProcessEnv,
  command: string,
  ...args: string[]
): CommandProcess {
  const env = { ...environment(dataDir, ports), ...settings };
  const child = spawn(process.execPath, [join(directory, 'commands', `${command}.js`), ...args], { cwd: root, env });
  let output = '';
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.once('close', (code, signal) => resolve({ code, signal })),
  );
  const spoke = new Promise<void>((resolve) => {
    const hear = (text: Buffer) => {
      output += text;
      resolve();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('close', () => resolve());
  });
  return { child, output: () => output, spoke, ended };
}

function environment(dataDir: string, { app, eventStore }: Ports): NodeJS.ProcessEnv {
  const { EVENTSTORE_URL: _e, MONGODB_URL: _m, OIDC_ISSUER: _o, ...env } = process.env;
  return {
    ...env,
    ...documentsOf(dataDir),
    DATA_DIR: dataDir,
    PORT: String(app),
    EVENTSTORE_PORT: String(eventStore),
    LOG_LEVEL: 'silent',
  };
}

export async function freePorts(): Promise<Ports> {
  return { app: await freePort(), eventStore: await freePort() };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
