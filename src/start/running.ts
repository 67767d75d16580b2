import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Config } from '../platform/config/config.js';
import type { Stores } from './stores.js';

/** Where the embedded servers of a running program can be reached. Outside servers are named by settings, not here. */
interface Noted {
  readonly pid: number;
  readonly eventStoreUrl?: string;
  readonly documentsUrl?: string;
}

const FILE = 'running.json';

/** No program is running on the data, so its embedded stores can't be reached. */
export class NotRunning extends Error {
  override readonly name = 'NotRunning';

  constructor(dataDir: string) {
    super(`No program is running on the data in ${dataDir}. Start it (npm start), or set DATA_DIR to where one runs.`);
  }
}

/** Notes for commands on this machine where the embedded stores answer; answers how to take the note back. */
export async function noteRunning(dataDir: string, stores: Stores): Promise<() => Promise<void>> {
  const { eventStoreUrl, documentsUrl, embedded } = stores;
  const noted: Noted = {
    pid: process.pid,
    ...(embedded.eventStore ? { eventStoreUrl } : {}),
    ...(embedded.documents ? { documentsUrl } : {}),
  };
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, FILE);
  await writeFile(file, `${JSON.stringify(noted)}\n`, { mode: 0o600 });
  return () => rm(file, { force: true });
}

/**
 * The stores of a program that runs, for a command beside it; closing them is the program's.
 * @throws NotRunning when embedded ones do not answer
 */
export async function runningStores(config: Config): Promise<Stores> {
  const embedded = { eventStore: config.eventStore.url === undefined, documents: config.documents.url === undefined };
  const noted = embedded.eventStore || embedded.documents ? await readNote(config.dataDir) : undefined;
  const eventStoreUrl = config.eventStore.url ?? noted?.eventStoreUrl;
  const documentsUrl = config.documents.url ?? noted?.documentsUrl;
  const own = [...(embedded.eventStore ? [eventStoreUrl] : []), ...(embedded.documents ? [documentsUrl] : [])];
  for (const url of own) if (!(await answers(url))) throw new NotRunning(config.dataDir);
  if (eventStoreUrl === undefined || documentsUrl === undefined) throw new NotRunning(config.dataDir);
  return { eventStoreUrl, documentsUrl, embedded, close: async () => undefined };
}

async function readNote(dataDir: string): Promise<Noted | undefined> {
  try {
    return JSON.parse(await readFile(join(dataDir, FILE), 'utf8')) as Noted;
  } catch {
    return undefined;
  }
}

/** Whether somebody listens there: a note is left behind by a program that was killed. */
async function answers(url: string | undefined): Promise<boolean> {
  const [, host, port] = /^[a-z+]+:\/\/([^:/@]+):(\d+)/.exec(url ?? '') ?? [];
  if (host === undefined || port === undefined) return false;
  return new Promise((resolve) => {
    const socket = connect(Number(port), host);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
