import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Filter } from 'mongodb';
import { CLOCK, type Clock, dateInEngland } from '../../platform/clock/clock.js';
import type { Person } from '../../platform/identity/person.js';
import { type Page, type PageAsked, readPage } from '../../platform/projections/page.js';
import type { Stored } from '../../platform/projections/projection.js';
import { ViewReader } from '../../platform/projections/view-reader.js';
import { assertReadsEnquiries } from '../permissions.js';
import type { EnquiryDocument } from '../projections/enquiries.js';

export interface EnquiriesFilter extends PageAsked {
  /** Those with something to do unless given: the open ones, and closed ones of which a letter did not arrive. */
  readonly state?: 'open' | 'closed' | 'all';
}

export type EnquiryItem = Omit<EnquiryDocument, '_id' | 'listed' | 'byDue' | 'byReview' | 'enquiry'> & {
  readonly enquiryId: string;
  readonly overdue: boolean;
  /** Of the record, as far as the row shows it. */
  readonly revision: number;
  /** The row could not follow the record any further: what it shows may be old. */
  readonly outOfDate?: true;
};

export const MOST_ROWS = 200;

/** The list of enquiries, the earliest due first. */
export class ReadEnquiries extends Query<Page<EnquiryItem>> {
  constructor(
    readonly person: Person,
    readonly filter: EnquiriesFilter = {},
  ) {
    super();
  }
}

@QueryHandler(ReadEnquiries)
export class ReadEnquiriesHandler implements IQueryHandler<ReadEnquiries> {
  constructor(
    @Inject(ViewReader) private readonly views: ViewReader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws Problem (403) · NoSuchPage · ViewNotBuilt */
  async execute({ person, filter: { state = 'open', ...asked } }: ReadEnquiries): Promise<Page<EnquiryItem>> {
    assertReadsEnquiries(person);
    const wanted = (state === 'all' ? {} : { listed: state }) as Filter<Stored<EnquiryDocument>>;
    const read = await readPage<EnquiryDocument>(this.views, 'enquiries', { wanted, key: 'byDue' }, asked);
    const { rows, total, next, missing } = read;
    const today = dateInEngland(this.clock.now());
    const page = { items: rows.map((row) => itemOf(row, today)), total, next };
    return missing.length === 0 ? page : { ...page, missing: { ids: missing } };
  }
}

function itemOf(row: Stored<EnquiryDocument>, today: string): EnquiryItem {
  const { _id, listed: _l, byDue: _b, byReview: _r, enquiry: _e, _seen, _stale, _deleted, ...item } = row;
  const overdue = item.due !== null && item.due < today;
  const outOfDate = _stale === undefined ? {} : { outOfDate: true as const };
  return { enquiryId: _id, ...item, overdue, revision: _seen.revision ?? -1, ...outOfDate };
}
