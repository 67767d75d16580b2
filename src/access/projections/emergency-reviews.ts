import type { IndexDescription } from 'mongodb';
import type { RecordedEvent } from '../../platform/event-store/envelope.js';
import type { Projection, ViewDocument } from '../../platform/projections/projection.js';
import type { AccessEvent } from '../domain/access.js';

const PREFIX = 'access-';

/** An emergency access that nobody has judged yet: ids, a role and instants. Its reason is restricted and stays in the stream. */
export interface EmergencyReviewDocument extends ViewDocument {
  readonly childId: string;
  /** Who took it: an opaque staff id, and the role it was taken in. */
  readonly by: string;
  readonly role: string;
  /** Instants. */
  readonly at: string;
  readonly until: string;
  /** Unique sort key: when it was taken, and its id. */
  readonly byAge: string;
}

/** The emergency accesses that wait for their review; one that was judged is in it no longer. */
export class EmergencyReviewsProjection implements Projection<EmergencyReviewDocument, AccessEvent> {
  readonly name = 'emergency-reviews';
  readonly version = 1;
  readonly streamPrefixes = [PREFIX];
  readonly indexes: readonly IndexDescription[] = [{ key: { byAge: 1 } }];

  /** Looks, which are most of what these streams hold, say nothing here. */
  keys({ type, data }: RecordedEvent<AccessEvent>): readonly string[] {
    if (type !== 'EmergencyAccessUsed' && type !== 'EmergencyAccessReviewed') return [];
    return [(data as { readonly accessId: string }).accessId];
  }

  apply(
    document: EmergencyReviewDocument | undefined,
    event: RecordedEvent<AccessEvent>,
    key: string,
  ): EmergencyReviewDocument | undefined {
    if (event.type === 'EmergencyAccessReviewed') return undefined;
    if (event.type !== 'EmergencyAccessUsed') return document;
    const { by, at, until } = event.data;
    const { role } = event.metadata.actor;
    return { _id: key, childId: event.streamId.slice(PREFIX.length), by, role, at, until, byAge: `${at}|${key}` };
  }
}
