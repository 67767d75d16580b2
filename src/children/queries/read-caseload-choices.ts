import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Filter } from 'mongodb';
import { CLOCK, type Clock, dateInEngland } from '../../platform/clock/clock.js';
import type { Person } from '../../platform/identity/person.js';
import type { Stored } from '../../platform/projections/projection.js';
import { ViewReader } from '../../platform/projections/view-reader.js';
import { assertReadsLists, schoolsSeenBy } from '../permissions.js';
import type { CaseloadDocument } from '../projections/caseload.js';
import { selection } from './read-caseload.js';

/** What the caseload can be filtered by, and how many rows the usual filters find. */
export interface CaseloadChoices {
  readonly schools: readonly string[];
  readonly owners: readonly string[];
  readonly overdue: number;
  readonly thisWeek: number;
  /** With something to be done, at whatever stage the child is: a quiet stage hides nobody. */
  readonly toDo: number;
}

export class ReadCaseloadChoices extends Query<CaseloadChoices> {
  constructor(readonly person: Person) {
    super();
  }
}

@QueryHandler(ReadCaseloadChoices)
export class ReadCaseloadChoicesHandler implements IQueryHandler<ReadCaseloadChoices> {
  constructor(
    @Inject(ViewReader) private readonly views: ViewReader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws Problem (403) · ViewNotBuilt */
  async execute({ person }: ReadCaseloadChoices): Promise<CaseloadChoices> {
    assertReadsLists(person);
    const rows = await this.views.collection<CaseloadDocument>('caseload');
    const today = dateInEngland(this.clock.now());
    const seen = schoolsSeenBy(person);
    const mine = (seen === undefined ? {} : { seenBy: { $in: [...seen] } }) as Filter<Stored<CaseloadDocument>>;
    const count = (filter: Parameters<typeof selection>[1]) => rows.countDocuments(selection(person, filter, today));
    const [schools, owners, overdue, thisWeek, toDo] = await Promise.all([
      rows.distinct('school', mine),
      rows.distinct('owner', mine),
      count({ due: 'overdue' }),
      count({ due: 'this-week' }),
      count({ due: 'any' }),
    ]);
    return { schools: texts(schools), owners: texts(owners), overdue, thisWeek, toDo };
  }
}

function texts(values: readonly unknown[]): string[] {
  return values.filter((value): value is string => typeof value === 'string').sort();
}
