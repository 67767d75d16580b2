import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ChildStreams } from '../../children/child-streams.js';
import { unknownChild } from '../../children/permissions.js';
import type { Page } from '../../children/queries/read-caseload.js';
import type { Actor, RecordedEvent } from '../../platform/event-store/envelope.js';
import { StreamNotFound } from '../../platform/event-store/errors.js';
import type { Person } from '../../platform/identity/person.js';
import { isTransient } from '../../platform/subscriptions/failures.js';
import { AccessRecorder } from '../access-recorder.js';
import { AccessStreams } from '../access-streams.js';
import type { AccessEvent, Purpose, ReviewOutcome } from '../domain/access.js';
import { assertReadsAccess } from '../permissions.js';
import { sentenceOf } from '../sentences.js';

/** One look at a child's record, or what was said of one. */
export interface AccessItem {
  readonly revision: number;
  readonly type: string;
  /** Instant. */
  readonly at: string;
  /** Who: an opaque staff id, a role, an organisation; no name. */
  readonly actor: Actor;
  readonly sentence: string;
  readonly purpose?: Purpose;
  readonly what?: readonly string[];
  readonly accessId?: string;
  readonly reason?: string;
  readonly until?: string;
  readonly outcome?: ReviewOutcome;
  readonly note?: string;
}

export interface AccessPage extends Page<AccessItem> {
  /** Of the access stream; -1 when nobody has looked yet. */
  readonly revision: number;
  /** Looks at any record that are made but not recorded yet: 0 unless the event store was away. */
  readonly unrecorded: number;
}

export const MOST_LOOKS = 500;

/** Who looked at a child's record, when and why; the latest first. */
export class ReadAccess extends Query<AccessPage> {
  constructor(
    readonly person: Person,
    readonly childId: string,
    readonly part: { readonly limit?: number; readonly before?: number } = {},
  ) {
    super();
  }
}

@QueryHandler(ReadAccess)
export class ReadAccessHandler implements IQueryHandler<ReadAccess> {
  constructor(
    @Inject(AccessStreams) private readonly access: AccessStreams,
    @Inject(ChildStreams) private readonly children: ChildStreams,
    @Inject(AccessRecorder) private readonly recorder: AccessRecorder,
  ) {}

  /** What this process has noted is written first, so that nothing is missing. @throws Problem (403, 404) · StoreUnavailable */
  async execute({ person, childId, part }: ReadAccess): Promise<AccessPage> {
    assertReadsAccess(person);
    if ((await this.children.load(childId)).revision < 0) throw unknownChild();
    await this.recorder.flush().catch((error: unknown) => {
      if (isTransient(error)) throw error;
    });
    const events = await this.access.history(childId).catch((error: unknown) => {
      if (error instanceof StreamNotFound) return [];
      throw error;
    });
    const { limit = 100, before = Number.POSITIVE_INFINITY } = part;
    const rest = events.filter(({ revision }) => revision < before).reverse();
    const items = rest.slice(0, limit).map(itemOf);
    const next = items.length < rest.length ? String(items.at(-1)?.revision ?? 0) : null;
    return {
      items,
      total: events.length,
      next,
      revision: events.length - 1,
      unrecorded: this.recorder.waiting,
    };
  }
}

function itemOf(event: RecordedEvent<AccessEvent>): AccessItem {
  const { by: _, list: _l, filters: _f, ...data } = event.data as Readonly<Record<string, unknown>>;
  const { revision, type, metadata } = event;
  return { revision, type, actor: metadata.actor, sentence: sentenceOf(event), ...data } as unknown as AccessItem;
}
