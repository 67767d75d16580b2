/** Why what other services of the real server do is not done here, by the beginning of the method's path. */
const REASONS: readonly (readonly [string, string])[] = [
  [
    '/event_store.client.projections.',
    'This event store runs no projections of its own: read $ce- and $et- streams, or subscribe with a filter.',
  ],
  ['/event_store.client.users.', 'This event store has no users: it serves whoever can reach its address.'],
  [
    '/event_store.client.operations.Operations/StartScavenge',
    'This event store does not scavenge: what is deleted or cut off is hidden, not removed.',
  ],
  ['/event_store.client.operations.Operations/Shutdown', 'This event store is stopped by whoever started it.'],
  ['/event_store.client.operations.', 'This event store has no operations for its one node.'],
  ['/event_store.cluster.', 'This event store is no cluster.'],
  ['/kurrent', 'This event store speaks the protocol of EventStoreDB 24.10, not the later one.'],
];

/** The sentence that goes with UNIMPLEMENTED. */
export function refusalOf(path: string): string {
  const reason = REASONS.find(([beginning]) => path.startsWith(beginning))?.[1];
  return reason ?? `This event store does not offer ${path}.`;
}
