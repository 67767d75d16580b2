import { listen, type RunningServer } from './server.js';
import { Databases } from './store/databases.js';
import { Durability } from './store/durability.js';

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
  const durability = new Durability(databases);
  try {
    for (const name of options.durable) durability.open(options.directory, name);
    const { host, port } = options;
    const server = await listen({ host, port, databases, durability, now: () => new Date(now()), report });
    return {
      port: server.port,
      close: async () => {
        await server.close();
        durability.close();
      },
    };
  } catch (error) {
    durability.close();
    throw error;
  }
}
