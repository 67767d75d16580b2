// What the repository costs above raw appends, in one run on one store: `node test/bench/repository.mjs [build directory]`.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const build = resolve(process.argv[2] ?? 'dist');
const from = (path) => import(pathToFileURL(join(build, path)).href);
const { startEmbeddedEventStore } = await from('embedded/event-store/index.js');
const { connectEventStore, disconnectEventStore } = await from('platform/event-store/client.js');
const { EventLog } = await from('platform/event-store/event-log.js');
const { EventCodec } = await from('platform/event-store/codec.js');
const { StreamRepository } = await from('platform/event-store/stream-repository.js');
const { verify } = await from('platform/event-store/verify.js');
const { Keyring } = await from('platform/crypto/keyring.js');
const { KeyEncryptionKey } = await from('platform/crypto/key-encryption-key.js');
const { systemChance } = await from('platform/clock/chance.js');
const { systemClock } = await from('platform/clock/clock.js');

/** Keys in memory: what is measured is not a database. */
const keys = new Map();
const keyStore = {
  findKeys: async (ids) => ids.map((id) => keys.get(id)).filter(Boolean),
  insertKeys: async (records) => {
    for (const record of records) keys.set(record._id, record);
    return [];
  },
};
const kek = new KeyEncryptionKey(Buffer.alloc(32, 1));
const keyring = new Keyring({ store: keyStore, kek, clock: systemClock, chance: systemChance });
const definition = (type, personal) => ({ type, schemaVersion: 1, summary: '', example: {}, personal });
const codec = new EventCodec(
  [
    definition('AbsenceRecorded', [{ path: 'note', subject: 'stream' }]),
    definition(
      'ParentContacted',
      ['person', 'summary', 'number'].map((path) => ({ path, subject: 'stream' })),
    ),
  ],
  { keyring, blindIndex: { fingerprint: () => '00000000' }, chance: systemChance },
);
const absence = {
  type: 'AbsenceRecorded',
  data: { occurredOn: '2026-03-27', session: 'AM', code: 'N', school: '123456', source: 'register' },
};
const contact = {
  type: 'ParentContacted',
  data: {
    occurredOn: '2026-03-27',
    method: 'telephone',
    outcome: 'answered',
    person: 'Kim Invented',
    number: '01234 567890',
    summary: 'x'.repeat(120),
  },
};
const context = () => ({
  commandId: randomUUID(),
  correlationId: randomUUID(),
  causationId: randomUUID(),
  actor: { id: 'staff-000001', role: 'school-staff', organisation: '123456' },
  now: systemClock.now(),
  policy: { pack: 'riverside', version: '2026-09' },
});
/** Starts a measurement: wall time, and the time this thread had a processor, which other programs on the machine distort less. */
const start = () => ({ wall: performance.now(), cpu: process.threadCpuUsage() });
const report = (what, count, started) => {
  const seconds = (performance.now() - started.wall) / 1000;
  const { user, system } = process.threadCpuUsage(started.cpu);
  const rate = Math.round(count / seconds).toLocaleString('en-GB');
  console.log(`${what.padEnd(60)} ${rate.padStart(9)} /s ${((user + system) / count).toFixed(1).padStart(8)} µs`);
  return count / seconds;
};

async function encoding(what, event, rounds) {
  const tail = { revision: 5, hash: 'f'.repeat(64), recordedAt: '2026-01-01T00:00:00.000Z' };
  const encoded = [];
  for (let n = 0; n < rounds / 4; n++) await codec.encode('child-1', tail, context(), [event]);
  let started = start();
  for (let n = 0; n < rounds; n++) encoded.push((await codec.encode('child-1', tail, context(), [event])).stored[0]);
  report(`encode ${what}`, rounds, started);
  const stored = encoded.map((entry) => ({
    event: { ...entry, streamId: 'child-1', revision: 6n, position: { commit: 1n, prepare: 1n } },
  }));
  started = start();
  for (let n = 0; n < rounds; n += 500) await codec.decodeAll(stored.slice(n, n + 500));
  report(`decode ${what}`, rounds, started);
}

async function inFlight(limit, count, task) {
  let next = 0;
  const worker = async () => {
    while (next < count) await task(next++);
  };
  await Promise.all(Array.from({ length: limit }, worker));
}

console.log(
  `Node ${process.version}, ${process.platform} ${process.arch}; a second, and µs of this thread's processor time each`,
);
await encoding('an event with nothing personal', absence, 40_000);
await encoding('an event with three personal fields', contact, 10_000);

const directory = mkdtempSync(join(tmpdir(), 'cme-bench-'));
const store = process.env.EVENTSTORE_URL
  ? { url: process.env.EVENTSTORE_URL, close: async () => {} }
  : await startEmbeddedEventStore({ directory, port: 0 });
const client = connectEventStore(store.url);
const log = new EventLog(client);
const repository = () =>
  new StreamRepository({ log, codec }, { category: 'child', initial: 0, evolve: (count) => count + 1 });
const COUNT = Number(process.env.COUNT ?? 12_000);
const STREAMS = 1_000;
const ids = Array.from({ length: STREAMS }, () => randomUUID());
const warm = repository();
await inFlight(64, STREAMS, (n) => warm.execute(ids[n], context(), () => [absence], { stream: 'new' }));

for (let round = 1; round <= 3; round++) {
  const tail = { revision: -1, hash: null };
  const [encoded] = (await codec.encode('child-1', tail, context(), [absence])).stored;
  // As long as a real one, but no chain: verify below leaves these streams out.
  const bytes = { ...encoded, metadata: { ...encoded.metadata, integrity: { ...encoded.metadata.integrity, v: 0 } } };
  const streams = Array.from({ length: STREAMS }, () => `raw-${randomUUID()}`);
  const revisions = new Map();
  let started = start();
  await inFlight(64, COUNT, async (n) => {
    const stream = streams[n % STREAMS];
    const revision = revisions.get(stream);
    revisions.set(stream, (revision ?? -1n) + 1n);
    await client.appendToStream(stream, { ...bytes, id: randomUUID() }, { expectedRevision: revision ?? 'no_stream' });
  });
  const raw = report(`round ${round}: raw appends, 64 in flight`, COUNT, started);
  started = start();
  await inFlight(64, COUNT, (n) => warm.execute(ids[n % STREAMS], context(), () => [absence]));
  const kept = report(`round ${round}: repository, state in memory, 64 in flight`, COUNT, started);
  started = start();
  const commands = Array.from({ length: COUNT }, (_, n) => ({
    id: ids[n % STREAMS],
    context: context(),
    decide: () => [absence],
  }));
  for await (const { error } of warm.executeMany(commands, { inFlight: 64 })) if (error) throw error;
  const many = report(`round ${round}: repository, executeMany, 64 in flight`, COUNT, started);
  console.log(`  = ${((100 * kept) / raw).toFixed(0)} % and ${((100 * many) / raw).toFixed(0)} % of raw appends`);
}
{
  const cold = repository();
  const started = start();
  await inFlight(64, STREAMS, (n) => cold.load(ids[n]));
  report('load a stream of 73 events from the store', STREAMS, started);
}
{
  const cold = repository();
  const started = start();
  await inFlight(64, STREAMS, (n) => cold.execute(ids[n], context(), () => [absence]));
  report('first command on a stream of 73 events, state not in memory', STREAMS, started);
}
{
  const started = start();
  const { events, wrong } = await verify(log.readAll(), { ours: (stream) => stream.startsWith('child-') });
  if (wrong > 0) throw new Error(`${wrong} events are wrong`);
  report('verify the log (others in it are read too)', events, started);
}
await disconnectEventStore(client);
await store.close();
rmSync(directory, { recursive: true, force: true });
