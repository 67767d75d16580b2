// The caseload as people ask for it, through the running program, at a county's size: npm run bench:caseload
// CHILDREN (100,000), ROUNDS of each question (200), WRITES a second for the second half (50). With MONGODB_URL the views lie on that server,
// and the processor time is that of the program without it.
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { connectDocuments, databaseNames } from '../../../dist/platform/documents/connect.js';
import { cursorAt } from '../../../dist/platform/projections/page.js';
import { ViewReader } from '../../../dist/platform/projections/view-reader.js';
import { systemTiming } from '../../../dist/platform/subscriptions/timing.js';
import { inFlight, machine, startProgram, timed, until, upn } from '../program.mjs';
import { birthday, fill } from './filling.mjs';
import { headQuestions, pageQuestions, questions, searchQuestions, urnOf } from './questions.mjs';

const CHILDREN = Number(process.env.CHILDREN ?? 100_000);
const ROUNDS = Number(process.env.ROUNDS ?? 200);
const WRITES = Number(process.env.WRITES ?? 50);
const WARM_UP = Math.min(20, ROUNDS);
const GOAL_MS = 50;
const HEADS_SCHOOL = urnOf(6);
const WRITTEN = 200;
const TICKS_MS = 10;

const outside = process.env.MONGODB_URL;
const prefix = outside ? `bench_caseload_${process.pid}` : 'cme';
const program = await startProgram({
  inFlight: 64,
  settings: outside ? { MONGODB_URL: outside, DOCUMENTS_PREFIX: prefix } : {},
});
const agent = new Agent({ keepAlive: true, maxSockets: 64 });
const documentsUrl = outside ?? JSON.parse(readFileSync(join(program.directory, 'running.json'), 'utf8')).documentsUrl;
const client = connectDocuments(documentsUrl);
const names = databaseNames(prefix);
const failures = [];
try {
  const today = new Date().toISOString().slice(0, 10);
  console.log(`${machine()} Documents on ${outside ? 'the server at MONGODB_URL' : 'the embedded server'}.`);
  const database = client.db(names.views);
  const rows = await new ViewReader(database, systemTiming).collection('caseload');
  let filled;
  const spent = await timed(async () => {
    filled = await fill({ database, collection: rows.collectionName, children: CHILDREN, today });
  });
  console.log(
    `${number(CHILDREN)} children of ${number(filled.events)} events, folded and written in ${spent.toFixed(0)} s; on ${today}.`,
  );
  const officer = await program.tokenOf('cme-assistant');
  const head = await program.tokenOf('head-teacher', '--school', HEADS_SCHOOL);
  const { total } = await program.call('GET', '/v1/caseload?limit=1', officer);
  if (total !== CHILDREN) throw new Error(`${total} of ${CHILDREN} are in the list`);

  const places = { deep: await placeAt(rows, Math.floor(CHILDREN / 2)), last: await placeAt(rows, CHILDREN - 21) };
  const lists = [
    ...questions({ today, places, oneChild: filled.oneChild }),
    ...headQuestions({ today, urn: HEADS_SCHOOL }),
  ];
  const asked = [...lists, ...searchQuestions({ birthday, urn: HEADS_SCHOOL }), ...pageQuestions(lists)];
  const ask = async (each, n) => {
    const query = each.query(n);
    const list = each.page ? '/caseload' : '/v1/caseload';
    const path = each.body ? '/v1/children/search' : `${list}${query === '' ? '' : `?${query}`}`;
    const token = each.head ? head : officer;
    const began = performance.now();
    if (each.body) await program.call('POST', path, token, each.body(n));
    else await get(path, token, each.page);
    return performance.now() - began;
  };

  console.log(heading());
  for (const each of asked) {
    const one = await measured(each, 1, ask);
    const many = await measured(each, 16, ask);
    const bare = each.page ? undefined : await measured(each, 1, (question, n) => askBare(rows, question, n));
    console.log(line(each.name, one, many, bare));
  }
  await whileWriting(officer, asked, ask);
  const slow = failures.length === 0 ? 'met' : `MISSED by ${failures.join('; ')}`;
  console.log(`goal: p99 below ${GOAL_MS} ms, one query at a time: ${slow}`);
} finally {
  agent.destroy();
  if (outside) for (const name of Object.values(names)) await client.db(name).dropDatabase();
  await client.close();
  await program.stop();
}

/** All questions in turn while absences are recorded at a steady rate that does not wait for the answers. */
async function whileWriting(token, asked, ask) {
  const children = [];
  await inFlight(16, WRITTEN, async (n) => {
    const school = { urn: urnOf(n), startDate: '2026-09-02' };
    const person = { givenName: 'Matilda', familyName: `Bench${n}`, dateOfBirth: '2016-03-14', upn: upn(n) };
    children[n] = (await program.call('POST', '/v1/children', token, { ...person, school })).childId;
  });
  await until(async () => (await program.call('GET', '/v1/caseload?limit=1', token)).total === CHILDREN + WRITTEN, 120);
  let writing = true;
  let written = 0;
  let refused = 0;
  const days = weekdays('2026-09-02', '2026-11-20');
  const began = performance.now();
  const writer = (async () => {
    const underWay = new Set();
    for (let sent = 0; writing; ) {
      for (const due = ((performance.now() - began) * WRITES) / 1000; sent < due; sent++) {
        const date = days[Math.floor(sent / WRITTEN / 2) % days.length];
        const body = { date, session: Math.floor(sent / WRITTEN) % 2 ? 'PM' : 'AM', code: 'N' };
        const one = program.call('POST', `/v1/children/${children[sent % WRITTEN]}/absences`, token, body).then(
          () => (written += 1),
          () => (refused += 1),
        );
        underWay.add(one.finally(() => underWay.delete(one)));
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await Promise.all(underWay);
  })();
  const lists = { name: 'all lists in turn', of: asked.filter(({ page }) => !page) };
  const pages = { name: 'all pages in turn', of: asked.filter(({ page }) => page) };
  const turn = (mixed, n) => ask(mixed.of[n % mixed.of.length], n);
  const results = [];
  for (const mixed of [lists, pages]) {
    results.push([mixed.name, await measured(mixed, 1, turn, ROUNDS * 4), await measured(mixed, 16, turn, ROUNDS * 4)]);
  }
  const seconds = (performance.now() - began) / 1000;
  writing = false;
  await writer;
  console.log(`while ${(written / seconds).toFixed(0)} absences a second were recorded (${refused} refused):`);
  for (const [name, one, many] of results) console.log(line(name, one, many));
}

/** Times of a question asked so often, so many at once, in order; and the program's processor time for one. */
async function measured(question, atOnce, ask, rounds = ROUNDS) {
  await inFlight(atOnce, WARM_UP, (n) => ask(question, n));
  const times = [];
  const before = processorTime();
  await inFlight(atOnce, rounds, async (n) => times.push(await ask(question, n)));
  return { times: times.sort((one, other) => one - other), processor: (processorTime() - before) / rounds };
}

async function askBare(rows, { bare }, n) {
  const began = performance.now();
  await rows
    .find(bare.filter(n), { projection: { child: 0 } })
    .sort(bare.sort)
    .limit(bare.limit)
    .toArray();
  return performance.now() - began;
}

/** Where the page after so many rows begins: what the page before answers as its `next`. */
async function placeAt(rows, after) {
  const [row] = await rows
    .find({}, { projection: { byDue: 1, byName: 1 } })
    .sort({ byDue: 1 })
    .skip(after)
    .limit(1)
    .toArray();
  const key = row.byDue.slice(0, row.byDue.length - row.byName.length);
  return { key: row.byDue, cursor: cursorAt('caseload byDue', `${key}\n${row._id}`) };
}

function get(path, token, page) {
  const headers = { authorization: `Bearer ${token}`, accept: page ? 'text/html' : 'application/json' };
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: program.port, path, agent, headers }, (response) => {
      let length = 0;
      response.on('data', (chunk) => {
        length += chunk.length;
      });
      response.on('end', () =>
        response.statusCode === 200 ? resolve(length) : reject(new Error(`${response.statusCode} ${path}`)),
      );
    });
    sent.on('error', reject);
    sent.end();
  });
}

/** Milliseconds of processor that the program has used: its threads together, the embedded servers among them. */
function processorTime() {
  const fields = readFileSync(`/proc/${program.pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICKS_MS;
}

function heading() {
  const columns = '     p50     p95     p99    most   processor';
  return `${''.padEnd(34)}   1 in flight, ms${' '.repeat(27)}|   16 in flight, ms${' '.repeat(26)}| bare driver\n${''.padEnd(34)}${columns} |${columns} |     p50   ratio`;
}

function line(name, one, many, bare) {
  const p99 = percentile(one.times, 99);
  if (p99 >= GOAL_MS) failures.push(`${name} (${p99.toFixed(0)} ms)`);
  const cells = ({ times, processor }) =>
    `${[50, 95, 99, 100].map((p) => percentile(times, p).toFixed(1).padStart(8)).join('')}${processor.toFixed(1).padStart(12)}`;
  const bareP50 = bare && percentile(bare.times, 50);
  const compared = bare
    ? `${bareP50.toFixed(1).padStart(8)}${(percentile(one.times, 50) / bareP50).toFixed(1).padStart(8)}`
    : '';
  return `${name.padEnd(34)}${cells(one)} |${cells(many)} |${compared}`;
}

function percentile(sorted, p) {
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * p) / 100))];
}

function number(value) {
  return value.toLocaleString('en-GB');
}

function weekdays(first, last) {
  const days = [];
  for (let time = Date.parse(first); time <= Date.parse(last); time += 86_400_000) {
    const day = new Date(time);
    if (day.getUTCDay() % 6 !== 0) days.push(day.toISOString().slice(0, 10));
  }
  return days;
}
