/**
 * A process that works views until it is told to stop or killed, started by ViewsProcess. Its settings come as JSON in the
 * environment, it says on standard output when it runs.
 */
import { connectDocuments } from '../../../src/platform/documents/connect.js';
import { connectEventStore } from '../../../src/platform/event-store/client.js';
import { MongoLeaseStore } from '../../../src/platform/subscriptions/mongo-lease.js';
import { MongoProcessStore } from '../../../src/platform/subscriptions/mongo-process-store.js';
import { ProcessRunner } from '../../../src/platform/subscriptions/process-runner.js';
import { plainCodec } from './plain-codec.js';
import { echo } from './reacting.js';
import { placements, schoolTotals, tally } from './sample-projections.js';
import { Views } from './views.js';

export interface ProcessSettings {
  readonly eventStoreUrl: string;
  readonly documentsUrl: string;
  readonly database: string;
  readonly tallyVersion: number;
  readonly leaseMs: number;
  /** Works the process `echo` as well. */
  readonly reacts?: boolean;
}

const settings = JSON.parse(process.env.VIEWS_PROCESS ?? '{}') as ProcessSettings;
const { leaseMs } = settings;
const mongo = connectDocuments(settings.documentsUrl, { selectionTimeoutMs: 500 });
const client = connectEventStore(settings.eventStoreUrl);
const database = mongo.db(settings.database);
const views = new Views({
  client,
  database,
  projections: [tally(settings.tallyVersion), schoolTotals, placements],
  codec: plainCodec,
  leaseMs,
  superviseMs: 100,
});
views.start();
const { source, decoder, clock, timing } = views;
const observer = { reacted: () => undefined, retrying: () => undefined, held: () => undefined };
const store = new MongoProcessStore(database);
const leases = new MongoLeaseStore(database);
const reacting = new ProcessRunner({ source, decoder, store, leases, clock, timing, observer }, echo(client), {
  leaseMs,
  superviseMs: 100,
});
if (settings.reacts) reacting.start();
process.stdout.write('running\n');
process.on('SIGTERM', () => {
  void Promise.all([reacting.stop(), views.stop()]).then(() => process.exit(0));
});
