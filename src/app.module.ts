import { type DynamicModule, Module } from '@nestjs/common';
import { AccessModule } from './access/access.module.js';
import { AccessRecorder } from './access/access-recorder.js';
import { AccessStreams } from './access/access-streams.js';
import { AuthorityModule } from './authority/authority.module.js';
import { AuthorityStreams } from './authority/authority-streams.js';
import { ServedAuthority } from './authority/served-authority.js';
import { ChildStreams } from './children/child-streams.js';
import { ChildrenModule } from './children/children.module.js';
import { DayContexts } from './children/day-contexts.js';
import { EnquiriesModule } from './enquiries/enquiries.module.js';
import { EnquiryPolicies } from './enquiries/enquiry-policies.js';
import { EnquiryStreams } from './enquiries/enquiry-streams.js';
import { EvidenceModule } from './evidence/evidence.module.js';
import { FeedModule } from './feed/feed.module.js';
import { FeedReader } from './feed/feed-reader.js';
import { LetterRecords } from './letters/letter-records.js';
import { LettersModule } from './letters/letters.module.js';
import { LetterPrinting } from './letters/printing.js';
import { OperationsModule } from './operations/operations.module.js';
import type { Asset } from './pages/assets.js';
import { pagesModule } from './pages/pages.module.js';
import type { Render } from './pages/templates.js';
import { CHANCE, type Chance } from './platform/clock/chance.js';
import { CLOCK, type Clock } from './platform/clock/clock.js';
import { BlindIndex } from './platform/crypto/blind-index.js';
import { Keyring } from './platform/crypto/keyring.js';
import { HEALTH_CHECKS, type HealthCheck } from './platform/http/health.controller.js';
import { HttpModule } from './platform/http/http.module.js';
import type { DemonstrationSignIn } from './platform/identity/session.js';
import { TokenVerifier } from './platform/identity/token-verifier.js';
import { CAUGHT_MAILS, type CaughtMails } from './platform/mail/caught-mail.js';
import { OperationsDesk } from './platform/projections/operations-desk.js';
import { ViewOperations } from './platform/projections/view-operations.js';
import { ViewReader } from './platform/projections/view-reader.js';
import { ViewsReport } from './platform/projections/views-report.js';
import { PolicyBook } from './policy/policy-packs.js';
import { CsltReports } from './reports/commands/cslt-reports.js';
import { Reconciler } from './reports/commands/run-reconciliation.js';
import { ReportsModule } from './reports/reports.module.js';
import { EMERGENCY_ACCESS, type EmergencyAccess } from './safeguarding/queries/emergency.js';
import { SafeguardingModule } from './safeguarding/safeguarding.module.js';
import { SafeguardingStreams } from './safeguarding/safeguarding-streams.js';
import { FOLLOWER, type Follower } from './schools/commands/follower.js';
import { ENROLMENTS, type Enrolments } from './schools/enrolments.js';
import { KnownSchools } from './schools/known-schools.js';
import { PUBLISHED_GUIDANCE, type PublishedGuidance } from './schools/published-guidance.js';
import { SchoolStreams } from './schools/school-streams.js';
import { SchoolsModule } from './schools/schools.module.js';

/** What start-up made, for the rooms to be given. */
export interface Provided {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly days: DayContexts;
  readonly children: ChildStreams;
  readonly schools: SchoolStreams;
  readonly enquiries: EnquiryStreams;
  readonly authorities: AuthorityStreams;
  readonly servedAuthority: ServedAuthority;
  readonly reconciler: Reconciler;
  readonly csltReports: CsltReports;
  readonly feed: Pick<FeedReader<unknown>, 'page'>;
  readonly enquiryPolicies: EnquiryPolicies;
  readonly safeguarding: SafeguardingStreams;
  readonly access: AccessStreams;
  readonly accessRecorder: AccessRecorder;
  readonly emergencies: EmergencyAccess;
  readonly knownSchools: KnownSchools;
  readonly follower: Follower;
  readonly enrolments: Enrolments;
  readonly publishedGuidance: PublishedGuidance;
  readonly policies: PolicyBook;
  readonly vault: { readonly blindIndex: BlindIndex; readonly keyring: Keyring };
  readonly viewReader: ViewReader;
  readonly letters: {
    readonly records: LetterRecords;
    readonly printing: LetterPrinting;
    readonly catcher?: CaughtMails;
  };
  readonly verifier: TokenVerifier;
  readonly viewsReport: ViewsReport<unknown>;
  readonly viewOperations: ViewOperations<unknown>;
  readonly operationsDesk: OperationsDesk<unknown>;
  readonly health: readonly HealthCheck[];
  readonly assets: ReadonlyMap<string, Asset>;
  readonly render: Render;
  readonly signIn: DemonstrationSignIn | null;
}

@Module({})
export class AppModule {}

/** The program: rooms over the platform. What they share is made at start-up, not by Nest, and so plain to see. */
export function appModule(provided: Provided): DynamicModule {
  const values = [
    { provide: CLOCK, useValue: provided.clock },
    { provide: CHANCE, useValue: provided.chance },
    { provide: DayContexts, useValue: provided.days },
    { provide: ChildStreams, useValue: provided.children },
    { provide: SchoolStreams, useValue: provided.schools },
    { provide: EnquiryStreams, useValue: provided.enquiries },
    { provide: AuthorityStreams, useValue: provided.authorities },
    { provide: ServedAuthority, useValue: provided.servedAuthority },
    { provide: Reconciler, useValue: provided.reconciler },
    { provide: CsltReports, useValue: provided.csltReports },
    { provide: FeedReader, useValue: provided.feed },
    { provide: EnquiryPolicies, useValue: provided.enquiryPolicies },
    { provide: SafeguardingStreams, useValue: provided.safeguarding },
    { provide: AccessStreams, useValue: provided.access },
    { provide: AccessRecorder, useValue: provided.accessRecorder },
    { provide: EMERGENCY_ACCESS, useValue: provided.emergencies },
    { provide: KnownSchools, useValue: provided.knownSchools },
    { provide: FOLLOWER, useValue: provided.follower },
    { provide: ENROLMENTS, useValue: provided.enrolments },
    { provide: PUBLISHED_GUIDANCE, useValue: provided.publishedGuidance },
    { provide: PolicyBook, useValue: provided.policies },
    { provide: BlindIndex, useValue: provided.vault.blindIndex },
    { provide: Keyring, useValue: provided.vault.keyring },
    { provide: ViewReader, useValue: provided.viewReader },
    { provide: LetterRecords, useValue: provided.letters.records },
    { provide: LetterPrinting, useValue: provided.letters.printing },
    { provide: CAUGHT_MAILS, useValue: provided.letters.catcher ?? null },
    { provide: TokenVerifier, useValue: provided.verifier },
    { provide: ViewsReport, useValue: provided.viewsReport },
    { provide: ViewOperations, useValue: provided.viewOperations },
    { provide: OperationsDesk, useValue: provided.operationsDesk },
    { provide: HEALTH_CHECKS, useValue: provided.health },
  ];
  return {
    module: AppModule,
    global: true,
    imports: [
      HttpModule,
      ChildrenModule,
      SchoolsModule,
      EnquiriesModule,
      SafeguardingModule,
      AccessModule,
      AuthorityModule,
      ReportsModule,
      FeedModule,
      LettersModule,
      EvidenceModule,
      OperationsModule,
      pagesModule(provided.assets, provided.render, provided.signIn),
    ],
    providers: values,
    exports: values.map(({ provide }) => provide),
  };
}
