/**
 * From an append to every view showing it, at a steady rate of appends that does not wait for the views.
 * RATE sets events a second (500), SECONDS how long (20).
 */
import { positionText } from '../../../dist/platform/subscriptions/position.js';
import { openStores, percentile, runnerOf } from './parts.mjs';
import { childEvent, streamOf, views } from './synthetic.mjs';

const RATE = Number(process.env.RATE ?? 500);
const SECONDS = Number(process.env.SECONDS ?? 20);
const WARM_UP_MS = 3000;

const stores = await openStores();
const { runner } = runnerOf(stores, views);
const waiting = [];
const delays = [];
const visible = new Map();
const note = runner.progress.note.bind(runner.progress);
runner.progress.note = (build, position) => {
  note(build, position);
  visible.set(build, position);
  if (visible.size < views.length) return;
  const all = [...visible.values()].sort()[0];
  const now = performance.now();
  while (waiting.length > 0 && waiting[0].position <= all) delays.push(now - waiting.shift().sent);
};
try {
  runner.start();
  const started = performance.now();
  const counts = new Map();
  const appends = [];
  let sent = 0;
  let late = 0;
  for (const total = RATE * SECONDS; sent < total; ) {
    const due = Math.min(total, Math.floor(((performance.now() - started) * RATE) / 1000));
    for (; sent < due; sent += 1) {
      const child = sent % 2000;
      const n = counts.get(child) ?? 0;
      counts.set(child, n + 1);
      const at = performance.now();
      const measured = at - started > WARM_UP_MS;
      appends.push(
        stores.client.appendToStream(streamOf(child), childEvent(child, n)).then(({ position }) => {
          if (!measured) return;
          const entry = { position: positionText(position), sent: at };
          // The views may have been quicker than the answer.
          const all = visible.size < views.length ? '' : [...visible.values()].sort()[0];
          if (entry.position <= all) delays.push(performance.now() - at);
          else waiting.push(entry);
          waiting.sort((one, other) => (one.position < other.position ? -1 : 1));
        }),
      );
    }
    late = Math.max(late, due - sent);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await Promise.all(appends);
  const took = (performance.now() - started) / 1000;
  while (waiting.length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  delays.sort((one, other) => one - other);
  const ms = (p) => `${percentile(delays, p).toFixed(1)} ms`;
  console.log(
    `append → visible in ${views.length} views on ${stores.documentStore}: ${delays.length} events at ${Math.round(sent / took)}/s (wished ${RATE}/s)`,
  );
  console.log(`  p50 ${ms(50)}   p95 ${ms(95)}   p99 ${ms(99)} (goal: 100 ms)   most ${ms(100)}`);
} finally {
  await runner.stop();
  await stores.close();
}
