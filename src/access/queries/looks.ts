import type { Actor, RecordedEvent } from '../../platform/event-store/envelope.js';
import { StreamNotFound } from '../../platform/event-store/errors.js';
import type { Page } from '../../platform/projections/page.js';
import { isTransient } from '../../platform/subscriptions/failures.js';
import type { AccessRecorder } from '../access-recorder.js';
import type { AccessStreams } from '../access-streams.js';
import type { AccessEvent, Purpose, ReviewOutcome } from '../domain/access.js';
import { sentenceOf } from '../sentences.js';

/** One look at a record, or what was said of one. */
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
export const USUAL_LOOKS = 100;

/** Which of the looks: so many, before a revision. */
export interface PartOfLooks {
  readonly limit?: number;
  readonly before?: number;
}

interface Parts {
  readonly access: Pick<AccessStreams, 'history'>;
  readonly recorder: Pick<AccessRecorder, 'flush' | 'waiting'>;
}

/** The looks of one access stream, the latest first. What this process has noted is written first. @throws StoreUnavailable */
export async function looksIn({ access, recorder }: Parts, id: string, part: PartOfLooks): Promise<AccessPage> {
  await recorder.flush().catch((error: unknown) => {
    if (isTransient(error)) throw error;
  });
  const events = await access.history(id).catch((error: unknown) => {
    if (error instanceof StreamNotFound) return [];
    throw error;
  });
  const { limit = USUAL_LOOKS, before = Number.POSITIVE_INFINITY } = part;
  const rest = events.filter(({ revision }) => revision < before).reverse();
  const items = rest.slice(0, limit).map(itemOf);
  const next = items.length < rest.length ? String(items.at(-1)?.revision ?? 0) : null;
  return { items, total: events.length, next, revision: events.length - 1, unrecorded: recorder.waiting };
}

function itemOf(event: RecordedEvent<AccessEvent>): AccessItem {
  const { by: _, list: _l, filters: _f, ...data } = event.data as Readonly<Record<string, unknown>>;
  const { revision, type, metadata } = event;
  return { revision, type, actor: metadata.actor, sentence: sentenceOf(event), ...data } as unknown as AccessItem;
}
