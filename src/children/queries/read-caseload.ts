import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Collection, Filter } from 'mongodb';
import { CLOCK, type Clock, dateInEngland } from '../../platform/clock/clock.js';
import type { Person } from '../../platform/identity/person.js';
import { cursorAt, type Page, type PageAsked, placeAt, USUAL_PAGE } from '../../platform/projections/page.js';
import type { Stored } from '../../platform/projections/projection.js';
import { ViewReader } from '../../platform/projections/view-reader.js';
import { mondayOf, plusDays } from '../../schools/domain/local-date.js';
import { STAGES, type Stage } from '../domain/stage.js';
import { assertReadsLists, schoolsSeenBy } from '../permissions.js';
import { type CaseloadDocument, NO_DATE, QUIET_STAGES } from '../projections/caseload.js';

export type SortKey = 'due' | 'name' | 'school' | 'stage';

/** Which rows, in which order. */
export interface CaseloadFilter extends PageAsked {
  readonly stages?: readonly Stage[];
  readonly school?: string;
  /** A child's owner; null for rows that nobody owns. */
  readonly owner?: string | null;
  /** `overdue`, `this-week`, `any`: whatever has something to be done, or all that is due before a date. */
  readonly due?: 'overdue' | 'this-week' | 'any' | { readonly before: string };
  readonly childId?: string;
  readonly sort?: SortKey;
  readonly descending?: boolean;
}

export interface CaseloadItem {
  readonly childId: string;
  readonly name: string;
  readonly yearGroup: string | null;
  readonly school: string | null;
  readonly stage: Stage;
  readonly owner: string | null;
  readonly nextAction: string | null;
  readonly due: string | null;
  /** Of the child's record, as far as the row shows it. */
  readonly revision: number;
  /** The row could not follow the record any further: what it shows may be old. */
  readonly outOfDate?: true;
}

export class ReadCaseload extends Query<Page<CaseloadItem>> {
  constructor(
    readonly person: Person,
    readonly filter: CaseloadFilter = {},
  ) {
    super();
  }
}

/** What a row of the list is made from; the facts behind it stay where they are. */
export const SHOWN = {
  name: 1,
  yearGroup: 1,
  school: 1,
  stage: 1,
  owner: 1,
  nextAction: 1,
  due: 1,
  byName: 1,
  _seen: 1,
  _stale: 1,
} as const;

const SORT_FIELDS = { due: 'byDue', name: 'byName', school: 'bySchool', stage: 'byStage' } as const;
type SortField = (typeof SORT_FIELDS)[SortKey];
type Rows = Collection<Stored<CaseloadDocument>>;
export const OPEN_STAGES: readonly Stage[] = (Object.keys(STAGES) as Stage[]).filter(
  (stage) => !QUIET_STAGES.includes(stage),
);
export const MOST_ROWS = 200;

@QueryHandler(ReadCaseload)
export class ReadCaseloadHandler implements IQueryHandler<ReadCaseload> {
  constructor(
    @Inject(ViewReader) private readonly views: ViewReader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws Problem (403) · NoSuchPage · ViewNotBuilt */
  async execute({ person, filter }: ReadCaseload): Promise<Page<CaseloadItem>> {
    assertReadsLists(person);
    const rows = await this.views.collection<CaseloadDocument>('caseload');
    const wanted = selection(person, filter, dateInEngland(this.clock.now()));
    const field = SORT_FIELDS[filter.sort ?? 'due'];
    const { limit = USUAL_PAGE, after } = filter;
    const order = filter.descending ? '$lt' : '$gt';
    const from =
      after === undefined
        ? wanted
        : { $and: [wanted, { [field]: { [order]: await this.startOf(rows, person, filter, after) } }] };
    const [missing, total, found] = await Promise.all([
      this.views.missing('caseload'),
      rows.countDocuments(wanted),
      rows
        .find(from as Filter<Stored<CaseloadDocument>>, { projection: { ...SHOWN, [field]: 1 } })
        .sort({ [field]: filter.descending ? -1 : 1 })
        .limit(limit + 1)
        .toArray(),
    ]);
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    const next =
      found.length > limit && last ? cursorAt(listOf(filter), placeOf(last as Stored<CaseloadDocument>, field)) : null;
    const page = { items: shown.map((row) => itemOf(row as Stored<CaseloadDocument>)), total, next };
    if (missing.length === 0) return page;
    return { ...page, missing: { ids: schoolsSeenBy(person) === undefined ? missing : [] } };
  }

  /**
   * Where the page before ended. A cursor holds no name, for it stands in an address: the name is looked up, if the reader
   * may know it. If that row has moved since, the page begins with its old date, and may repeat rows rather than leave one out.
   */
  private async startOf(rows: Rows, person: Person, filter: CaseloadFilter, after: string): Promise<string> {
    const field = SORT_FIELDS[filter.sort ?? 'due'];
    const [prefix = '', childId = ''] = placeAt(listOf(filter), after).split('\n');
    const row = await rows.findOne(selection(person, { childId }, ''), { projection: { [field]: 1 } });
    const key = row?.[field];
    if (key?.startsWith(prefix)) return key;
    return filter.descending ? `${prefix}\uffff` : prefix;
  }
}

/** A cursor is of one order. */
function listOf({ sort = 'due', descending = false }: CaseloadFilter): string {
  return `caseload ${descending ? '-' : ''}${SORT_FIELDS[sort]}`;
}

/** The end of a page without the child's name: what comes before it in the sort key, and the child's id. */
function placeOf(row: Stored<CaseloadDocument>, field: SortField): string {
  const prefix = row[field].slice(0, row[field].length - row.byName.length);
  return `${prefix}\n${row._id}`;
}

/**
 * The rows that a person may see and asks for. Dates are compared by the sort key that begins with them, so that one index
 * both picks and orders, and counts without looking at a row. No row is ever taken away, so tombstones need not be left out.
 */
export function selection(person: Person, filter: CaseloadFilter, today: string): Filter<Stored<CaseloadDocument>> {
  const conditions: Record<string, unknown> = {};
  const schools = schoolsSeenBy(person);
  if (schools !== undefined) conditions.seenBy = { $in: [...schools] };
  if (filter.stages !== undefined && filter.stages.length > 0) conditions.stage = { $in: [...filter.stages] };
  if (filter.school !== undefined) conditions.school = filter.school;
  if (filter.owner !== undefined) conditions.owner = filter.owner;
  if (filter.childId !== undefined) conditions._id = filter.childId;
  if (filter.due === 'overdue') conditions.byDue = { $lt: today };
  else if (filter.due === 'this-week') conditions.byDue = { $gte: today, $lt: plusDays(mondayOf(today), 7) };
  else if (filter.due === 'any') conditions.byDue = { $lt: NO_DATE };
  else if (filter.due !== undefined) conditions.byDue = { $lt: filter.due.before };
  return conditions as Filter<Stored<CaseloadDocument>>;
}

export function itemOf(row: Stored<CaseloadDocument>): CaseloadItem {
  const { _id, name, yearGroup, school, stage, owner, nextAction, due, _seen, _stale } = row;
  const item = { childId: _id, name, yearGroup, school, stage, owner, nextAction, due, revision: _seen.revision ?? -1 };
  return _stale === undefined ? item : { ...item, outOfDate: true };
}
