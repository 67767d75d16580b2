import { EmergencyReviewsProjection } from '../access/projections/emergency-reviews.js';
import type { DayContexts } from '../children/day-contexts.js';
import { numberHash } from '../children/number-hash.js';
import { CaseloadProjection } from '../children/projections/caseload.js';
import type { EnquiryPolicies } from '../enquiries/enquiry-policies.js';
import { ChildSearchProjection } from '../enquiries/projections/child-search.js';
import { EnquiriesProjection } from '../enquiries/projections/enquiries.js';
import { searchHash } from '../enquiries/search-hash.js';
import type { BlindIndex } from '../platform/crypto/blind-index.js';
import type { Projection, ViewDocument } from '../platform/projections/projection.js';
import { SafeguardingQueueProjection } from '../safeguarding/projections/queue.js';

export interface ProjectionsParts {
  readonly days: DayContexts;
  readonly enquiryPolicies: EnquiryPolicies;
  readonly blindIndex: BlindIndex;
}

/** Every view of this program: what the running one works, and what `npm run views` builds and compares. */
export function projectionsOf({ days, enquiryPolicies, blindIndex }: ProjectionsParts) {
  return [
    new CaseloadProjection(days, numberHash(blindIndex)),
    new EnquiriesProjection(enquiryPolicies),
    new ChildSearchProjection(searchHash(blindIndex)),
    new SafeguardingQueueProjection(),
    new EmergencyReviewsProjection(),
  ] as unknown as readonly Projection<ViewDocument>[];
}
