import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { CLOCK, type Clock, dateInEngland } from '../../platform/clock/clock.js';
import type { Person } from '../../platform/identity/person.js';
import { type Page, type PageAsked, readPage } from '../../platform/projections/page.js';
import { ViewReader } from '../../platform/projections/view-reader.js';
import type { TeamWork } from '../domain/team-work.js';
import { teamOfPerson } from '../permissions.js';
import { type CaseloadDocument, TEAM_KEYS } from '../projections/caseload.js';

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
    readonly page: PageAsked = {},
  ) {
    super();
  }
}

@QueryHandler(ReadTeamWork)
export class ReadTeamWorkHandler implements IQueryHandler<ReadTeamWork> {
  constructor(
    @Inject(ViewReader) private readonly views: ViewReader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws Problem (403) · NoSuchPage · ViewNotBuilt */
  async execute({ person, page }: ReadTeamWork): Promise<Page<TeamWorkItem>> {
    const team = teamOfPerson(person);
    const { rows, total, next, missing } = await readPage<CaseloadDocument>(
      this.views,
      'caseload',
      { key: TEAM_KEYS[team], projection: { child: 0 } },
      page,
    );
    const today = dateInEngland(this.clock.now());
    const items = rows.flatMap(({ _id, name, yearGroup, school, teams, _stale }): TeamWorkItem[] => {
      const work = teams[team];
      if (work === undefined) return [];
      const item = { childId: _id, name, yearGroup, school, ...work, overdue: work.due < today };
      return [_stale === undefined ? item : { ...item, outOfDate: true }];
    });
    // A record that cannot be read may wait for the team: that there is one is said, whose it is, is not theirs to know.
    return { items, total, next, ...(missing.length === 0 ? {} : { missing: { ids: [] } }) };
  }
}
