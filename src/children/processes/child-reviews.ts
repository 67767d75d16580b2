import { LRUCache } from 'lru-cache';
import { dateInEngland } from '../../platform/clock/clock.js';
import { uuidOf } from '../../platform/crypto/derived-uuid.js';
import type { Actor } from '../../platform/event-store/envelope.js';
import type { StreamCommand } from '../../platform/event-store/stream-contract.js';
import { errorClass, isTransient } from '../../platform/subscriptions/failures.js';
import type { WakingProcess } from '../../platform/waking/waker.js';
import { type LocalDate, plusDays } from '../../schools/domain/local-date.js';
import type { ChildStreams } from '../child-streams.js';
import type { DecidingContext } from '../commands/child-written.js';
import type { DayContexts } from '../day-contexts.js';
import { type Child, type ChildEvent, decide } from '../domain/child.js';
import type { ReviewDue, ReviewsDue } from './reviews-due.js';

export interface ChildReviewsParts {
  readonly children: Pick<ChildStreams, 'executeMany'>;
  readonly days: DayContexts;
  readonly due: ReviewsDue;
  /** The schools whose calendar or policy changed on a day: their children's dates are counted again at once. */
  readonly changedOn: (date: LocalDate) => readonly string[];
  /** Whether schools have had their time to call parents: until then a day is not looked at. */
  readonly callsMade: (now: string) => boolean;
  /** The process itself, as the actor of what it records. */
  readonly actor: Actor;
  /** A child could not be reviewed; the others are. */
  readonly failed: (process: string, error: string) => void;
}

type Review = StreamCommand<Child, ChildEvent> & ReviewDue;

/** Reviewed in vain today: the list is a lower bound, so most are asked again only when something was recorded. */
const MOST_REMEMBERED = 200_000;
const IN_FLIGHT = 16;

/**
 * Gives each child what its day brings: dates set, reached and recomputed, duties breached, codes expired, thresholds
 * withdrawn. It records facts and prompts; nobody's name is taken off a roll (T1, R13).
 */
export class ChildReviews implements WakingProcess {
  readonly name = 'child-reviews';
  private readonly inVain = new LRUCache<string, string>({ max: MOST_REMEMBERED });

  constructor(private readonly parts: ChildReviewsParts) {}

  async wake(now: string, lease: { check(): void }): Promise<number> {
    const today = dateInEngland(now);
    if (this.parts.callsMade(now)) return this.reviewAll(this.parts.due.pages(today), `${today} closed`, now, lease);
    let recorded = await this.reviewAll(this.parts.due.pages(plusDays(today, -1)), today, now, lease);
    for (const urn of this.parts.changedOn(today)) {
      recorded += await this.reviewAll(this.parts.due.pages(today, urn), `${today} changed`, now, lease);
    }
    return recorded;
  }

  private async reviewAll(
    pages: AsyncIterable<readonly ReviewDue[]>,
    moment: string,
    now: string,
    lease: { check(): void },
  ): Promise<number> {
    let recorded = 0;
    for await (const page of pages) {
      lease.check();
      const fresh = page
        .map(({ childId, basis }) => ({ childId, basis: `${moment} ${basis}` }))
        .filter(({ childId, basis }) => this.inVain.get(childId) !== basis);
      const outcomes = this.parts.children.executeMany(
        fresh.map((each) => this.review(each, now)),
        { inFlight: IN_FLIGHT },
      );
      for await (const { command, written, error } of outcomes) {
        if (written && !written.repeated) recorded++;
        else this.inVain.set(command.childId, command.basis);
        if (error === undefined) continue;
        if (isTransient(error)) {
          this.inVain.delete(command.childId);
          throw error;
        }
        this.parts.failed(this.name, errorClass(error));
      }
    }
    return recorded;
  }

  /** The id is that of this child on this day and basis: two programs that give it record it once. */
  private review({ childId, basis }: ReviewDue, now: string): Review {
    const commandId = uuidOf(`child-review\n${childId}\n${basis}`);
    const { actor, days } = this.parts;
    const context: DecidingContext = { commandId, correlationId: commandId, causationId: commandId, actor, now };
    const decideOn = (child: Child) => {
      const day = days.decision(child, now, actor);
      context.policy = day.policy.reference;
      return decide(child, { type: 'ReviewChild' }, day);
    };
    return { id: childId, childId, basis, context, decide: decideOn };
  }
}
