import type { EventMetadata, Integrity } from './envelope.js';
import { chainHash } from './integrity.js';
import type { StoredEvent } from './stored-event.js';

/** What is wrong with one event. */
export type Fault =
  /** It carries no link, or one that is malformed. */
  | 'no-integrity'
  /** Its hash is not that of what is stored: data, metadata, type, id, stream or revision were changed, or it was put here. */
  | 'hash'
  /** It does not link to the event before it: that one was changed, removed or exchanged. */
  | 'link'
  /** Its revision is not the next: events are missing, doubled or out of order. */
  | 'revision'
  /** It was recorded no later than the command before it, so a question about that time would be answered differently. */
  | 'time';

/** One event that is not as it was recorded, and how one knows. */
export interface Finding {
  readonly streamId: string;
  readonly revision: number;
  readonly eventId: string;
  readonly faults: readonly Fault[];
  /** A sentence a fault, without personal data. */
  readonly details: readonly string[];
}

interface Link {
  readonly revision: number;
  /** Null before the first event; undefined when the event carried none, so that the next one's link cannot be checked. */
  readonly hash: string | null | undefined;
  readonly recordedAt: string;
  readonly commandId: string;
}

const BEFORE_ALL: Link = { revision: -1, hash: null, recordedAt: '', commandId: '' };

/**
 * Follows the chain of one stream. After a fault it goes on from the event as it stands, so that each wrong event is
 * reported once and not everything behind it.
 */
export class ChainFollower {
  #last = BEFORE_ALL;

  constructor(private readonly streamId: string) {}

  /** The finding about the stream's next event; undefined when it is as it was recorded. */
  follow(event: StoredEvent): Finding | undefined {
    const revision = Number(event.revision);
    const found: [Fault, string][] = [];
    const last = this.#last;
    if (revision !== last.revision + 1) found.push(['revision', revisionDetail(revision, last.revision)]);

    const metadata = metadataOf(event.metadata);
    const integrity = integrityOf(metadata);
    if (!metadata || !integrity) {
      found.push(['no-integrity', 'it carries no integrity member of this program']);
      this.#last = { ...last, revision, hash: undefined };
    } else {
      if (last.hash !== undefined && integrity.prev !== last.hash) {
        found.push(['link', linkDetail(integrity.prev, last.hash)]);
      }
      const hash = hashOf(event, revision, metadata, integrity);
      if (hash !== integrity.hash)
        found.push(['hash', `what is stored hashes to ${short(hash)}, recorded was ${short(integrity.hash)}`]);
      const { recordedAt = '', commandId = '' } = metadata;
      if (commandId !== last.commandId && recordedAt <= last.recordedAt) {
        found.push(['time', `it was recorded at ${recordedAt}, the command before at ${last.recordedAt}`]);
      }
      this.#last = { revision, hash: integrity.hash, recordedAt, commandId };
    }
    if (found.length === 0) return undefined;
    const [faults, details] = [found.map(([fault]) => fault), found.map(([, detail]) => detail)];
    return { streamId: this.streamId, revision, eventId: event.id, faults, details };
  }
}

/** Whether an event has what this program puts into each of its own. */
export function carriesLink(event: StoredEvent): boolean {
  return integrityOf(metadataOf(event.metadata)) !== undefined;
}

function metadataOf(metadata: unknown): Partial<EventMetadata> | undefined {
  return typeof metadata === 'object' && metadata !== null ? metadata : undefined;
}

function integrityOf(metadata: Partial<EventMetadata> | undefined): Integrity | undefined {
  const integrity: Partial<Integrity> | undefined = metadata?.integrity;
  if (integrity?.v !== 1 || typeof integrity.hash !== 'string') return undefined;
  return integrity.prev === null || typeof integrity.prev === 'string' ? (integrity as Integrity) : undefined;
}

/** What was put in place of an event may be no JSON at all; that has no hash. */
function hashOf(event: StoredEvent, revision: number, metadata: Partial<EventMetadata>, { prev }: Integrity): string {
  const { streamId, id, type, data } = event;
  try {
    return chainHash({ streamId, revision, id, type, data, metadata: metadata as EventMetadata }, prev);
  } catch {
    return 'nothing';
  }
}

function revisionDetail(revision: number, last: number): string {
  const missing = revision - last - 1;
  if (missing > 0)
    return `${missing} event${missing === 1 ? '' : 's'} before it ${missing === 1 ? 'is' : 'are'} missing`;
  return `it follows revision ${last}: it is doubled or out of order`;
}

function linkDetail(prev: string | null, before: string | null): string {
  const is = before === null ? 'nothing precedes it that it could link to' : `the event before it has ${short(before)}`;
  return `it links to ${prev === null ? 'no event' : short(prev)}, but ${is}`;
}

function short(hash: string): string {
  return hash.length > 12 ? `${hash.slice(0, 12)}…` : hash;
}
