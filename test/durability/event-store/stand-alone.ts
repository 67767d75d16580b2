import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/**
 * The event store as a process of its own, as `npm run build` leaves it in dist. This file imports nothing of the
 * project, so that Node runs it as it stands: the nightly runs and the benches use it too.
 */
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const program = process.env.EVENT_STORE_MAIN ?? join(root, 'dist', 'embedded', 'event-store', 'main.js');

/** Runs one of the event store's own programs to its end. */
export function runProgram(name: 'backup', args: readonly string[]): Promise<Exit> {
  const child = spawn(process.execPath, [join(dirname(program), `${name}.js`), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return ending(child);
}

export interface StandAlone {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Resolves when the process is gone. */
  readonly exit: Promise<Exit>;
  /** Resident memory now, MiB. */
  memory(): number;
  /** Ends it at once, as a power cut would end the program. */
  kill(): Promise<Exit>;
  /** Asks it to end, and waits. */
  stop(): Promise<Exit>;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

/** The process ended before it served anyone. */
export class RefusedToStart extends Error {
  readonly exit: Exit;
  constructor(exit: Exit) {
    super(`the event store did not start (code ${exit.code}, signal ${exit.signal}): ${exit.output}`);
    this.exit = exit;
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

export interface StartOptions {
  readonly port?: number;
  /** Put before the command, for instance `['prlimit', '--fsize=1000000']`. */
  readonly through?: readonly string[];
  readonly withinMs?: number;
}

/** Starts it on a directory and waits until it answers. */
export async function startStandAlone(directory: string, options: StartOptions = {}): Promise<StandAlone> {
  const port = options.port ?? (await freePort());
  const [command, ...args] = [
    ...(options.through ?? []),
    process.execPath,
    program,
    '--port',
    String(port),
    '--directory',
    directory,
  ];
  const child = spawn(command ?? process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const exit = ending(child);
  let gone: Exit | undefined;
  exit.then((how) => {
    gone = how;
  });
  const end = performance.now() + (options.withinMs ?? 30_000);
  while (!(await answers(port))) {
    if (gone) throw new RefusedToStart(gone);
    if (performance.now() > end) {
      child.kill('SIGKILL');
      throw new RefusedToStart(await exit);
    }
    await pause(20);
  }
  if (gone) throw new RefusedToStart(gone);
  return {
    url: `esdb://127.0.0.1:${port}?tls=false`,
    port,
    pid: child.pid ?? 0,
    exit,
    memory: () => residentMemory(child.pid ?? 0),
    kill: () => ended(child, exit, 'SIGKILL'),
    stop: () => ended(child, exit, 'SIGTERM'),
  };
}

function ended(child: ChildProcess, exit: Promise<Exit>, signal: NodeJS.Signals): Promise<Exit> {
  child.kill(signal);
  return exit;
}

function ending(child: ChildProcess): Promise<Exit> {
  let output = '';
  const note = (chunk: Buffer) => {
    output = `${output}${chunk}`.slice(-20_000);
  };
  child.stdout?.on('data', note);
  child.stderr?.on('data', note);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, output }));
  });
}

async function answers(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/ping`, { signal: AbortSignal.timeout(2_000) });
    await response.text();
    return response.ok;
  } catch {
    return false;
  }
}

function residentMemory(pid: number): number {
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Math.round(Number(line?.[1] ?? 0) / 1024);
}
