// What the benches of the whole program share: the compiled program on free ports and an empty data directory, tokens, calls.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where the compiled program lies. */
const BUILD = process.env.BENCH_BUILD ?? 'dist';

export const machine = () =>
  `Machine: ${cpus()[0]?.model ?? 'unknown'}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}; Node ${process.version}.`;

/** The program, ready, with `settings` beside its usual ones. `stop` ends it and removes its data. */
export async function startProgram({ inFlight = 64, nodeArguments = [], settings = {} } = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'cme-bench-'));
  const [port, storePort] = [await freePort(), await freePort()];
  const env = {
    ...process.env,
    PORT: String(port),
    EVENTSTORE_PORT: String(storePort),
    DATA_DIR: directory,
    LOG_LEVEL: 'silent',
  };
  delete env.EVENTSTORE_URL;
  delete env.MONGODB_URL;
  Object.assign(env, settings);
  const agent = new Agent({ keepAlive: true, maxSockets: inFlight });
  const program = spawn(process.execPath, [...nodeArguments, join(BUILD, 'main.js'), '--empty'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  program.stdout.resume();

  const stop = async () => {
    agent.destroy();
    if (program.exitCode === null) {
      const gone = new Promise((resolve) => program.once('exit', resolve));
      program.kill('SIGTERM');
      await gone;
    }
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    await until(async () => program.exitCode !== null || (await fetch(`http://127.0.0.1:${port}/health/ready`)).ok);
    if (program.exitCode !== null) throw new Error('the program ended before it was ready');
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    directory,
    port,
    storePort,
    pid: program.pid,
    stop,
    /** A bearer token of the local issuer. */
    tokenOf: (role, ...rest) =>
      new Promise((resolve, reject) => {
        const child = spawn(process.execPath, [join(BUILD, 'commands/token.js'), '--role', role, ...rest], { env });
        let out = '';
        child.stdout.on('data', (data) => (out += data));
        child.on('exit', (code) => (code === 0 ? resolve(out.trim()) : reject(new Error('no token'))));
      }),
    /** One call; the answer's JSON. Anything but success is an error. */
    call: (method, path, token, body, type = 'application/json') => {
      const payload = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
      const headers = { authorization: `Bearer ${token}`, 'content-length': Buffer.byteLength(payload) };
      if (body !== undefined) headers['content-type'] = type;
      return new Promise((resolve, reject) => {
        const sent = request({ host: '127.0.0.1', port, path, method, agent, headers }, (response) => {
          const chunks = [];
          response.on('data', (chunk) => chunks.push(chunk));
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString();
            if (response.statusCode >= 300) reject(new Error(`${response.statusCode} ${text.slice(0, 300)}`));
            else resolve(JSON.parse(text));
          });
        });
        sent.on('error', reject);
        sent.end(payload);
      });
    },
  };
}

/** `count` pieces of work, so many at a time. */
export async function inFlight(atOnce, count, one) {
  let next = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < count) await one(next++);
    }),
  );
}

/** Seconds that the work took. */
export async function timed(work) {
  const began = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - began) / 1e9;
}

/** Waits until a condition holds, for at most `seconds`. */
export async function until(holds, seconds = 60) {
  for (let tries = 0; tries < seconds * 10; tries++) {
    if (await holds().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('what was waited for did not come');
}

/** Pupil numbers of a school that does not exist, ten thousand of them: three digits of serial, the rest in the year. */
export function upn(n) {
  const body = `9269903${String(10 + Math.floor(n / 1000)).padStart(2, '0')}${String(n % 1000).padStart(3, '0')}`;
  let sum = 0;
  for (const [index, digit] of [...body].entries()) sum += Number(digit) * (index + 2);
  return `${'ABCDEFGHJKLMNPQRTUVWXYZ'[sum % 23]}${body}`;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port: found } = probe.address();
      probe.close(() => resolve(found));
    });
  });
}
