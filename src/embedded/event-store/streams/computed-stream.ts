import { createHash } from 'node:crypto';
import { REFERENCE_TYPE } from '../links/computed-names.js';
import type { LinkIndex } from '../links/link-index.js';
import type { EventLog } from '../log/event-log.js';
import { eventId, LINK_TYPE, packBody, type StoredEvent, TOMBSTONE } from '../log/stored-event.js';
import type { ResolvedEvent } from '../wire/recorded-event.js';
import { uuidText } from '../wire/uuid.js';
import { EMPTY, type Slice, type StreamView } from './stream-view.js';

const TOMBSTONE_TEXT = '9223372036854775807';

/** The id of a link: always the same for the same place, so that an acknowledgement finds it. */
function linkId(stream: string, event: StoredEvent): Uint8Array {
  const id = createHash('sha1').update(stream).update('\0').update(eventId(event.body)).digest().subarray(0, 16);
  id[6] = ((id[6] as number) & 0x0f) | 0x50;
  id[8] = ((id[8] as number) & 0x3f) | 0x80;
  return id;
}

/**
 * A stream of links that is not in the log: its events are made as they are read, from the events they point to.
 * Metadata written for it (`$maxCount`, `$tb` …) applies as to any stream.
 */
export class ComputedStream implements StreamView {
  readonly name: string;
  readonly #log: EventLog;
  readonly #links: LinkIndex;
  readonly #isReference: boolean;

  constructor(name: string, log: EventLog, links: LinkIndex) {
    this.name = name;
    this.#log = log;
    this.#links = links;
    this.#isReference = name.startsWith('$category-');
  }

  status(): 'present' | 'missing' | 'tombstoned' {
    const { deleted } = this.#log.streams.retention(this.name);
    return deleted || this.last() < 0 ? 'missing' : 'present';
  }

  last(): number {
    return this.#links.length(this.name) - 1;
  }

  first(): number {
    const { maxCount, truncateBefore } = this.#log.streams.retention(this.name);
    return Math.max(0, truncateBefore ?? 0, maxCount === undefined ? 0 : this.last() - maxCount + 1);
  }

  read(from: number, limit: number, resolveLinks: boolean): Slice {
    if (this.status() !== 'present') return EMPTY;
    const links = this.#links.read(this.name, Math.max(from, this.first()), limit, false);
    const events = this.#follow(links, resolveLinks);
    const end = links[events.length - 1]?.[0] ?? this.last();
    return { events, next: end >= this.last() ? undefined : end + 1 };
  }

  readBackwards(from: number, limit: number, resolveLinks: boolean): Slice {
    if (this.status() !== 'present') return EMPTY;
    const first = this.first();
    const links = this.#links
      .read(this.name, Math.min(from, this.last()), limit, true)
      .filter(([number]) => number >= first);
    const events = this.#follow(links, resolveLinks);
    const end = links[events.length - 1]?.[0] ?? first;
    return { events, next: end <= first ? undefined : end - 1 };
  }

  /** The events behind the links, fewer if they are large. */
  #follow(links: readonly (readonly [number, number])[], resolveLinks: boolean): ResolvedEvent[] {
    const { reader } = this.#log;
    const targets = reader.at(links.map(([, position]) => position));
    return targets.map((target, index) => {
      const link = this.#link((links[index] as readonly [number, number])[0], target);
      if (!resolveLinks || this.#isReference) return { event: link, link: undefined };
      return { event: reader.isVisible(target) ? target : undefined, link };
    });
  }

  #link(number: number, target: StoredEvent): StoredEvent {
    const stream = this.#log.streamNames.name(target.stream).text;
    const revision = target.revision === TOMBSTONE ? TOMBSTONE_TEXT : String(target.revision);
    const cause = { $o: stream, $c: target.position, $p: target.position, $causedBy: uuidText(eventId(target.body)) };
    const body = packBody(
      {
        id: linkId(this.name, target),
        type: '',
        isJson: false,
        data: Buffer.from(this.#isReference ? stream : `${revision}@${stream}`),
        metadata: Buffer.from(JSON.stringify(cause)),
      },
      0,
    );
    return {
      position: target.position,
      stream: this.#log.streamNames.outsideLog(this.name).id,
      revision: number,
      type: this.#log.typeNames.outsideLog(this.#isReference ? REFERENCE_TYPE : LINK_TYPE).id,
      created: target.created,
      body,
    };
  }
}
