import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ChildStreams } from '../../children/child-streams.js';
import { EnquiryPolicies } from '../../enquiries/enquiry-policies.js';
import { CLOCK, type Clock, dateInEngland } from '../../platform/clock/clock.js';
import { isUnreadable } from '../../platform/event-store/errors.js';
import type { Person } from '../../platform/identity/person.js';
import { type Page, type PageAsked, readPage } from '../../platform/projections/page.js';
import type { Stored } from '../../platform/projections/projection.js';
import { ViewReader } from '../../platform/projections/view-reader.js';
import { type EmergencyReviewDuty, emergencyReviewDuty } from '../domain/emergency-review.js';
import { assertReadsAccess } from '../permissions.js';
import type { EmergencyReviewDocument } from '../projections/emergency-reviews.js';

/** An emergency access that waits for its review. */
export interface AwaitedReview extends EmergencyReviewDuty {
  readonly accessId: string;
  readonly childId: string;
  readonly name: string;
  /** An opaque staff id, and the role it was taken in. */
  readonly by: string;
  readonly role: string;
  /** Instants. */
  readonly at: string;
  readonly until: string;
  readonly overdue: boolean;
}

export const MOST_AWAITED = 200;

/** The emergency accesses that wait for their review, the oldest first. */
export class ReadEmergencyReviews extends Query<Page<AwaitedReview>> {
  constructor(
    readonly person: Person,
    readonly page: PageAsked = {},
  ) {
    super();
  }
}

type Row = Stored<EmergencyReviewDocument>;

@QueryHandler(ReadEmergencyReviews)
export class ReadEmergencyReviewsHandler implements IQueryHandler<ReadEmergencyReviews> {
  constructor(
    @Inject(ViewReader) private readonly views: ViewReader,
    @Inject(ChildStreams) private readonly children: ChildStreams,
    // The authority's own pack governs its people, as it does enquiries.
    @Inject(EnquiryPolicies) private readonly policies: EnquiryPolicies,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws Problem (403) · NoSuchPage · ViewNotBuilt · StoreUnavailable */
  async execute({ person, page: asked }: ReadEmergencyReviews): Promise<Page<AwaitedReview>> {
    assertReadsAccess(person);
    const read = await readPage<EmergencyReviewDocument>(this.views, 'emergency-reviews', { key: 'byAge' }, asked);
    const { rows, total, next, missing } = read;
    const today = dateInEngland(this.clock.now());
    const items = await Promise.all(rows.map((row) => this.item(row, today)));
    const page = { items, total, next };
    return missing.length === 0 ? page : { ...page, missing: { ids: missing } };
  }

  private async item({ _id, childId, by, role, at, until }: Row, today: string): Promise<AwaitedReview> {
    const name = await this.nameOf(childId);
    const duty = emergencyReviewDuty(role, dateInEngland(at), this.policies.at(at));
    return { accessId: _id, childId, name, by, role, at, until, ...duty, overdue: duty.due < today };
  }

  /** None for a record that cannot be read: the access is to be judged all the same. */
  private async nameOf(childId: string): Promise<string> {
    try {
      const { identity } = (await this.children.load(childId)).state;
      return identity === undefined ? '' : `${identity.knownAs ?? identity.givenName} ${identity.familyName}`.trim();
    } catch (error) {
      if (isUnreadable(error)) return '';
      throw error;
    }
  }
}
