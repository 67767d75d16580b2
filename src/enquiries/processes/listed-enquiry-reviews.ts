import type { Filter } from 'mongodb';
import type { Stored } from '../../platform/projections/projection.js';
import { present, type ViewReader } from '../../platform/projections/view-reader.js';
import type { LocalDate } from '../../schools/domain/local-date.js';
import type { EnquiryDocument } from '../projections/enquiries.js';
import type { EnquiryReviewDue, EnquiryReviewsDue } from './enquiry-reviews.js';

/** Enquiries asked for at once: bounds what is in memory. */
const PAGE = 500;
/** Sorts after every id. */
const AFTER_ALL = '~';

/** Reads from the view of enquiries whose review is due; an index on the day holds the rest back. */
export class ListedEnquiryReviews implements EnquiryReviewsDue {
  constructor(private readonly views: ViewReader) {}

  /** @throws ViewNotBuilt */
  async *pages(upTo: LocalDate): AsyncGenerator<readonly EnquiryReviewDue[]> {
    const documents = await this.views.collection<EnquiryDocument>('enquiries');
    let last = '';
    for (;;) {
      const due = { byReview: { $gt: last, $lt: `${upTo}|${AFTER_ALL}` } } as Filter<Stored<EnquiryDocument>>;
      const page = await documents
        .find(present<EnquiryDocument>(due), { projection: { byReview: 1, _seen: 1 } })
        .sort({ byReview: 1 })
        .limit(PAGE)
        .toArray();
      if (page.length > 0) yield page.map(({ _id, _seen }) => ({ enquiryId: _id, basis: _seen.position }));
      last = page.at(-1)?.byReview ?? last;
      if (page.length < PAGE) return;
    }
  }
}
