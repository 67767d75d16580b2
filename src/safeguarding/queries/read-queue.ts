import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Filter } from 'mongodb';
import { ChildStreams } from '../../children/child-streams.js';
import { DayContexts } from '../../children/day-contexts.js';
import { schoolsSeenBy } from '../../children/permissions.js';
import type { CaseloadDocument } from '../../children/projections/caseload.js';
import { CLOCK, type Clock } from '../../platform/clock/clock.js';
import { isUnreadable } from '../../platform/event-store/errors.js';
import type { Person } from '../../platform/identity/person.js';
import { type Page, type PageAsked, readPage } from '../../platform/projections/page.js';
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
    readonly page: PageAsked = {},
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

  /** The view says who is in the queue; what is feared is read from each child's stream. @throws Problem (403) · NoSuchPage · ViewNotBuilt */
  async execute({ person, page: asked }: ReadSafeguardingQueue): Promise<Page<QueueItem>> {
    assertSafeguarding(person);
    const wanted = { state: 'open', ...(await this.ofSchools(person)) } as Filter<Stored<SafeguardingQueueDocument>>;
    const order = { wanted, key: 'byDue' } as const;
    const read = await readPage<SafeguardingQueueDocument>(this.views, 'safeguarding-queue', order, asked);
    const { rows, total, next } = read;
    const found = await Promise.all(rows.map(({ _id }) => this.item(person, _id)));
    const unread = rows.map(({ _id }) => _id).filter((_, index) => found[index] === 'unreadable');
    const items = found.filter((item) => item !== undefined && item !== 'unreadable');
    const page = { items, total, next };
    const missing = [...read.missing, ...unread];
    if (schoolsSeenBy(person) === undefined)
      return missing.length === 0 ? page : { ...page, missing: { ids: missing } };
    // Which children are a school's the caseload says: one that it lacks may be in the queue.
    const unknown = missing.length > 0 || (await this.views.missing('caseload')).length > 0;
    return unknown ? { ...page, missing: { ids: [] } } : page;
  }

  /** Which children are a school's the caseload knows. */
  private async ofSchools(person: Person): Promise<object> {
    const schools = schoolsSeenBy(person);
    if (schools === undefined) return {};
    const caseload = await this.views.collection<CaseloadDocument>('caseload');
    const where = { seenBy: { $in: [...schools] } } as unknown as Filter<Stored<CaseloadDocument>>;
    const pupils = await caseload.find(present<CaseloadDocument>(where), { projection: { _id: 1 } }).toArray();
    return { _id: { $in: pupils.map(({ _id }) => _id) } };
  }

  /** Undefined for a child who has left the reader's schools since the view was written. One bad record does not stop the list. */
  private async item(person: Person, childId: string): Promise<QueueItem | 'unreadable' | undefined> {
    try {
      return await this.read(person, childId);
    } catch (error) {
      if (isUnreadable(error)) return 'unreadable';
      throw error;
    }
  }

  private async read(person: Person, childId: string): Promise<QueueItem | undefined> {
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
