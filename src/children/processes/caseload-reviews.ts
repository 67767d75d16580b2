import type { Filter } from 'mongodb';
import type { Stored } from '../../platform/projections/projection.js';
import { present, type ViewReader } from '../../platform/projections/view-reader.js';
import type { LocalDate } from '../../schools/domain/local-date.js';
import type { CaseloadDocument } from '../projections/caseload.js';
import type { ReviewDue, ReviewsDue } from './reviews-due.js';

/** Children asked for at once: bounds what is in memory. */
const PAGE = 500;
/** Sorts after every id. */
const AFTER_ALL = '~';

/** Reads from the caseload whose review is due: an index on the day holds the rest of the county back. */
export class CaseloadReviews implements ReviewsDue {
  constructor(private readonly views: ViewReader) {}

  /** @throws ViewNotBuilt */
  async *pages(upTo: LocalDate, school?: string): AsyncGenerator<readonly ReviewDue[]> {
    const documents = await this.views.collection<CaseloadDocument>('caseload');
    let last = '';
    for (;;) {
      const range = { byReview: { $gt: last, $lt: `${upTo}|${AFTER_ALL}` } };
      const filter = { ...range, ...(school === undefined ? {} : { school }) } as Filter<Stored<CaseloadDocument>>;
      const page = await documents
        .find(present<CaseloadDocument>(filter), { projection: { byReview: 1, _seen: 1 } })
        .sort({ byReview: 1 })
        .limit(PAGE)
        .toArray();
      if (page.length > 0) yield page.map(({ _id, _seen }) => ({ childId: _id, basis: _seen.position }));
      last = page.at(-1)?.byReview ?? last;
      if (page.length < PAGE) return;
    }
  }
}
