import { uuidOf } from '../crypto/derived-uuid.js';
import { inSpanOf } from '../telemetry/spans.js';
import { Backoff } from './backoff.js';
import type { Decoded } from './decoding.js';
import { errorClass, isTransient } from './failures.js';
import type { Lease } from './lease.js';
import type { ProcessObserver, ReactingProcess, Reaction } from './process.js';
import { SubscriptionDropped } from './source.js';
import type { Timing } from './timing.js';

/** Attempts before an instance is held, when the error is not a transient one. */
const TRIES = 5;

/** Has a process act on one event, as often as it takes. */
export class Reactor {
  constructor(
    private readonly process: ReactingProcess,
    private readonly timing: Timing,
    private readonly observer: Pick<ProcessObserver, 'retrying'>,
    private readonly stopping: AbortSignal,
  ) {}

  /** What is held back together; the stream for an event that could not be read. */
  instanceOf({ event, streamId }: Decoded): string {
    return (event && this.process.instanceOf?.(event)) ?? streamId;
  }

  /**
   * Undefined when it is done; the class of the error when it will never be.
   * @throws LeaseLost between two attempts, SubscriptionDropped when stopping
   */
  async act(item: Decoded, lease: Lease): Promise<string | undefined> {
    const { event } = item;
    if (!event) return item.failure ?? 'Error';
    const react = () => this.process.react(event, reactionTo(this.process.name, event.id));
    const backoff = new Backoff(() => this.timing.chance());
    for (let failures = 0; ; ) {
      lease.check();
      if (this.stopping.aborted) throw new SubscriptionDropped('stopping');
      try {
        await inSpanOf(event.metadata?.traceparent, 'process reacts', { 'cme.process': this.process.name }, react);
        return undefined;
      } catch (error) {
        if (!isTransient(error)) failures += 1;
        if (failures === TRIES) return errorClass(error);
        this.observer.retrying(this.process.name, errorClass(error));
        await this.timing.delay(backoff.next(), this.stopping);
      }
    }
  }
}

function reactionTo(process: string, eventId: string): Reaction {
  return { commandId: (what) => uuidOf(`reaction\n${process}\n${eventId}\n${what}`) };
}
