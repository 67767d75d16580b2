import { dateInEngland } from '../../platform/clock/clock.js';
import { uuidOf } from '../../platform/crypto/derived-uuid.js';
import type { Actor, CommandContext } from '../../platform/event-store/envelope.js';
import type { StreamCommand } from '../../platform/event-store/stream-contract.js';
import { errorClass, isTransient } from '../../platform/subscriptions/failures.js';
import type { WakingProcess } from '../../platform/waking/waker.js';
import type { LocalDate } from '../../schools/domain/local-date.js';
import { decide, type Enquiry, type EnquiryEvent } from '../domain/enquiry.js';
import type { EnquiryPolicies } from '../enquiry-policies.js';
import type { EnquiryStreams } from '../enquiry-streams.js';

/** An enquiry whose day has come. */
export interface EnquiryReviewDue {
  readonly enquiryId: string;
  /** What the list was made from: another text once a fact about the enquiry was added. */
  readonly basis: string;
}

/** The list of reviews that are due, from the view of enquiries. */
export interface EnquiryReviewsDue {
  /** Those due on or before a date, a page at a time. */
  pages(upTo: LocalDate): AsyncIterable<readonly EnquiryReviewDue[]>;
}

export interface EnquiryReviewsParts {
  readonly enquiries: Pick<EnquiryStreams, 'executeMany'>;
  readonly policies: EnquiryPolicies;
  readonly due: EnquiryReviewsDue;
  /** The process itself, as the actor of what it records. */
  readonly actor: Actor;
  /** An enquiry could not be reviewed; the others are. */
  readonly failed: (process: string, error: string) => void;
}

type Review = StreamCommand<Enquiry, EnquiryEvent> & EnquiryReviewDue;

const IN_FLIGHT = 16;

/** Records of each open enquiry, once, what was not done in time (R45). Nobody has to remember it. */
export class EnquiryReviews implements WakingProcess {
  readonly name = 'enquiry-reviews';
  /** Reviewed in vain, and on what: not asked again before something is recorded. Begun anew each day. */
  private inVain = new Map<string, string>();
  private day = '';

  constructor(private readonly parts: EnquiryReviewsParts) {}

  async wake(now: string, lease: { check(): void }): Promise<number> {
    const today = dateInEngland(now);
    if (today !== this.day) [this.day, this.inVain] = [today, new Map()];
    let recorded = 0;
    for await (const page of this.parts.due.pages(today)) {
      lease.check();
      const fresh = page.filter(({ enquiryId, basis }) => this.inVain.get(enquiryId) !== basis);
      const reviews = fresh.map((each) => this.review(each, today, now));
      for await (const outcome of this.parts.enquiries.executeMany(reviews, { inFlight: IN_FLIGHT })) {
        if (isTransient(outcome.error)) throw outcome.error;
        if (outcome.written && !outcome.written.repeated) recorded++;
        else this.inVain.set(outcome.command.enquiryId, outcome.command.basis);
        if (outcome.error !== undefined) this.parts.failed(this.name, errorClass(outcome.error));
      }
    }
    return recorded;
  }

  /** The id is that of this enquiry on this day and basis: two programs that give it record it once. */
  private review({ enquiryId, basis }: EnquiryReviewDue, today: LocalDate, now: string): Review {
    const { actor, policies } = this.parts;
    const commandId = uuidOf(`enquiry-review\n${enquiryId}\n${today} ${basis}`);
    const policy = policies.at(now);
    const context: CommandContext = {
      commandId,
      correlationId: commandId,
      causationId: commandId,
      actor,
      now,
      policy: policy.reference,
    };
    const day = { today, policy, role: actor.role };
    const decideOn = (enquiry: Enquiry) => decide(enquiry, { type: 'ReviewEnquiry' }, day);
    return { id: enquiryId, enquiryId, basis, context, decide: decideOn };
  }
}
