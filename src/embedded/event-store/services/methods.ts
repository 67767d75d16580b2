import type { Groups } from '../persistent/groups.js';
import type { Method, Methods } from '../server/methods.js';
import { append, remove } from './append.js';
import { batchAppend } from './batch-append.js';
import { persistentSubscriptions } from './persistent-subscriptions.js';
import { read } from './read.js';
import { serverFeatures } from './server-features.js';
import type { Store } from './store.js';

const STREAMS = '/event_store.client.streams.Streams';

/** Everything this server offers, by path. */
export function methodsOf(store: Store, groups: Groups): Methods {
  const methods = new Map<string, Method>([
    [`${STREAMS}/Read`, read(store)],
    [`${STREAMS}/Append`, append(store)],
    [`${STREAMS}/BatchAppend`, batchAppend(store)],
    [`${STREAMS}/Delete`, remove(store, 'delete')],
    [`${STREAMS}/Tombstone`, remove(store, 'tombstone')],
    ...persistentSubscriptions(store, groups),
  ]);
  methods.set(
    '/event_store.client.server_features.ServerFeatures/GetSupportedMethods',
    serverFeatures(() => methods.keys()),
  );
  return methods;
}
