/**
 * What the document store does through the official driver: npm run bench:documents
 * With MONGODB_URL set, that server is measured instead of the embedded one; DOCUMENTS sets how many (100,000).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { startEmbeddedDocuments } from '../../../dist/embedded/documents/index.js';
import { connectDocuments } from '../../../dist/platform/documents/connect.js';
import { child, guarded, INDEXES, OWNERS, STAGES } from './children.mjs';

const COUNT = Number(process.env.DOCUMENTS ?? 100_000);
const BATCH = 500;

const directory = await mkdtemp(join(tmpdir(), 'documents-bench-'));
const server = process.env.MONGODB_URL ? undefined : await startEmbeddedDocuments({ directory, port: 0 });
const client = connectDocuments(process.env.MONGODB_URL ?? server.url);
const database = client.db('bench_documents');
await database.dropDatabase();
const children = database.collection('children');
await children.createIndexes(INDEXES);
console.log(`${COUNT.toLocaleString('en-GB')} documents on ${process.env.MONGODB_URL ?? 'the embedded server'}`);

await rate('bulkWrite, guarded replaceOne with upsert, first time', COUNT, (from) => write(from, 1), BATCH);
await rate('bulkWrite, guarded replaceOne, replacing', COUNT, (from) => write(from, 2), BATCH);
await rate(
  'bulkWrite, guarded replaceOne, replacing, two batches at a time',
  COUNT,
  (from) => write(from, 3),
  BATCH,
  2,
);
await rate('the same without a change of an indexed field, alone', COUNT, (from) => write(from, 4), BATCH);
await rate('bulkWrite, all refused by the guard', 20_000, refused, BATCH);
await rate('find of 500 by _id', 50_000, (from) => children.find({ _id: { $in: ids(from, BATCH) } }).toArray(), BATCH);
await rate('findOne by _id, one at a time', 5_000, (at) => children.findOne({ _id: child(at, 0)._id }));
await rate('findOne by _id, 16 in flight', 20_000, (at) => children.findOne({ _id: child(at, 0)._id }), 1, 16);
await rate('updateOne by _id, $set and $inc, one at a time', 5_000, change);
await rate('updateOne by _id, $set and $inc, 16 in flight', 20_000, change, 1, 16);

const page = (filter, sort, skip = 0) => children.find(filter).sort(sort).skip(skip).limit(25).toArray();
const byDue = { due: 1, _id: 1 };
await times('caseload: all by due date', () => page({}, byDue));
await times('caseload: one stage by due date', (at) => page({ stage: STAGES[at % 7] }, byDue));
await times('caseload: one stage, page 20', (at) => page({ stage: STAGES[at % 7] }, byDue, 500));
await times('caseload: stage and school', (at) => page({ stage: STAGES[at % 7], school: String(100000 + at) }, byDue));
await times('caseload: one owner, overdue', (at) =>
  page({ owner: OWNERS[at % 40], due: { $lt: '2026-03-01' } }, byDue),
);
await times('caseload: three stages by due date', () => page({ stage: { $in: STAGES.slice(1, 4) } }, byDue));
await times('caseload: stage, backwards', (at) => page({ stage: STAGES[at % 7] }, { due: -1, _id: -1 }));
await times('count of one stage', (at) => children.countDocuments({ stage: STAGES[at % 7] }));
await times('count of stage and school', (at) =>
  children.countDocuments({ stage: STAGES[at % 7], school: String(100000 + at) }),
);
await times(
  'no index: scan for a name',
  (at) => children.find({ name: `Child ${at} Surname-${at % 9973}` }).toArray(),
  10,
);

const memory = process.memoryUsage();
console.log(`memory of the process: ${Math.round(memory.rss / 1e6)} MB`);
await database.dropDatabase();
await client.close();
await server?.close();
await rm(directory, { recursive: true });

function write(from, round) {
  const batch = [];
  for (let at = from; at < Math.min(COUNT, from + BATCH); at++) batch.push(guarded(child(at, round * 1e7 + at)));
  return children.bulkWrite(batch, { ordered: false });
}

async function refused(from) {
  const batch = ids(from, BATCH).map((_id, at) => guarded({ ...child(from + at, 0), _id }));
  await children.bulkWrite(batch, { ordered: false }).catch(() => undefined);
}

function ids(from, count) {
  return Array.from({ length: count }, (_, at) => child((from + at) % COUNT, 0)._id);
}

function change(at) {
  return children.updateOne(
    { _id: child(at % COUNT, 0)._id },
    { $set: { owner: OWNERS[at % 40] }, $inc: { touched: 1 } },
  );
}

async function rate(name, count, work, step = 1, inFlight = 1) {
  const started = performance.now();
  const processor = process.cpuUsage();
  let next = 0;
  const lane = async () => {
    while (next < count) {
      const at = next;
      next += step;
      await work(at);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  const perSecond = (count / (performance.now() - started)) * 1000;
  const rounded = Math.round(perSecond).toLocaleString('en-GB').padStart(9);
  console.log(`${name.padEnd(66)} ${rounded} /s     ${processorTime(processor, count)}`);
}

async function times(name, work, rounds = 400) {
  for (let at = 0; at < Math.min(20, rounds); at++) await work(at);
  const taken = [];
  const processor = process.cpuUsage();
  for (let at = 0; at < rounds; at++) {
    const started = performance.now();
    await work(at);
    taken.push(performance.now() - started);
  }
  const spent = processorTime(processor, rounds);
  taken.sort((left, right) => left - right);
  const show = (share) => `${(taken[Math.min(rounds - 1, Math.floor(rounds * share))] ?? 0).toFixed(2).padStart(8)} ms`;
  console.log(`${name.padEnd(66)} p50 ${show(0.5)}  p99 ${show(0.99)}     ${spent}`);
}

/** Of both threads together, an operation: says more than the clock where others use the same processors. */
function processorTime(since, count) {
  const { user, system } = process.cpuUsage(since);
  return `${((user + system) / count).toFixed(1).padStart(8)} µs of processor`;
}
