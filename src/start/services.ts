import type { DestinationStream } from 'pino';
import { AccessRecorder } from '../access/access-recorder.js';
import { AccessStreams } from '../access/access-streams.js';
import { RecordedEmergencies } from '../access/recorded-emergencies.js';
import { AuthorityStreams } from '../authority/authority-streams.js';
import { GuidanceOfAuthority } from '../authority/queries/guidance-of-authority.js';
import { ServedAuthority } from '../authority/served-authority.js';
import { ChildStreams } from '../children/child-streams.js';
import { DayContexts } from '../children/day-contexts.js';
import { CaseloadEnrolments } from '../children/queries/caseload-enrolments.js';
import { EnquiryPolicies } from '../enquiries/enquiry-policies.js';
import { EnquiryStreams } from '../enquiries/enquiry-streams.js';
import { FeedReader } from '../feed/feed-reader.js';
import { systemChance } from '../platform/clock/chance.js';
import { type Clock, dateInEngland, systemClock } from '../platform/clock/clock.js';
import type { Config } from '../platform/config/config.js';
import { MongoKeyStore } from '../platform/crypto/mongo-key-store.js';
import { openVault } from '../platform/crypto/vault.js';
import {
  connectDocuments,
  type DocumentsOptions,
  databaseNames,
  pingDocuments,
} from '../platform/documents/connect.js';
import { connectEventStore, disconnectEventStore } from '../platform/event-store/client.js';
import { EventCodec } from '../platform/event-store/codec.js';
import { EventLog } from '../platform/event-store/event-log.js';
import { MongoViewStore } from '../platform/projections/mongo-view-store.js';
import { ViewReader } from '../platform/projections/view-reader.js';
import { EventStoreSource } from '../platform/subscriptions/event-store-source.js';
import { MongoLeaseStore } from '../platform/subscriptions/mongo-lease.js';
import { MongoProcessStore } from '../platform/subscriptions/mongo-process-store.js';
import { systemTiming } from '../platform/subscriptions/timing.js';
import { createLog } from '../platform/telemetry/log.js';
import { Metrics } from '../platform/telemetry/metrics.js';
import { allOf, allOfProcesses, allOfWakings, loggedProcesses, loggedViews } from '../platform/telemetry/observers.js';
import { ProcessStandings } from '../platform/telemetry/process-standing.js';
import { tracedViews } from '../platform/telemetry/traced-views.js';
import { Waker } from '../platform/waking/waker.js';
import { loadPolicyPacks } from '../policy/policy-packs.js';
import { CsltReports } from '../reports/commands/cslt-reports.js';
import { Reconciler } from '../reports/commands/run-reconciliation.js';
import { CsltScan } from '../reports/cslt-scan.js';
import { ViewSurveyor } from '../reports/queries/survey-views.js';
import { SafeguardingStreams } from '../safeguarding/safeguarding-streams.js';
import { SchoolFollower } from '../schools/follow-schools.js';
import { KnowingDecoder } from '../schools/knowing-decoder.js';
import { KnownSchools } from '../schools/known-schools.js';
import { SchoolStreams } from '../schools/school-streams.js';
import { EventDecoder } from './event-decoder.js';
import { recordedFacts } from './facts.js';
import { openLetters } from './letters.js';
import { POLICY } from './policy.js';
import { loggedWakings, wakingProcesses } from './processes.js';
import { projectionsOf } from './projections.js';
import { reactingProcesses } from './reactions.js';
import type { Stores } from './stores.js';
import { viewServices } from './view-services.js';

const DISCONNECT_MS = 1_000;

export interface ServicesOptions {
  readonly clock?: Clock;
  readonly documents?: DocumentsOptions;
  /** Where log lines go; standard error unless given. */
  readonly logTo?: DestinationStream;
}

/** Everything that the controllers and handlers are given, made once and in this order. */
export type Services = Awaited<ReturnType<typeof openServices>>;

/**
 * Connects to the two stores and opens the vault.
 * @throws DocumentsUnavailable · KekRefused · PolicyPackInvalid
 */
export async function openServices(config: Config, stores: Stores, options: ServicesOptions = {}) {
  const { clock = systemClock } = options;
  const chance = systemChance;
  const log = createLog(config.logLevel, options.logTo);
  const metrics = new Metrics(clock);
  const standings = new ProcessStandings(clock);
  const told = allOfProcesses(metrics, loggedProcesses(log), standings);
  const wakings = allOfWakings(metrics, loggedWakings(log), standings);
  const policies = loadPolicyPacks();
  const knownSchools = new KnownSchools(policies, { policyPack: POLICY });
  const days = new DayContexts(knownSchools, policies);

  const documents = connectDocuments(stores.documentsUrl, options.documents);
  const names = databaseNames(config.documents.prefix);
  await pingDocuments(documents);
  const vault = await openVault({
    store: await MongoKeyStore.open(documents.db(names.keys)),
    kekFile: config.keys.kekFile,
    createKek: config.keys.createKek,
    clock,
    chance,
  });

  const client = connectEventStore(stores.eventStoreUrl);
  const events = new EventLog(client);
  const codec = new EventCodec(recordedFacts, vault);
  const children = new ChildStreams({ log: events, codec });
  const schools = new SchoolStreams({ log: events, codec });
  const enquiries = new EnquiryStreams({ log: events, codec });
  const safeguarding = new SafeguardingStreams({ log: events, codec });
  const access = new AccessStreams({ log: events, codec });
  const accessRecorder = new AccessRecorder({ streams: access, clock, chance, log });
  const authorities = new AuthorityStreams({ log: events, codec });
  const servedAuthority = new ServedAuthority(policies, POLICY);

  const views = documents.db(names.views);
  const store = new MongoViewStore(views);
  const source = new EventStoreSource(client);
  const decoder = new KnowingDecoder(new EventDecoder(codec), knownSchools);
  const timing = systemTiming;
  const follower = new SchoolFollower({
    source,
    decoder,
    timing,
    schools: knownSchools,
    observer: {
      retrying: (error) => {
        metrics.schoolsRetrying(error);
        log.error('schools-retrying', { error });
      },
    },
  });
  const enquiryPolicies = new EnquiryPolicies(policies, POLICY);
  const projections = projectionsOf({ days, enquiryPolicies, blindIndex: vault.blindIndex });
  const leases = new MongoLeaseStore(views);
  const observer = allOf(metrics, loggedViews(log), tracedViews(clock));
  const { stopViews, ...viewParts } = viewServices({
    database: views,
    building: { source, decoder, store, leases, clock, timing, observer },
    projections,
    chance,
    runner: config.views,
  });
  const { runner, viewsHealth } = viewParts;
  metrics.probeWith(() => viewsHealth.check());
  const viewReader = new ViewReader(views, timing, runner.progress);
  const surveyor = new ViewSurveyor({ views: viewReader, log: source, health: viewsHealth });
  const reconciler = new Reconciler({ authorities, served: servedAuthority, days, surveyor });
  const csltReports = new CsltReports({ authorities, served: servedAuthority, scan: new CsltScan(source, decoder) });
  const outcomes = new Set(
    policies.packs.flatMap(({ codeLists }) => codeLists.closure?.entries ?? []).map(({ code }) => code),
  );
  const feed = new FeedReader(source, decoder, () => ({ authority: servedAuthority.codeAt(clock.now()), outcomes }));
  const processes = wakingProcesses({
    authorities,
    servedAuthority,
    reconciler,
    children,
    schools,
    enquiries,
    enquiryPolicies,
    knownSchools,
    days,
    policies,
    policyPack: POLICY,
    viewReader,
    clock,
    log,
  });
  const wakers = processes.map((each) => new Waker({ leases, clock, timing, observer: wakings }, each));
  const reactions = reactingProcesses({
    source,
    decoder,
    store: new MongoProcessStore(documents.db(names.keys)),
    leases,
    clock,
    timing,
    observer: told,
    children,
    safeguarding,
    days,
    organisation: policies.policyOn(POLICY, dateInEngland(clock.now())).authorityCode ?? '',
  });
  const letters = await openLetters(config, {
    children,
    enquiries,
    days,
    enquiryPolicies,
    knownSchools,
    policies,
    organisation: policies.policyOn(POLICY, dateInEngland(clock.now())).authorityCode ?? '',
    source,
    decoder,
    kept: documents.db(names.keys),
    leases,
    clock,
    timing,
    log,
    metrics,
    processes: told,
    wakings,
  });
  return {
    clock,
    chance,
    policies,
    days,
    vault,
    log,
    metrics,
    standings,
    codec,
    children,
    schools,
    enquiries,
    authorities,
    servedAuthority,
    reconciler,
    csltReports,
    feed,
    enquiryPolicies,
    knownSchools,
    follower,
    source,
    documents,
    ...viewParts,
    projections,
    viewReader,
    enrolments: new CaseloadEnrolments(viewReader),
    publishedGuidance: new GuidanceOfAuthority(authorities),
    processes,
    wakers,
    reactions,
    letters,
    safeguarding,
    access,
    accessRecorder,
    emergencies: new RecordedEmergencies({ streams: access, clock, chance }),
    close: async () => {
      await accessRecorder.stop();
      await Promise.all([...wakers, ...reactions, letters].map((each) => each.stop()));
      await stopViews();
      await follower.stop();
      // Client 6.2.1 waits for streams that never report their end; the sockets close with the process.
      await Promise.race([disconnectEventStore(client), timing.delay(DISCONNECT_MS)]);
      await documents.close();
    },
  };
}
