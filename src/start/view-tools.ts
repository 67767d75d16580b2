import { DayContexts } from '../children/day-contexts.js';
import { EnquiryPolicies } from '../enquiries/enquiry-policies.js';
import { systemChance } from '../platform/clock/chance.js';
import { systemClock } from '../platform/clock/clock.js';
import type { Config } from '../platform/config/config.js';
import { MongoKeyStore } from '../platform/crypto/mongo-key-store.js';
import { openVault } from '../platform/crypto/vault.js';
import { connectDocuments, databaseNames, pingDocuments } from '../platform/documents/connect.js';
import { connectEventStore, disconnectEventStore } from '../platform/event-store/client.js';
import { EventCodec } from '../platform/event-store/codec.js';
import { MongoViewStore } from '../platform/projections/mongo-view-store.js';
import { silentObserver } from '../platform/projections/view-observer.js';
import { EventStoreSource } from '../platform/subscriptions/event-store-source.js';
import { MongoLeaseStore } from '../platform/subscriptions/mongo-lease.js';
import { systemTiming } from '../platform/subscriptions/timing.js';
import { loadPolicyPacks } from '../policy/policy-packs.js';
import { SchoolFollower } from '../schools/follow-schools.js';
import { KnowingDecoder } from '../schools/knowing-decoder.js';
import { KnownSchools } from '../schools/known-schools.js';
import { EventDecoder } from './event-decoder.js';
import { recordedFacts } from './facts.js';
import { POLICY } from './policy.js';
import { projectionsOf } from './projections.js';
import type { Stores } from './stores.js';
import { viewServices } from './view-services.js';

const DISCONNECT_MS = 1_000;

/**
 * What a command needs to work on views beside a running program: the same projections over the same stores. It makes no
 * key, takes no view from the program, and acts on no event.
 * @throws DocumentsUnavailable · KekRefused
 */
export async function openViewTools(config: Config, stores: Stores) {
  const [clock, chance, timing] = [systemClock, systemChance, systemTiming];
  const policies = loadPolicyPacks();
  const knownSchools = new KnownSchools(policies, { policyPack: POLICY });
  const days = new DayContexts(knownSchools, policies);
  const documents = connectDocuments(stores.documentsUrl);
  const client = connectEventStore(stores.eventStoreUrl);
  const disconnect = async () => {
    await Promise.race([disconnectEventStore(client), timing.delay(DISCONNECT_MS)]);
    await documents.close();
  };
  try {
    const names = databaseNames(config.documents.prefix);
    await pingDocuments(documents);
    const store = await MongoKeyStore.open(documents.db(names.keys));
    const vault = await openVault({ store, kekFile: config.keys.kekFile, createKek: false, clock, chance });
    const source = new EventStoreSource(client);
    const decoder = new KnowingDecoder(new EventDecoder(new EventCodec(recordedFacts, vault)), knownSchools);
    const follower = new SchoolFollower({
      source,
      decoder,
      timing,
      schools: knownSchools,
      observer: { retrying: () => undefined },
    });
    await follower.start();
    const database = documents.db(names.views);
    const tools = viewServices({
      database,
      building: {
        source,
        decoder,
        store: new MongoViewStore(database),
        leases: new MongoLeaseStore(database),
        clock,
        timing,
        observer: silentObserver,
      },
      projections: projectionsOf({
        days,
        enquiryPolicies: new EnquiryPolicies(policies, POLICY),
        blindIndex: vault.blindIndex,
      }),
      chance,
      runner: config.views,
    });
    return {
      ...tools,
      close: async () => {
        await tools.stopViews();
        await follower.stop();
        await disconnect();
      },
    };
  } catch (error) {
    await disconnect();
    throw error;
  }
}

export type ViewTools = Awaited<ReturnType<typeof openViewTools>>;
