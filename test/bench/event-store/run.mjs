// Measures the embedded event store, and in the same run any server that EVENTSTORE_URL names.
//
//   npm run bench:event-store                      each row of the table, three times, medians
//   npm run bench:event-store -- --quick           a tenth of the counts, once
//   npm run bench:event-store -- --grow 10000000   the cost of an append, and of opening, as the log grows
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, release, tmpdir, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startStandAlone } from '../../durability/event-store/stand-alone.ts';
import { grow } from './grow.mjs';
import { Bench, median, ROWS } from './workload.mjs';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    repeats: { type: 'string' },
    grow: { type: 'string' },
  },
});
const say = (line = '') => process.stdout.write(`${line}\n`);
const shown = (number) => Math.round(number).toLocaleString('en-GB');

say(
  `machine: ${cpus().length} shared cores (${cpus()[0]?.model.trim()}), ${process.platform} ${process.arch} ${release()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`,
);
say(`command: npm run bench:event-store${process.argv.length > 2 ? ` -- ${process.argv.slice(2).join(' ')}` : ''}`);
say(
  `disk: ${await flushing()} ms for a write of 300 bytes and its fsync; load average at the start ${loadavg()[0].toFixed(1)}`,
);
say();

if (values.grow !== undefined) await grow(Number(values.grow), say);
else await table();

async function table() {
  const scale = values.quick ? 0.1 : 1;
  const repeats = Number(values.repeats ?? (values.quick ? 1 : 3));
  const columns = [['embedded, in a worker thread', await inWorker(scale, repeats)]];
  columns.push(['embedded, a process of its own', await asProcess(scale, repeats)]);
  const real = process.env.EVENTSTORE_URL;
  if (real) columns.push([`the server at ${real}`, await measure(real, scale, repeats)]);

  say(`| ${['', ...columns.map(([name]) => name), ...(real ? ['ratio, worker thread to real'] : [])].join(' | ')} |`);
  say(`|---${'|---'.repeat(columns.length + (real ? 1 : 0))}|`);
  ROWS.forEach(([name, unit], row) => {
    const medians = columns.map(([, results]) => results.medians[row]);
    const ratio = real ? [(medians[0] / medians.at(-1)).toFixed(2)] : [];
    say(`| ${[`${name} (${unit})`, ...medians.map(shown), ...ratio].join(' | ')} |`);
  });
  const memory = columns.map(([, { memory: m }]) => (m ? `${m.start} → ${m.end}` : 'not measured'));
  say(`| ${['server memory (MiB, start → end)', ...memory, ...(real ? [''] : [])].join(' | ')} |`);
  say();
  say(`medians of ${repeats}; lowest and highest of each row:`);
  ROWS.forEach(([name], row) => {
    say(
      `  ${name}: ${columns.map(([of, { all }]) => `${of} ${shown(Math.min(...all[row]))}–${shown(Math.max(...all[row]))}`).join('; ')}`,
    );
  });
}

/** What the disk itself takes: nothing that is acknowledged only when it is on disk can be faster, one at a time. */
async function flushing() {
  const directory = await mkdtemp(join(tmpdir(), 'event-store-bench-'));
  const file = openSync(join(directory, 'flushed'), 'w');
  const started = performance.now();
  for (let n = 0; n < 200; n += 1) {
    writeSync(file, 'x'.repeat(300));
    fsyncSync(file);
  }
  const each = (performance.now() - started) / 200;
  closeSync(file);
  await rm(directory, { recursive: true, force: true });
  return each.toFixed(2);
}

async function measure(url, scale, repeats) {
  const bench = new Bench(url, scale);
  await bench.prepare();
  const all = ROWS.map(() => []);
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    for (const [row, [name, unit, work]] of ROWS.entries()) {
      const rate = await work(bench);
      all[row].push(rate);
      process.stderr.write(`${name}: ${shown(rate)} ${unit}\n`);
    }
  }
  await bench.close();
  return { all, medians: all.map(median) };
}

async function inWorker(scale, repeats) {
  const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
  const built = process.env.EVENT_STORE_MAIN
    ? dirname(process.env.EVENT_STORE_MAIN)
    : join(root, 'dist', 'embedded', 'event-store');
  const { startEmbeddedEventStore } = await import(join(built, 'index.js'));
  const directory = await mkdtemp(join(tmpdir(), 'event-store-bench-'));
  const server = await startEmbeddedEventStore({ directory, port: 0 });
  const results = await measure(server.url, scale, repeats);
  await server.close();
  await rm(directory, { recursive: true, force: true });
  return results;
}

async function asProcess(scale, repeats) {
  const directory = await mkdtemp(join(tmpdir(), 'event-store-bench-'));
  const server = await startStandAlone(directory);
  const start = server.memory();
  const results = await measure(server.url, scale, repeats);
  const end = server.memory();
  await server.stop();
  await rm(directory, { recursive: true, force: true });
  return { ...results, memory: { start, end } };
}
