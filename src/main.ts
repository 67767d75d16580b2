import { parseArgs } from 'node:util';
import { ConfigRefused, loadConfig } from './platform/config/config.js';
import { startTracing } from './platform/telemetry/tracing.js';
import { type RunningProgram, startProgram } from './start/program.js';
import { TerminalProgress } from './start/terminal-progress.js';

const USAGE = `Usage: npm start -- [--empty]
  --empty   start without the demonstration county

Settings are environment variables: PORT, DATA_DIR, EVENTSTORE_URL, MONGODB_URL, OIDC_ISSUER … (docs/operations.md).`;

function argumentsOf(args: readonly string[]): { readonly empty: boolean } | undefined {
  try {
    const { values } = parseArgs({ args: [...args], options: { empty: { type: 'boolean', default: false } } });
    return { empty: values.empty };
  } catch {
    return undefined;
  }
}

/** One line for each thing that somebody may want to open, and the token that opens it. */
function whereEverythingIs({ origin, stores, identity, services }: RunningProgram, dataDir: string): string[] {
  const token = identity ? 'npm run --silent token -- --role cme-assistant' : 'a token of your issuer (OIDC_ISSUER)';
  const own = (embedded: boolean, what: string) => (embedded ? 'in this process, this machine only' : what);
  const eventStore = own(stores.embedded.eventStore, 'yours (EVENTSTORE_URL)');
  const documents = own(stores.embedded.documents, 'yours (MONGODB_URL)');
  return [
    `  app          ${origin}/caseload   for people: sign in there · for programs: ${origin}/docs, bearer token: ${token}`,
    `  event store  ${withoutPassword(stores.eventStoreUrl)}   ${eventStore}; any EventStoreDB client, no token (examples/)`,
    `  documents    ${withoutPassword(stores.documentsUrl)}   ${documents}; views, no token`,
    services.letters.catcher
      ? `  mail         ${origin}/mail   caught in this process, nothing leaves this machine`
      : '  mail         yours (SMTP_URL)',
    `  data         ${dataDir}   the log, keys and signing key: back it up as a whole`,
  ];
}

function withoutPassword(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//');
}

async function main(): Promise<number | undefined> {
  const wanted = argumentsOf(process.argv.slice(2));
  if (wanted === undefined) {
    console.error(USAGE);
    return 2;
  }
  const progress = new TerminalProgress(process.stderr);
  const began = process.hrtime.bigint();
  const config = loadConfig();
  const tracing = await startTracing(process.env);
  const program = await startProgram(config, { progress, demonstration: !wanted.empty });
  for (const line of whereEverythingIs(program, config.dataDir)) console.log(line);
  progress.say(`Ready in ${(Number(process.hrtime.bigint() - began) / 1e9).toFixed(1)} s. Ctrl-C stops it.`);

  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) return;
    stopping = true;
    progress.say(`${signal}: finishing what is under way …`);
    const closed = program.close().finally(() => tracing?.stop());
    closed.then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  return undefined;
}

main().then(
  (code) => {
    if (code !== undefined) process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof ConfigRefused ? error.message : error);
    process.exit(1);
  },
);
