import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Filter } from 'mongodb';
import { wrong } from '../../children/queries/moment.js';
import type { Page } from '../../children/queries/read-caseload.js';
import { CLOCK, type Clock, dateInEngland } from '../../platform/clock/clock.js';
import type { Person } from '../../platform/identity/person.js';
import type { Stored } from '../../platform/projections/projection.js';
import { present, ViewReader } from '../../platform/projections/view-reader.js';
import { assertReadsEnquiries } from '../permissions.js';
import type { EnquiryDocument } from '../projections/enquiries.js';

export interface EnquiriesFilter {
  /** Those with something to do unless given: the open ones, and closed ones of which a letter did not arrive. */
  readonly state?: 'open' | 'closed' | 'all';
  readonly limit?: number;
  /** The `next` of the page before. */
  readonly after?: string;
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

  /** @throws Problem (400, 403) · ViewNotBuilt */
  async execute({ person, filter: { state = 'open', limit = 50, after } }: ReadEnquiries): Promise<Page<EnquiryItem>> {
    assertReadsEnquiries(person);
    const rows = await this.views.collection<EnquiryDocument>('enquiries');
    const wanted = (state === 'all' ? {} : { listed: state }) as Filter<Stored<EnquiryDocument>>;
    const from = after === undefined ? {} : { byDue: { $gt: startOf(after) } };
    const [missing, total, found] = await Promise.all([
      this.views.missing('enquiries'),
      rows.countDocuments(present(wanted)),
      rows
        .find(present<EnquiryDocument>({ ...wanted, ...from } as Filter<Stored<EnquiryDocument>>))
        .sort({ byDue: 1 })
        .limit(limit + 1)
        .toArray(),
    ]);
    const today = dateInEngland(this.clock.now());
    const shown = found.slice(0, limit) as unknown as Stored<EnquiryDocument>[];
    const last = shown.at(-1);
    const next = found.length > limit && last ? Buffer.from(last.byDue).toString('base64url') : null;
    const page = { items: shown.map((row) => itemOf(row, today)), total, next };
    return missing.length === 0 ? page : { ...page, missing: { ids: missing } };
  }
}

function startOf(cursor: string): string {
  const key = Buffer.from(cursor, 'base64url').toString('utf8');
  if (!/^\d{4}-\d{2}-\d{2}\|[0-9a-f-]{36}$/.test(key)) throw wrong('?after', 'Must be the next of a page.');
  return key;
}

function itemOf(row: Stored<EnquiryDocument>, today: string): EnquiryItem {
  const { _id, listed: _l, byDue: _b, byReview: _r, enquiry: _e, _seen, _stale, _deleted, ...item } = row;
  const overdue = item.due !== null && item.due < today;
  const outOfDate = _stale === undefined ? {} : { outOfDate: true as const };
  return { enquiryId: _id, ...item, overdue, revision: _seen.revision ?? -1, ...outOfDate };
}
