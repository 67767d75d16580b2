import type { ChildStreams } from '../../children/child-streams.js';
import type { DecidingContext } from '../../children/commands/child-written.js';
import type { DayContexts } from '../../children/day-contexts.js';
import { type Child, type ChildEvent, decide as decideOnChild } from '../../children/domain/child.js';
import type { RiskEvent } from '../../children/domain/risk.js';
import type { Clock } from '../../platform/clock/clock.js';
import { uuidOf } from '../../platform/crypto/derived-uuid.js';
import type { Actor, RecordedEvent } from '../../platform/event-store/envelope.js';
import type { ReactingProcess, Reaction } from '../../platform/subscriptions/process.js';
import { decide, type Safeguarding, type SafeguardingEvent, toldToChild } from '../domain/safeguarding.js';
import type { SafeguardingStreams } from '../safeguarding-streams.js';

export interface RiskReviewsParts {
  readonly children: Pick<ChildStreams, 'execute' | 'load'>;
  readonly safeguarding: Pick<SafeguardingStreams, 'execute' | 'load'>;
  readonly days: DayContexts;
  readonly clock: Clock;
  /** The process itself, as the actor of what it records. */
  readonly actor: Actor;
}

type Requested = Extract<RiskEvent, { readonly type: 'RiskReviewRequested' }>;
type Heard = RecordedEvent<ChildEvent> | RecordedEvent<SafeguardingEvent>;

const CHILD = 'child-';
const RESTRICTED = 'safeguarding-';
const LEAVE = /^leave\/(.+)$/;

/** The events that it acts on: whoever decodes for it can leave all others closed. */
export const HEARD: ReadonlySet<string> = new Set([
  'RiskReviewRequested',
  'SafeguardingConcernRaised',
  'SafeguardingConcernClosed',
]);

/**
 * Carries what may pass between a child's two streams, and nothing else: a review that is asked for becomes a concern in
 * the restricted stream (R57, A12, A22); what comes back is that a review is pending and that it has ended, without why.
 * That keeps a case open as long as anything restricted is (R17).
 */
export class RiskReviews implements ReactingProcess<ChildEvent | SafeguardingEvent> {
  readonly name = 'risk-reviews';
  readonly streamPrefixes = [CHILD, RESTRICTED];
  readonly startFrom = 'start';

  constructor(private readonly parts: RiskReviewsParts) {}

  /** Both streams of a child keep one order. */
  instanceOf({ streamId }: Heard): string {
    return childOf(streamId);
  }

  /** @throws StoreUnavailable · Refusal, when the child's stream contradicts the restricted one: a person must look */
  async react(event: Heard, reaction: Reaction): Promise<void> {
    if (event.streamId.startsWith(CHILD)) {
      if (event.type === 'RiskReviewRequested') await this.open(event as RecordedEvent<Requested>, reaction);
    } else if (HEARD.has(event.type)) {
      await this.tell(event as RecordedEvent<SafeguardingEvent>, reaction);
    }
  }

  private async open(event: RecordedEvent<Requested>, reaction: Reaction): Promise<void> {
    const childId = childOf(event.streamId);
    const { reviewId, trigger, immediate, occurredOn } = event.data;
    const leaveId = LEAVE.exec(reviewId)?.[1];
    const order = {
      type: 'OpenRiskReview',
      concernId: uuidOf(`concern\n${childId}\n${reviewId}`),
      reviewId,
      trigger,
      immediate,
      occurredOn,
      ...(leaveId === undefined ? {} : { leaveId }),
    } as const;
    const { state: child } = await this.parts.children.load(childId);
    const { context, day } = this.deciding(child, event, reaction.commandId('open'));
    const decision = (state: Safeguarding) => decide(state, order, day);
    await this.parts.safeguarding.execute(childId, context, decision, { stream: 'any' });
  }

  private async tell(event: RecordedEvent<SafeguardingEvent>, reaction: Reaction): Promise<void> {
    const childId = childOf(event.streamId);
    // As it stood then: a second delivery says the same as the first.
    const { state } = await this.parts.safeguarding.load(childId, { revision: event.revision });
    const order = toldToChild(event, state);
    if (order === undefined) return;
    const { state: child } = await this.parts.children.load(childId);
    const { context, day } = this.deciding(child, event, reaction.commandId('tell'));
    await this.parts.children.execute(childId, context, (now) => decideOnChild(now, order, day));
  }

  private deciding(child: Child, event: RecordedEvent, commandId: string) {
    const { actor, days, clock } = this.parts;
    const now = clock.now();
    const day = days.decision(child, now, actor);
    const { correlationId } = event.metadata;
    const context: DecidingContext = {
      commandId,
      correlationId,
      causationId: event.id,
      actor,
      now,
      policy: day.policy.reference,
    };
    return { context, day };
  }
}

function childOf(streamId: string): string {
  return streamId.slice(streamId.indexOf('-') + 1);
}
