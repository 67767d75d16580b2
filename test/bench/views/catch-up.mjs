/**
 * Catch-up of all views together against reading the same events without them, in one run.
 * EVENTS sets how many (100,000), CHILDREN of how many children (EVENTS / 10).
 */
import { catchUp, openStores, percent, perSecond, readAlone, seconds } from './parts.mjs';
import { childEvent, streamOf, views } from './synthetic.mjs';

const EVENTS = Number(process.env.EVENTS ?? 100_000);
const CHILDREN = Number(process.env.CHILDREN ?? EVENTS / 10);

export async function fill({ client }, events = EVENTS, children = CHILDREN) {
  let next = 0;
  const each = Math.ceil(events / children);
  const writer = async () => {
    while (next < events / 2) {
      const at = next++;
      const [child, n] = [at % children, Math.floor(at / children) * 2];
      if (n < each) await client.appendToStream(streamOf(child), [childEvent(child, n), childEvent(child, n + 1)]);
    }
  };
  await Promise.all(Array.from({ length: 64 }, writer));
}

export async function measureCatchUp(stores, projections = views, { fresh = 3 } = {}) {
  const alone = [];
  const together = [];
  let events = 0;
  for (let round = 0; round < fresh; round += 1) {
    alone.push(await seconds(async () => (events = await readAlone(stores))));
    await stores.database.dropDatabase();
    together.push(await seconds(() => catchUp(stores, projections)));
  }
  const best = (spent) => Math.min(...spent);
  return { events, alone: best(alone), together: best(together) };
}

if (process.argv[1] === import.meta.filename) {
  const stores = await openStores();
  try {
    await fill(stores);
    const { events, alone, together } = await measureCatchUp(stores);
    console.log(
      `${events.toLocaleString('en-GB')} events of ${CHILDREN.toLocaleString('en-GB')} children on ${stores.documentStore}`,
    );
    console.log(`  reading alone            ${perSecond(events, alone)}`);
    console.log(
      `  catch-up of ${views.length} views      ${perSecond(events, together)}   ${percent(alone, together)} of reading alone (goal: 50 %)`,
    );
  } finally {
    await stores.close();
  }
}
