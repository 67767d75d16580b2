import type { Page } from '../server/pages.js';
import { SERVER_VERSION } from './server-features.js';

/** `/info`, `/ping`, `/stats`, `/gossip`, `/health/live`: what probes, load balancers and clients' set-up ask for. */
export function httpPages(): ReadonlyMap<string, Page> {
  return new Map<string, Page>([
    ['/info', () => ({ status: 200, json: info() })],
    ['/ping', () => ({ status: 200, json: { text: 'Ping request successfully handled' } })],
    ['/health/live', () => ({ status: 204 })],
  ]);
}

function info(): object {
  return {
    dbVersion: SERVER_VERSION,
    esVersion: SERVER_VERSION,
    state: 'leader',
    features: { projections: false, userManagement: false, atomPub: false },
    authentication: { type: 'insecure', properties: {} },
  };
}
