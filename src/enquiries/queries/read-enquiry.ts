import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { HistoryItem } from '../../children/history-item.js';
import type { Moment } from '../../children/queries/moment.js';
import { CLOCK, type Clock } from '../../platform/clock/clock.js';
import { StreamNotFound } from '../../platform/event-store/errors.js';
import { problem } from '../../platform/http/problem.js';
import type { Person } from '../../platform/identity/person.js';
import { type EnquiryDuty, enquiryDuties } from '../domain/duties.js';
import type { Enquiry } from '../domain/enquiry.js';
import { type NextStep, nextStep } from '../domain/next-step.js';
import { EnquiryPolicies } from '../enquiry-policies.js';
import { EnquiryStreams } from '../enquiry-streams.js';
import { enquiryHistoryItem } from '../history-item.js';
import { assertReadsEnquiries, unknownEnquiry } from '../permissions.js';

/** One enquiry, with what is to be done about it next; null when nothing is. */
export interface EnquiryRead extends Enquiry {
  readonly enquiryId: string;
  readonly revision: number;
  readonly recordedAt: string;
  readonly state: 'open' | 'closed';
  readonly next: NextStep | null;
  /** All that is outstanding, in the order of the work. */
  readonly duties: readonly EnquiryDuty[];
}

export class ReadEnquiry extends Query<EnquiryRead> {
  constructor(
    readonly person: Person,
    readonly enquiryId: string,
    readonly moment: Moment = {},
  ) {
    super();
  }
}

@QueryHandler(ReadEnquiry)
export class ReadEnquiryHandler implements IQueryHandler<ReadEnquiry> {
  constructor(
    @Inject(EnquiryStreams) private readonly enquiries: EnquiryStreams,
    @Inject(EnquiryPolicies) private readonly policies: EnquiryPolicies,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Folds the stream itself: a reader sees what was written a moment ago. @throws Problem (403, 404) · StoreUnavailable */
  async execute({ person, enquiryId, moment: { asOf, atRevision } }: ReadEnquiry): Promise<EnquiryRead> {
    assertReadsEnquiries(person);
    const { state, revision, recordedAt } = await this.enquiries.load(enquiryId, {
      ...(asOf === undefined ? {} : { asOf }),
      ...(atRevision === undefined ? {} : { revision: atRevision }),
    });
    if (recordedAt === undefined) throw unknownEnquiry();
    if (atRevision !== undefined && revision < atRevision) {
      throw problem('not-found', `The record has no revision ${atRevision}; its last is ${revision}.`);
    }
    const policy = this.policies.at(asOf ?? (atRevision === undefined ? this.clock.now() : recordedAt));
    return {
      ...state,
      enquiryId,
      revision,
      recordedAt,
      state: state.closed === undefined ? 'open' : 'closed',
      next: nextStep(state, policy) ?? null,
      duties: enquiryDuties(state, policy),
    };
  }
}

/** Every fact of one enquiry, oldest first. */
export class ReadEnquiryHistory extends Query<readonly HistoryItem[]> {
  constructor(
    readonly person: Person,
    readonly enquiryId: string,
  ) {
    super();
  }
}

@QueryHandler(ReadEnquiryHistory)
export class ReadEnquiryHistoryHandler implements IQueryHandler<ReadEnquiryHistory> {
  constructor(@Inject(EnquiryStreams) private readonly enquiries: EnquiryStreams) {}

  /** @throws Problem (403, 404) · StoreUnavailable */
  async execute({ person, enquiryId }: ReadEnquiryHistory): Promise<readonly HistoryItem[]> {
    assertReadsEnquiries(person);
    const events = await this.enquiries.history(enquiryId).catch((error: unknown) => {
      throw error instanceof StreamNotFound ? unknownEnquiry() : error;
    });
    return events.map(enquiryHistoryItem);
  }
}
