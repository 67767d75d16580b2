import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Filter } from 'mongodb';
import { CLOCK, type Clock, dateInEngland } from '../../platform/clock/clock.js';
import type { Person } from '../../platform/identity/person.js';
import type { Stored } from '../../platform/projections/projection.js';
import { present, ViewReader } from '../../platform/projections/view-reader.js';
import type { TeamWork } from '../domain/team-work.js';
import { teamOfPerson } from '../permissions.js';
import { type CaseloadDocument, TEAM_KEYS } from '../projections/caseload.js';
import { wrong } from './moment.js';
import type { Page } from './read-caseload.js';

/** A child who waits for the team of whoever asks. */
export interface TeamWorkItem extends TeamWork {
  readonly childId: string;
  readonly name: string;
  readonly yearGroup: string | null;
  readonly school: string | null;
  readonly overdue: boolean;
  /** The row could not follow the record any further: what it shows may be old. */
  readonly outOfDate?: true;
}

export const MOST_WAITING = 200;

/** The children who wait for the team of whoever asks, the earliest due first (R34, R41). */
export class ReadTeamWork extends Query<Page<TeamWorkItem>> {
  constructor(
    readonly person: Person,
    readonly part: { readonly limit?: number; readonly after?: string } = {},
  ) {
    super();
  }
}

type Row = Stored<CaseloadDocument>;

@QueryHandler(ReadTeamWork)
export class ReadTeamWorkHandler implements IQueryHandler<ReadTeamWork> {
  constructor(
    @Inject(ViewReader) private readonly views: ViewReader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws Problem (400, 403) · ViewNotBuilt */
  async execute({ person, part: { limit = 50, after } }: ReadTeamWork): Promise<Page<TeamWorkItem>> {
    const team = teamOfPerson(person);
    const key = TEAM_KEYS[team];
    const rows = await this.views.collection<CaseloadDocument>('caseload');
    const since = (from: string) => present<CaseloadDocument>({ [key]: { $gt: from } } as Filter<Row>);
    const [missing, total, found] = await Promise.all([
      this.views.missing('caseload'),
      rows.countDocuments(since('')),
      rows
        .find(since(after === undefined ? '' : startOf(after)), { projection: { child: 0 } })
        .sort({ [key]: 1 })
        .limit(limit + 1)
        .toArray(),
    ]);
    const today = dateInEngland(this.clock.now());
    const shown = found.slice(0, limit) as unknown as Row[];
    const last = shown.at(-1);
    const next = found.length > limit && last ? Buffer.from(last[key]).toString('base64url') : null;
    const items = shown.flatMap(({ _id, name, yearGroup, school, teams, _stale }): TeamWorkItem[] => {
      const work = teams[team];
      if (work === undefined) return [];
      const item = { childId: _id, name, yearGroup, school, ...work, overdue: work.due < today };
      return [_stale === undefined ? item : { ...item, outOfDate: true }];
    });
    // A record that cannot be read may wait for the team: that there is one is said, whose it is, is not theirs to know.
    return { items, total, next, ...(missing.length === 0 ? {} : { missing: { ids: [] } }) };
  }
}

function startOf(cursor: string): string {
  const key = Buffer.from(cursor, 'base64url').toString('utf8');
  if (!/^\d{4}-\d{2}-\d{2}\|[0-9a-f-]{36}$/.test(key)) throw wrong('?after', 'Must be the next of a page.');
  return key;
}
