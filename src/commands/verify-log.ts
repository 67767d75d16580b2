import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { parseArgs } from 'node:util';
import { startEmbeddedEventStore } from '../embedded/event-store/index.js';
import { type Config, loadConfig } from '../platform/config/config.js';
import { connectEventStore, disconnectEventStore } from '../platform/event-store/client.js';
import { EventLog } from '../platform/event-store/event-log.js';
import { describeFinding, verify } from '../platform/event-store/verify.js';

export interface Terminal {
  out(line: string): void;
  progress(text: string): void;
}

/** The program's own streams: each must carry a chain. Other services may keep streams in the same store that have none. */
const CATEGORIES = ['child-', 'safeguarding-', 'enquiry-', 'school-', 'authority-', 'access-'] as const;

const USAGE = `Checks the hash chain of every event stream, or of one.

  npm run verify                      all streams
  npm run verify -- --stream <name>   one stream, such as child-<id>

Exit code 0: every event is as it was recorded. 1: some are not, each is named. 2: it could not be checked.`;

/** Runs the command. @returns the exit code */
export async function runVerify(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<0 | 1 | 2> {
  try {
    const options = { stream: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;
    const { stream, help } = parseArgs({ args: [...args], options }).values;
    if (help) {
      terminal.out(USAGE);
      return 0;
    }
    const store = await openStore(loadConfig(env));
    try {
      return await check(store.url, stream, terminal);
    } finally {
      await store.close();
    }
  } catch (error) {
    terminal.out(`Not verified: ${error instanceof Error ? error.message : String(error)}`);
    return 2;
  }
}

async function check(url: string, stream: string | undefined, terminal: Terminal): Promise<0 | 1 | 2> {
  const client = connectEventStore(url);
  try {
    const log = new EventLog(client);
    const events = stream === undefined ? log.readAll() : log.read(stream);
    const ours = (streamId: string) => stream !== undefined || CATEGORIES.some((prefix) => streamId.startsWith(prefix));
    const progress = (count: number) => terminal.progress(`\r${count.toLocaleString('en-GB')} events checked`);
    const result = await verify(events, { ours, progress });
    if (result.events >= 10_000) terminal.progress('\n');
    for (const finding of result.findings) terminal.out(describeFinding(finding));
    if (result.wrong > result.findings.length) terminal.out(`… and ${result.wrong - result.findings.length} more.`);
    const extent = `${counted(result.events, 'event')} in ${counted(result.streams, 'stream')}`;
    if (result.foreign > 0)
      terminal.out(`Left out: ${counted(result.foreign, 'stream')} of other services, without chains.`);
    if (stream !== undefined && result.events === 0) {
      terminal.out(`There is no stream ${stream}.`);
      return 1;
    }
    if (result.wrong === 0) terminal.out(`Verified: ${extent}, each as it was recorded.`);
    else terminal.out(`NOT as recorded: ${counted(result.wrong, 'event')} of ${extent}.`);
    return result.wrong === 0 ? 0 : 1;
  } finally {
    await disconnectEventStore(client);
  }
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-GB')} ${noun}${count === 1 ? '' : 's'}`;
}

/** The configured store; the embedded one that is running; or the embedded one's files, opened for this. */
async function openStore({ eventStore }: Config): Promise<{ url: string; close(): Promise<void> }> {
  const running = eventStore.url ?? (await runningEmbedded(eventStore.port));
  if (running) return { url: running, close: async () => undefined };
  if (!existsSync(eventStore.directory)) throw new Error(`there is no event store in ${eventStore.directory}.`);
  return startEmbeddedEventStore({ directory: eventStore.directory, port: 0 });
}

async function runningEmbedded(port: number): Promise<string | undefined> {
  if (port === 0) return undefined;
  const listening = await new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
  return listening ? `esdb://127.0.0.1:${port}?tls=false` : undefined;
}
