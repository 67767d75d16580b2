import { createServer } from 'node:net';
import { NestFactory } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { recordViews } from '../access/http/view-recording.js';
import { appModule } from '../app.module.js';
import { RecordRegister } from '../children/commands/register-file/record-register.js';
import { childProblem } from '../children/http/child-problems.js';
import { tellAuthority } from '../demonstration/authority.js';
import { loadDemonstration } from '../demonstration/load.js';
import { DemonstrationMark } from '../demonstration/mark.js';
import { registerSchools } from '../demonstration/register-schools.js';
import type { By } from '../demonstration/stories.js';
import {
  DEMONSTRATION_PEOPLE,
  personFor as demonstrationPersonFor,
  type EmbeddedIdentity,
  rememberOrigin,
  startEmbeddedIdentity,
} from '../embedded/identity/index.js';
import { loadAssets } from '../pages/assets.js';
import { serveDocs } from '../pages/docs.js';
import { isPage, problemPages } from '../pages/problem-page.js';
import { namingSchools } from '../pages/school-names.js';
import { createTemplates } from '../pages/templates.js';
import type { Config } from '../platform/config/config.js';
import { FieldsPipe } from '../platform/http/fields.pipe.js';
import { answerOtherMethods } from '../platform/http/other-methods.js';
import { ProblemFilter } from '../platform/http/problem.filter.js';
import { ProblemTranslators } from '../platform/http/problem-translators.js';
import { createHttpServer } from '../platform/http/server.js';
import { storeProblem } from '../platform/http/store-problems.js';
import { requireToken } from '../platform/identity/authentication.js';
import type { DemonstrationSignIn } from '../platform/identity/session.js';
import { TokenVerifier } from '../platform/identity/token-verifier.js';
import { NestLog } from '../platform/telemetry/nest-log.js';
import { measureRequests } from '../platform/telemetry/request-metrics.js';
import { traceRequests } from '../platform/telemetry/request-traces.js';
import { healthChecks } from './health.js';
import { openApiDocument } from './open-api.js';
import type { Progress } from './progress.js';
import { noteRunning } from './running.js';
import { openServices, type Services, type ServicesOptions } from './services.js';
import { type Stores, startStores } from './stores.js';
import { untilViewsShow } from './views.js';

/** Answer without a token: health, the API's description, signing in, and what that needs. */
const PUBLIC_PATHS = [
  '/health/live',
  '/health/ready',
  '/openapi.json',
  '/docs',
  '/docs/',
  '/sign-in',
  '/assets/',
  '/identity/',
];

export interface ProgramOptions extends ServicesOptions {
  readonly progress: Progress;
  /** Load the demonstration county when the log is empty. */
  readonly demonstration: boolean;
}

export interface RunningProgram {
  readonly origin: string;
  readonly stores: Stores;
  readonly services: Services;
  readonly app: NestFastifyApplication;
  /** Undefined where an outside issuer is used. */
  readonly identity?: EmbeddedIdentity;
  close(): Promise<void>;
}

/** Starts everything in order: stores, vault, issuer, HTTP, views, and on an empty log the demonstration. */
export async function startProgram(config: Config, options: ProgramOptions): Promise<RunningProgram> {
  const { progress } = options;
  const closing: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  try {
    const stores = await startStores(config, progress);
    closing.push(() => stores.close());
    const services = await openServices(config, stores, options);
    closing.push(() => services.close());
    closing.push(await noteRunning(config.dataDir, stores));
    const port = config.port === 0 ? await freePort(config.host) : config.port;
    const origin = `http://${config.host === '0.0.0.0' ? '127.0.0.1' : config.host}:${port}`;
    const identity = await issuerOf(config, origin, services);
    await services.follower.start();
    const app = await createApp(config, services, identity);
    closing.push(() => app.close());
    await app.listen({ port, host: config.host });
    services.runner.start();
    await fill(app, services, options, config.dataDir);
    // Not before: what reacts is recorded now, and the demonstration is still being told of days long past.
    for (const reaction of services.reactions) reaction.start();
    await services.letters.begin();
    await catchUp(services, progress);
    return { origin, stores, services, app, ...(identity ? { identity } : {}), close };
  } catch (error) {
    await close().catch(() => undefined);
    throw error;
  }
}

async function issuerOf(config: Config, origin: string, services: Services): Promise<EmbeddedIdentity | undefined> {
  if (config.identity.issuer !== undefined) return undefined;
  const { directory } = config.identity;
  const identity = await startEmbeddedIdentity({ directory, origin, clock: services.clock });
  await rememberOrigin(directory, origin);
  return identity;
}

async function createApp(config: Config, services: Services, identity: EmbeddedIdentity | undefined) {
  const assets = loadAssets();
  const render = namingSchools(createTemplates(assets), (urn) => services.knownSchools.school(urn)?.name);
  const signIn = identity ? signInWith(identity) : null;
  const issuer = identity?.issuer ?? config.identity.issuer ?? '';
  const verifier = new TokenVerifier({ issuer, audience: config.identity.audience, clock: services.clock });
  const adapter = await createHttpServer(['text/csv']);
  traceRequests(adapter.getInstance());
  requireToken(adapter.getInstance(), { verifier, publicPaths: PUBLIC_PATHS, takesSession: isPage });
  answerOtherMethods(adapter.getInstance());
  measureRequests(adapter.getInstance(), services.metrics, services.log);
  recordViews(adapter.getInstance(), services.accessRecorder);
  identity?.serve(adapter.getInstance());

  const health = healthChecks(services);
  const app = await NestFactory.create<NestFastifyApplication>(
    appModule({ ...services, verifier, health, assets, render, signIn }),
    adapter,
    { logger: new NestLog(services.log), abortOnError: false, bodyParser: false },
  );
  const filter = new ProblemFilter(new ProblemTranslators().add(childProblem).add(storeProblem), services.log);
  filter.renderPagesWith(problemPages(render, signIn));
  app.useGlobalFilters(filter);
  app.useGlobalPipes(new FieldsPipe());
  const document = openApiDocument(app);
  serveDocs(adapter.getInstance(), render, document);
  return app;
}

/** The views follow the log; on an empty log the demonstration comes first. */
async function fill(
  app: NestFastifyApplication,
  services: Services,
  { progress, demonstration }: ProgramOptions,
  dataDir: string,
) {
  const mark = new DemonstrationMark(dataDir);
  const empty = (await services.source.end()) === undefined;
  if (demonstration && (empty || mark.begun)) {
    mark.begin();
    const { clock, knownSchools } = services;
    await registerSchools(app.get(CommandBus), personFor('manager', ''), (urn) => knownSchools.calendarOf(urn).years);
    const packVersion = services.policies.packs.find(({ pack }) => pack === 'norfolk')?.version ?? '';
    await tellAuthority({ commands: app.get(CommandBus), personFor, packVersion, now: clock.now() });
    const parts = { commands: app.get(CommandBus), registers: app.get(RecordRegister), clock, personFor };
    const calendarOf = (urn: string) => knownSchools.calendarOf(urn);
    const policyOf = (urn: string, instant: string) =>
      services.policies.policyOn(knownSchools.policyOf(urn, instant), instant.slice(0, 10));
    await loadDemonstration({ ...parts, calendarOf, policyOf }, progress);
    mark.end();
  }
  await untilViewsShow(services, progress);
}

/** What the clock has brought since the program ran last is recorded before it is said to be ready. */
async function catchUp(services: Services, progress: Progress) {
  await Promise.all(services.wakers.map((waker) => waker.start()));
  await untilViewsShow(services, progress);
}

/** Who does what in the demonstration: the invented staff of the authority and of each school. */
function personFor(by: By, urn: string) {
  const roles = {
    school: 'school-staff',
    head: 'head-teacher',
    assistant: 'cme-assistant',
    manager: 'strategy-manager',
  };
  return by === 'school' || by === 'head' ? demonstrationPersonFor(roles[by], urn) : demonstrationPersonFor(roles[by]);
}

function signInWith(identity: EmbeddedIdentity): DemonstrationSignIn {
  return {
    people: DEMONSTRATION_PEOPLE,
    tokenFor: async (id) => {
      const person = DEMONSTRATION_PEOPLE.find((one) => one.id === id);
      return person && identity.tokenFor(person);
    },
  };
}

/** The issuer's name holds the port, so it must be known before anything listens on it. */
function freePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, host, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
