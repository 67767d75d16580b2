import { LinkIndex } from './links/link-index.js';
import { openEventLog } from './log/event-log.js';
import { Groups } from './persistent/groups.js';
import { listen } from './server/server.js';
import { httpPages } from './services/http-pages.js';
import { methodsOf } from './services/methods.js';
import { thisNode } from './services/node.js';
import { refusalOf } from './services/refusals.js';
import { StreamViews } from './streams/stream-views.js';
import { Tail } from './subscriptions/tail.js';

export interface EventStoreOptions {
  /** Where the log is kept; made if missing. */
  readonly directory: string;
  /** 0: any free port. */
  readonly port: number;
  readonly host: string;
}

export interface RunningEventStore {
  readonly port: number;
  close(): Promise<void>;
}

/** Runs the store in this thread. `now` gives ms since 1970; `report` hears of faults that were answered with UNKNOWN. */
export async function runEventStore(
  options: EventStoreOptions,
  now: () => number,
  report: (error: unknown) => void,
): Promise<RunningEventStore> {
  const log = openEventLog(options.directory, now);
  try {
    const tail = new Tail(
      { names: log.names, resolve: (event) => log.reader.resolve(event) },
      (id) => log.streamNames.name(id).text,
    );
    const links = new LinkIndex(log, options.directory);
    log.queue.onCommit((events) => links.follow(events));
    log.queue.onCommit((events) => tail.publish(events));
    const store = { log, tail, now, views: new StreamViews(log, links) };
    const groups = new Groups(store, report);
    const node = thisNode(now);
    const server = await listen({
      host: options.host,
      port: options.port,
      methods: methodsOf(store, groups, node),
      pages: httpPages(store, node),
      refusalOf,
      report,
    });
    return {
      port: server.port,
      close: async () => {
        await server.close();
        groups.close();
        log.close();
        links.close();
      },
    };
  } catch (error) {
    log.close();
    throw error;
  }
}
