import type { Groups } from '../persistent/groups.js';
import { type Method, type Methods, unary } from '../server/methods.js';
import { frame } from '../wire/grpc-frames.js';
import { append, remove } from './append.js';
import { batchAppend } from './batch-append.js';
import { gossip, stats } from './monitoring.js';
import type { Node } from './node.js';
import { persistentSubscriptions } from './persistent-subscriptions.js';
import { projections } from './projections.js';
import { read } from './read.js';
import { serverFeatures } from './server-features.js';
import type { Store } from './store.js';

const STREAMS = '/event_store.client.streams.Streams';

/** Everything this server offers, by path. */
export function methodsOf(store: Store, groups: Groups, node: Node): Methods {
  const methods = new Map<string, Method>([
    [`${STREAMS}/Read`, read(store)],
    [`${STREAMS}/Append`, append(store)],
    [`${STREAMS}/BatchAppend`, batchAppend(store)],
    [`${STREAMS}/Delete`, remove(store, 'delete')],
    [`${STREAMS}/Tombstone`, remove(store, 'tombstone')],
    ...persistentSubscriptions(store, groups),
    ...projections(store),
    ['/event_store.client.gossip.Gossip/Read', gossip(store, node)],
    ['/event_store.client.monitoring.Monitoring/Stats', stats(store, node)],
    [
      '/event_store.client.operations.Operations/RestartPersistentSubscriptions',
      unary(() => {
        groups.restart();
        return frame(new Uint8Array());
      }),
    ],
  ]);
  methods.set(
    '/event_store.client.server_features.ServerFeatures/GetSupportedMethods',
    serverFeatures(() => methods.keys()),
  );
  return methods;
}
