// What the program adds to its event store, side by side in one run on one store: raw appends through the client, POST …/absences, register files.
//   npm run bench:api [-- --pupils 4000 --posts 8000]
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { EventStoreDBClient, jsonEvent, NO_STREAM } from '@eventstore/db-client';

const { values } = parseArgs({
  options: { pupils: { type: 'string', default: '4000' }, posts: { type: 'string', default: '8000' } },
});
const PUPILS = Number(values.pupils);
const POSTS = Number(values.posts);
const IN_FLIGHT = 64;
const URN = '900003';
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
const agent = new Agent({ keepAlive: true, maxSockets: IN_FLIGHT });

const program = spawn(process.execPath, ['dist/main.js', '--empty'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
try {
  await until(async () => (await fetch(`http://127.0.0.1:${port}/health/ready`)).ok);
  const token = await tokenOf('school-staff', '--school', URN);
  console.log(
    `Machine: ${cpus()[0]?.model ?? 'unknown'}, ${availableParallelism()} cores; Node ${process.version}. Medians of 3, everything on this machine.`,
  );

  const children = [];
  await inFlight(PUPILS, async (n) => {
    const { childId } = await call('POST', '/v1/children', token, {
      givenName: 'Matilda',
      familyName: `Bench${n}`,
      dateOfBirth: '2016-03-14',
      upn: upn(n),
      school: { urn: URN, startDate: '2026-09-02' },
    });
    children[n] = childId;
  });

  const raw = await median(async (round) => {
    const client = EventStoreDBClient.connectionString(`esdb://127.0.0.1:${storePort}?tls=false`);
    const seconds = await timed(() =>
      inFlight(POSTS, (n) =>
        client.appendToStream(`bench-${round}-${n}`, [rawEvent()], { expectedRevision: NO_STREAM }),
      ),
    );
    await client.dispose();
    return POSTS / seconds;
  });
  row('raw appends, 64 in flight', raw, 'appends/s');

  const days = weekdays('2026-09-02', '2026-10-23');
  const posts = await median(async (round) => {
    const perDay = Math.ceil(POSTS / PUPILS);
    const seconds = await timed(() =>
      inFlight(POSTS, (n) => {
        const date = days[(round * perDay + Math.floor(n / PUPILS)) % days.length];
        return call('POST', `/v1/children/${children[n % PUPILS]}/absences`, token, { date, session: 'AM', code: 'I' });
      }),
    );
    return POSTS / seconds;
  });
  row('POST …/absences, 64 in flight', posts, 'absences/s', posts / raw, 0.6);

  const after = days.slice(3 * Math.ceil(POSTS / PUPILS));
  const file = await median(async (round) => {
    const lines = children.flatMap((_, n) => ['AM', 'PM'].map((session) => `${upn(n)},${after[round]},${session},I`));
    let answer;
    const seconds = await timed(async () => {
      answer = await call(
        'POST',
        `/v1/schools/${URN}/registers`,
        token,
        `upn,date,session,code\r\n${lines.join('\r\n')}\r\n`,
        'text/csv',
      );
    });
    if (answer.recorded !== lines.length) throw new Error(`${answer.recorded} of ${lines.length} marks were recorded`);
    return lines.length / seconds;
  });
  row(`register file, one day of ${PUPILS} pupils`, file, 'recorded absences/s', file / raw);
  console.log(`  goal for the register file: 5,000 recorded absences/s: ${file >= 5_000 ? 'met' : 'missed'}`);
} finally {
  agent.destroy();
  const gone = new Promise((resolve) => program.once('exit', resolve));
  program.kill('SIGTERM');
  await gone;
  rmSync(directory, { recursive: true, force: true });
}

function rawEvent() {
  return jsonEvent({
    id: randomUUID(),
    type: 'AbsenceRecorded',
    data: { urn: URN, occurredOn: '2026-11-09', session: 'AM', code: 'I' },
    metadata: {
      schemaVersion: 1,
      actor: { id: 'staff-1', role: 'school-staff', organisation: URN },
      commandId: randomUUID(),
      integrity: { v: 1, prev: 'a'.repeat(64), hash: 'b'.repeat(64) },
    },
  });
}

function row(what, value, unit, ratio, goal) {
  const share = ratio === undefined ? '' : `   ${(ratio * 100).toFixed(0)} % of raw appends`;
  const judged = goal === undefined ? '' : ` (goal ${goal * 100} %: ${ratio >= goal ? 'met' : 'missed'})`;
  console.log(`  ${what.padEnd(44)} ${Math.round(value).toLocaleString('en-GB').padStart(8)} ${unit}${share}${judged}`);
}

async function median(measure) {
  const figures = [];
  for (let round = 0; round < 3; round++) figures.push(await measure(round));
  return figures.sort((a, b) => a - b)[1];
}

async function timed(work) {
  const began = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - began) / 1e9;
}

async function inFlight(count, one) {
  let next = 0;
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      while (next < count) await one(next++);
    }),
  );
}

function call(method, path, token, body, type = 'application/json') {
  const payload = typeof body === 'string' ? body : JSON.stringify(body);
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': type,
    'content-length': Buffer.byteLength(payload),
  };
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
}

function tokenOf(...args) {
  return new Promise((resolve, reject) => {
    const [role, ...rest] = args;
    const child = spawn(process.execPath, ['dist/commands/token.js', '--role', role, ...rest], { env });
    let out = '';
    child.stdout.on('data', (data) => (out += data));
    child.on('exit', (code) => (code === 0 ? resolve(out.trim()) : reject(new Error('no token'))));
  });
}

/** Pupil numbers of a school that does not exist, ten thousand of them: three digits of serial, the rest in the year. */
function upn(n) {
  const body = `9269903${String(10 + Math.floor(n / 1000)).padStart(2, '0')}${String(n % 1000).padStart(3, '0')}`;
  let sum = 0;
  for (const [index, digit] of [...body].entries()) sum += Number(digit) * (index + 2);
  return `${'ABCDEFGHJKLMNPQRTUVWXYZ'[sum % 23]}${body}`;
}

function weekdays(first, last) {
  const days = [];
  for (let time = Date.parse(first); time <= Date.parse(last); time += 86_400_000) {
    const day = new Date(time);
    if (day.getUTCDay() % 6 !== 0) days.push(day.toISOString().slice(0, 10));
  }
  return days;
}

async function until(holds) {
  for (let tries = 0; tries < 600; tries++) {
    if (await holds().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the program did not become ready');
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
