import type { Page } from '../server/pages.js';
import { uuidText } from '../wire/uuid.js';
import { endPointOf, type Node, nested, statistics } from './node.js';
import { SERVER_VERSION } from './server-features.js';
import type { Store } from './store.js';

/** `/info`, `/ping`, `/stats`, `/gossip`, `/health/live`: what probes, load balancers and clients' set-up ask for. */
export function httpPages(store: Store, node: Node): ReadonlyMap<string, Page> {
  return new Map<string, Page>([
    ['/info', () => ({ status: 200, json: INFO })],
    ['/ping', () => ({ status: 200, json: { text: 'Ping request successfully handled' } })],
    ['/stats', () => ({ status: 200, json: nested(statistics(store, node)) })],
    ['/gossip', (host) => ({ status: 200, json: gossip(store, node, host) })],
    ['/health/live', () => ({ status: 204 })],
  ]);
}

const INFO = {
  dbVersion: SERVER_VERSION,
  esVersion: SERVER_VERSION,
  state: 'leader',
  features: { projections: false, userManagement: false, atomPub: false },
  authentication: { type: 'insecure', properties: {} },
};

function gossip(store: Store, node: Node, host: string | undefined): object {
  const { address, port } = endPointOf(host);
  const head = store.log.head();
  return {
    members: [
      {
        instanceId: uuidText(node.instanceId),
        timeStamp: new Date(store.now()).toISOString(),
        state: 'Leader',
        isAlive: true,
        httpEndPointIp: address,
        httpEndPointPort: port,
        lastCommitPosition: head,
        writerCheckpoint: head,
        chaserCheckpoint: head,
        epochPosition: 0,
        epochNumber: 0,
        nodePriority: 0,
        isReadOnlyReplica: false,
        esVersion: SERVER_VERSION,
      },
    ],
    serverIp: address,
    serverPort: port,
  };
}
