/**
 * A process that works views until it is told to stop or killed, started by ViewsProcess. Its settings come as JSON in the
 * environment, it says on standard output when it runs.
 */
import { connectDocuments } from '../../../src/platform/documents/connect.js';
import { connectEventStore } from '../../../src/platform/event-store/client.js';
import { plainCodec } from './plain-codec.js';
import { placements, schoolTotals, tally } from './sample-projections.js';
import { Views } from './views.js';

export interface ProcessSettings {
  readonly eventStoreUrl: string;
  readonly documentsUrl: string;
  readonly database: string;
  readonly tallyVersion: number;
  readonly leaseMs: number;
}

const settings = JSON.parse(process.env.VIEWS_PROCESS ?? '{}') as ProcessSettings;
const { leaseMs } = settings;
const mongo = connectDocuments(settings.documentsUrl, { selectionTimeoutMs: 500 });
const views = new Views({
  client: connectEventStore(settings.eventStoreUrl),
  database: mongo.db(settings.database),
  projections: [tally(settings.tallyVersion), schoolTotals, placements],
  codec: plainCodec,
  leaseMs,
  superviseMs: 100,
});
views.start();
process.stdout.write('running\n');
process.on('SIGTERM', () => {
  void views.stop().then(() => process.exit(0));
});
