import type { ChildStreams } from '../children/child-streams.js';
import type { DayContexts } from '../children/day-contexts.js';
import { FAMILY_EVENTS, Families } from '../children/processes/families.js';
import type { Clock } from '../platform/clock/clock.js';
import type { LeaseStore } from '../platform/subscriptions/lease.js';
import type { ProcessObserver, ReactingProcess } from '../platform/subscriptions/process.js';
import { ProcessRunner } from '../platform/subscriptions/process-runner.js';
import type { ProcessStore } from '../platform/subscriptions/process-store.js';
import { selectedTypes } from '../platform/subscriptions/selected-types.js';
import type { Decoder, EventSource } from '../platform/subscriptions/source.js';
import type { Timing } from '../platform/subscriptions/timing.js';
import { HEARD, RiskReviews } from '../safeguarding/processes/risk-reviews.js';
import type { SafeguardingStreams } from '../safeguarding/safeguarding-streams.js';

export interface ReactionsParts<R> {
  readonly source: EventSource<R>;
  readonly decoder: Decoder<R>;
  /** In a database that is kept. */
  readonly store: ProcessStore;
  readonly leases: LeaseStore;
  readonly clock: Clock;
  readonly timing: Timing;
  readonly observer: ProcessObserver;
  readonly children: ChildStreams;
  readonly safeguarding: SafeguardingStreams;
  readonly days: DayContexts;
  /** The authority that this program serves. */
  readonly organisation: string;
}

/** What acts on facts that were recorded, each with a checkpoint of its own. */
export function reactingProcesses<R>(parts: ReactionsParts<R>): readonly ProcessRunner<R>[] {
  const { source, decoder, store, leases, clock, timing, observer, children, safeguarding, days } = parts;
  const actor = { id: 'system', role: 'system', organisation: parts.organisation };
  const riskReviews = new RiskReviews({ children, safeguarding, days, clock, actor });
  const families = new Families({ children, days, clock, actor });
  const runner = (process: ReactingProcess, types: ReadonlySet<string>) => {
    const heard = selectedTypes(source, decoder, types);
    return new ProcessRunner({ source: heard, decoder, store, leases, clock, timing, observer }, process);
  };
  return [runner(riskReviews, HEARD), runner(families as ReactingProcess, FAMILY_EVENTS)];
}
