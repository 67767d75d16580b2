/**
 * Catch-up of all views against the same documents written by plain `bulkWrite`, in one run on one server. Whole batches
 * are kept as the views wrote them, then written again without reading, folding, guards or checkpoints.
 * MONGODB_URL puts a server in; EVENTS (100,000; on such a server 2,000), CHILDREN (EVENTS / 10), ROUNDS (3), the best of
 * which counts.
 */
import { serverAbilities } from '../../../dist/platform/documents/abilities.js';
import { MongoViewStore } from '../../../dist/platform/projections/mongo-view-store.js';
import { BATCH_LIMITS } from '../../../dist/platform/projections/subscription-session.js';
import { fill } from './catch-up.mjs';
import { catchUp, openStores, percent, perSecond, seconds } from './parts.mjs';
import { views } from './synthetic.mjs';

const ROUNDS = Number(process.env.ROUNDS ?? 3);
/** A server that looks through a collection for each update gets fewer. */
const EVENTS = Number(process.env.EVENTS ?? (process.env.MONGODB_URL ? 2000 : 100_000));
const CHILDREN = Number(process.env.CHILDREN ?? EVENTS / 10);

class RememberingStore extends MongoViewStore {
  batches = [];

  write(collection, documents, options) {
    this.batches.push({ collection, documents });
    return super.write(collection, documents, options);
  }
}

async function writePlainly(database, batches) {
  const { updatesToACommand: perCommand } = await serverAbilities(database.client);
  for (const { collection, documents } of batches) {
    for (let start = 0; start < documents.length; start += perCommand) {
      const some = documents.slice(start, start + perCommand);
      await database.collection(collection).bulkWrite(
        some.map((replacement) => ({
          replaceOne: { filter: { _id: replacement._id }, replacement, upsert: true },
        })),
        { ordered: false },
      );
    }
  }
}

/** Best of ROUNDS, side by side: the views with batches of so many events, and what they wrote written plainly. */
async function measure(stores, catchingUp) {
  const byViews = [];
  const plain = [];
  let written = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    await stores.database.dropDatabase();
    const store = new RememberingStore(stores.database);
    byViews.push(await seconds(() => catchUp(stores, views, { store, batches: { ...BATCH_LIMITS, catchingUp } })));
    const { batches } = store;
    written = batches.reduce((sum, { documents }) => sum + documents.length, 0);
    await stores.database.dropDatabase();
    for (const { name, indexes } of views) await store.prepare(`${name}_v1`, indexes);
    plain.push(await seconds(() => writePlainly(stores.database, batches)));
  }
  return { written, byViews: Math.min(...byViews), plain: Math.min(...plain) };
}

function report(what, { written, byViews, plain }) {
  console.log(`  ${what}: ${written.toLocaleString('en-GB')} documents`);
  console.log(`    plain bulkWrite        ${perSecond(written, plain)}`);
  const goal = process.env.MONGODB_URL ? ' (goal: 80 %)' : '';
  console.log(
    `    by the views           ${perSecond(written, byViews)}   ${percent(plain, byViews)} of plain bulkWrite${goal}`,
  );
}

const stores = await openStores();
try {
  await fill(stores, EVENTS, CHILDREN);
  console.log(`${EVENTS.toLocaleString('en-GB')} events, ${views.length} views, on ${stores.documentStore}`);
  report('in big batches, nearly all new', await measure(stores, BATCH_LIMITS.catchingUp));
  report('in small batches, most replaced', await measure(stores, Math.ceil(CHILDREN / 2)));
} finally {
  await stores.close();
}
process.exit(0);
