import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Filter } from 'mongodb';
import { ChildStreams } from '../../children/child-streams.js';
import { DayContexts } from '../../children/day-contexts.js';
import { schoolsSeenBy } from '../../children/permissions.js';
import type { CaseloadDocument } from '../../children/projections/caseload.js';
import { wrong } from '../../children/queries/moment.js';
import type { Page } from '../../children/queries/read-caseload.js';
import { CLOCK, type Clock } from '../../platform/clock/clock.js';
import type { Person } from '../../platform/identity/person.js';
import type { Stored } from '../../platform/projections/projection.js';
import { present, ViewReader } from '../../platform/projections/view-reader.js';
import type { ConcernKind } from '../domain/concerns.js';
import { safeguardingDuties } from '../domain/safeguarding.js';
import { assertSafeguarding, maySafeguard } from '../permissions.js';
import type { SafeguardingQueueDocument } from '../projections/queue.js';
import { SafeguardingStreams } from '../safeguarding-streams.js';
import { headOf, safeguardingOwner } from './read-safeguarding.js';

/** A child about whom something restricted is open. */
export interface QueueItem {
  readonly childId: string;
  readonly name: string;
  readonly school: string | null;
  readonly kinds: readonly ConcernKind[];
  /** Since when the oldest of them is open. */
  readonly since: string;
  readonly owner: string | null;
  readonly nextAction: string | null;
  readonly due: string | null;
  readonly overdue: boolean;
}

export const MOST_QUEUED = 100;

/** The safeguarding queue of whoever asks: a lead's own schools, or the whole authority; the earliest date first. */
export class ReadSafeguardingQueue extends Query<Page<QueueItem>> {
  constructor(
    readonly person: Person,
    readonly part: { readonly limit?: number; readonly after?: string } = {},
  ) {
    super();
  }
}

@QueryHandler(ReadSafeguardingQueue)
export class ReadSafeguardingQueueHandler implements IQueryHandler<ReadSafeguardingQueue> {
  constructor(
    @Inject(ViewReader) private readonly views: ViewReader,
    @Inject(SafeguardingStreams) private readonly safeguarding: SafeguardingStreams,
    @Inject(ChildStreams) private readonly children: ChildStreams,
    @Inject(DayContexts) private readonly days: DayContexts,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The view says who is in the queue; what is feared is read from each child's stream. @throws Problem (400, 403) · ViewNotBuilt */
  async execute({ person, part: { limit = 50, after } }: ReadSafeguardingQueue): Promise<Page<QueueItem>> {
    assertSafeguarding(person);
    const rows = await this.views.collection<SafeguardingQueueDocument>('safeguarding-queue');
    const wanted = { state: 'open', ...(await this.ofSchools(person)) } as Filter<Stored<SafeguardingQueueDocument>>;
    const from = after === undefined ? {} : { byDue: { $gt: startOf(after) } };
    const [total, found] = await Promise.all([
      rows.countDocuments(present(wanted)),
      rows
        .find(present<SafeguardingQueueDocument>({ ...wanted, ...from } as Filter<Stored<SafeguardingQueueDocument>>))
        .sort({ byDue: 1 })
        .limit(limit + 1)
        .toArray(),
    ]);
    const shown = found.slice(0, limit) as unknown as Stored<SafeguardingQueueDocument>[];
    const items = await Promise.all(shown.map(({ _id }) => this.item(person, _id)));
    const last = shown.at(-1);
    const next = found.length > limit && last ? Buffer.from(last.byDue).toString('base64url') : null;
    return { items: items.filter((item) => item !== undefined), total, next };
  }

  /** Which children are a school's the caseload knows. */
  private async ofSchools(person: Person): Promise<object> {
    const schools = schoolsSeenBy(person);
    if (schools === undefined) return {};
    const caseload = await this.views.collection<CaseloadDocument>('caseload');
    const where = { school: { $in: [...schools] } } as unknown as Filter<Stored<CaseloadDocument>>;
    const pupils = await caseload.find(present<CaseloadDocument>(where), { projection: { _id: 1 } }).toArray();
    return { _id: { $in: pupils.map(({ _id }) => _id) } };
  }

  /** Undefined for a child who has left the reader's schools since the view was written. */
  private async item(person: Person, childId: string): Promise<QueueItem | undefined> {
    const { state: child } = await this.children.load(childId);
    if (!maySafeguard(person, child)) return undefined;
    const { state } = await this.safeguarding.load(childId);
    const open = state.concerns.filter(({ closedOn }) => closedOn === undefined);
    const day = this.days.day(child, this.clock.now());
    const [first] = safeguardingDuties(state, safeguardingOwner(child, day.policy.authorityCode), day);
    const { name, urn } = headOf(child);
    const dates = open.map(({ raisedOn }) => raisedOn).sort();
    return {
      childId,
      name,
      school: urn ?? null,
      kinds: [...new Set(open.map(({ kind }) => kind))],
      since: dates[0] ?? '',
      owner: first?.owner ?? null,
      nextAction: first?.nextAction ?? null,
      due: first?.due ?? null,
      overdue: first !== undefined && first.due < day.today,
    };
  }
}

function startOf(cursor: string): string {
  const key = Buffer.from(cursor, 'base64url').toString('utf8');
  if (!/^\d{4}-\d{2}-\d{2}\|[0-9a-f-]{36}$/.test(key)) throw wrong('?after', 'Must be the next of a page.');
  return key;
}
