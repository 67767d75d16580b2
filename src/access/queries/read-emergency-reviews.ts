import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Filter } from 'mongodb';
import { ChildStreams } from '../../children/child-streams.js';
import { wrong } from '../../children/queries/moment.js';
import type { Page } from '../../children/queries/read-caseload.js';
import { EnquiryPolicies } from '../../enquiries/enquiry-policies.js';
import { CLOCK, type Clock, dateInEngland } from '../../platform/clock/clock.js';
import type { Person } from '../../platform/identity/person.js';
import type { Stored } from '../../platform/projections/projection.js';
import { present, ViewReader } from '../../platform/projections/view-reader.js';
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
    readonly part: { readonly limit?: number; readonly after?: string } = {},
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

  /** @throws Problem (400, 403) · ViewNotBuilt · StoreUnavailable */
  async execute({ person, part: { limit = 50, after } }: ReadEmergencyReviews): Promise<Page<AwaitedReview>> {
    assertReadsAccess(person);
    const rows = await this.views.collection<EmergencyReviewDocument>('emergency-reviews');
    const from = (after === undefined ? {} : { byAge: { $gt: startOf(after) } }) as Filter<Row>;
    const [missing, total, found] = await Promise.all([
      this.views.missing('emergency-reviews'),
      rows.countDocuments(present<EmergencyReviewDocument>({})),
      rows
        .find(present<EmergencyReviewDocument>(from))
        .sort({ byAge: 1 })
        .limit(limit + 1)
        .toArray(),
    ]);
    const shown = found.slice(0, limit) as unknown as Row[];
    const today = dateInEngland(this.clock.now());
    const items = await Promise.all(shown.map((row) => this.item(row, today)));
    const last = shown.at(-1);
    const next = found.length > limit && last ? Buffer.from(last.byAge).toString('base64url') : null;
    const page = { items, total, next };
    return missing.length === 0 ? page : { ...page, missing: { ids: missing } };
  }

  private async item({ _id, childId, by, role, at, until }: Row, today: string): Promise<AwaitedReview> {
    const { identity } = (await this.children.load(childId)).state;
    const name =
      identity === undefined ? '' : `${identity.knownAs ?? identity.givenName} ${identity.familyName}`.trim();
    const duty = emergencyReviewDuty(role, dateInEngland(at), this.policies.at(at));
    return { accessId: _id, childId, name, by, role, at, until, ...duty, overdue: duty.due < today };
  }
}

function startOf(cursor: string): string {
  const key = Buffer.from(cursor, 'base64url').toString('utf8');
  if (!/^[\d-]{10}T[\d:.]{8,12}Z\|[\w-]{1,64}$/.test(key)) throw wrong('?after', 'Must be the next of a page.');
  return key;
}
