import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { systemClock } from '../platform/clock/clock.js';
import { CLUSTER_PUPILS } from '../simulator/county-plan.js';
import { type CountySum, tellCounty } from '../simulator/county-year.js';

const USAGE = `A school year of an invented county, day by day, on the program's own decisions and a virtual clock.

  npm run simulate -- --pupils 115000 --seed 1 [--workers 2] [--cluster-pupils 2160]

The same pupils and seed give the same hash of all events, whatever the number of workers. Exit code 1: an invariant was broken.`;

const { values } = parseArgs({
  options: {
    pupils: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: String(availableParallelism()) },
    'cluster-pupils': { type: 'string', default: String(CLUSTER_PUPILS) },
    help: { type: 'boolean', short: 'h' },
  },
});
const number = (text: string) => text.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
const say = (line: string) => process.stdout.write(`${line}\n`);

if (values.help) say(USAGE);
else process.exitCode = await simulate(Number(values.pupils), Number(values.seed), Number(values.workers));

async function simulate(pupils: number, seed: number, workers: number): Promise<number> {
  const began = systemClock.epoch();
  const seconds = () => (systemClock.epoch() - began) / 1_000;
  let told = 0;
  const sum = await tellCounty({
    pupils,
    seed,
    workers,
    clusterPupils: Number(values['cluster-pupils']),
    progress: (part) => {
      const percent = Math.floor(part * 100);
      if (percent < told + 5) return;
      told = percent;
      process.stderr.write(`${percent} % after ${seconds().toFixed(0)} s\n`);
    },
  });
  print(sum, pupils, seed);
  const load = loadavg().map((each) => each.toFixed(1));
  say(`${seconds().toFixed(1)} s, ${workers} workers; load average ${load.join(' ')}`);
  return sum.faults.length > 0 ? 1 : 0;
}

function print(
  { counts, events, refusals, faults, commands, hash, clusters }: CountySum,
  pupils: number,
  seed: number,
): void {
  const all = Object.values(events).reduce((total, each) => total + each, 0);
  const marks = counts['session marks'] ?? 1;
  say(`pupils ${number(String(pupils))}, seed ${seed}, ${clusters.length} clusters`);
  say(`commands ${number(String(commands))}, events ${number(String(all))}`);
  for (const [name, count] of [...Object.entries(counts)].sort()) say(`  ${name}: ${number(String(count))}`);
  const absent = Object.entries(counts).filter(([name]) => name.startsWith('absent: '));
  const lost = absent.reduce((total, [, count]) => total + count, 0);
  const percent = (part: number) => ((100 * part) / marks).toFixed(2);
  const ill = counts['absent: illness'] ?? 0;
  say(`absence ${percent(lost)} % of sessions, illness ${percent(ill)} %`);
  for (const [name, count] of [...Object.entries(events)].sort(([, a], [, b]) => b - a))
    say(`  ${name}: ${number(String(count))}`);
  say('refusals:');
  for (const [name, count] of [...Object.entries(refusals)].sort()) say(`  ${name}: ${number(String(count))}`);
  for (const fault of faults) say(`FAULT ${fault}`);
  say(`invariants broken: ${counts.faults ?? 0}`);
  say(`hash ${hash}`);
}
