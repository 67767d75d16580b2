import { listen, type RunningServer } from './server.js';
import { Databases } from './store/databases.js';

export interface DocumentServerOptions {
  /** Where the databases named in `durable` are kept; made if missing. */
  readonly directory: string;
  /** 0: any free port. */
  readonly port: number;
  readonly host: string;
  /** Databases that are kept on disk; all others live in memory. */
  readonly durable: readonly string[];
}

/** Runs the store in this thread. `now` gives ms since 1970; `report` hears of faults that clients saw as InternalError. */
export async function runDocumentServer(
  options: DocumentServerOptions,
  now: () => number,
  report: (error: unknown) => void,
): Promise<RunningServer> {
  const databases = new Databases();
  return listen({ host: options.host, port: options.port, databases, now: () => new Date(now()), report });
}
