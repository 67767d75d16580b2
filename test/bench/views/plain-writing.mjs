/**
 * Catch-up of all views against the same documents written by plain `bulkWrite`, in one run on one server. Whole batches
 * are kept as the views wrote them, then written again without reading, folding, guards or checkpoints.
 * MONGODB_URL puts a server in; EVENTS and CHILDREN as in catch-up.mjs; ROUNDS (3), the best of which counts.
 */
import { updatesToACommand } from '../../../dist/platform/documents/batches.js';
import { MongoViewStore } from '../../../dist/platform/projections/mongo-view-store.js';
import { fill } from './catch-up.mjs';
import { catchUp, openStores, percent, perSecond, seconds } from './parts.mjs';
import { views } from './synthetic.mjs';

const ROUNDS = Number(process.env.ROUNDS ?? 3);

class RememberingStore extends MongoViewStore {
  batches = [];

  write(collection, documents) {
    this.batches.push({ collection, documents });
    return super.write(collection, documents);
  }
}

async function writePlainly(database, batches) {
  const perCommand = await updatesToACommand(database.client);
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

const stores = await openStores();
try {
  await fill(stores);
  const byViews = [];
  const plain = [];
  let written = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    await stores.database.dropDatabase();
    const store = new RememberingStore(stores.database);
    byViews.push(await seconds(() => catchUp(stores, views, { store })));
    const { batches } = store;
    written = batches.reduce((sum, { documents }) => sum + documents.length, 0);
    await stores.database.dropDatabase();
    for (const { name, indexes } of views) await store.prepare(`${name}_v1`, indexes);
    plain.push(await seconds(() => writePlainly(stores.database, batches)));
  }
  const [views_, plain_] = [Math.min(...byViews), Math.min(...plain)];
  console.log(`${written.toLocaleString('en-GB')} documents of ${views.length} views on ${stores.documentStore}`);
  console.log(`  plain bulkWrite          ${perSecond(written, plain_)}`);
  console.log(
    `  by the views             ${perSecond(written, views_)}   ${percent(plain_, views_)} of plain bulkWrite (goal on a MongoDB-protocol server: 80 %)`,
  );
} finally {
  await stores.close();
}
