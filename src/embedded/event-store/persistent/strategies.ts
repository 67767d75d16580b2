import { dataOf, metadataOf } from '../log/stored-event.js';
import type { Consumer } from './consumer.js';
import { type GroupMessage, messageKey } from './group-message.js';
import type { ConsumerStrategy } from './group-settings.js';

/** Chooses who gets a message. 'skipped': the one it belongs to is busy; 'full': nobody has room. */
export interface Strategy {
  add(consumer: Consumer): void;
  remove(consumer: Consumer): void;
  push(message: GroupMessage): Consumer | 'skipped' | 'full';
}

/** What pinning needs to know of an event. */
export interface MessageSource {
  streamOf(message: GroupMessage): string;
}

/** The next in turn who has room. */
class RoundRobin implements Strategy {
  protected consumers: Consumer[] = [];

  add(consumer: Consumer): void {
    this.consumers.push(consumer);
  }

  remove(consumer: Consumer): void {
    this.consumers = this.consumers.filter((other) => other !== consumer);
  }

  push(message: GroupMessage): Consumer | 'skipped' | 'full' {
    const key = messageKey(message);
    for (let tries = this.consumers.length; tries > 0; tries -= 1) {
      const [consumer] = this.consumers as [Consumer];
      this.#rotate();
      if (consumer.push(key, message)) return consumer;
    }
    return 'full';
  }

  #rotate(): void {
    const first = this.consumers.shift();
    if (first !== undefined) this.consumers.push(first);
  }
}

/** One consumer gets everything as long as it has room; the others stand by. */
class DispatchToSingle extends RoundRobin {
  override push(message: GroupMessage): Consumer | 'skipped' | 'full' {
    const key = messageKey(message);
    return this.consumers.find((consumer) => consumer.push(key, message)) ?? 'full';
  }
}

const BUCKETS = 1024;

/** Events of one stream (or one correlation) go to one consumer as long as it is there. */
class Pinned implements Strategy {
  readonly #consumers = new Set<Consumer>();
  readonly #owners = new Map<number, Consumer>();
  readonly #pinTo: (message: GroupMessage) => string;

  constructor(pinTo: (message: GroupMessage) => string) {
    this.#pinTo = pinTo;
  }

  add(consumer: Consumer): void {
    this.#consumers.add(consumer);
  }

  remove(consumer: Consumer): void {
    this.#consumers.delete(consumer);
    for (const [bucket, owner] of this.#owners) if (owner === consumer) this.#owners.delete(bucket);
  }

  push(message: GroupMessage): Consumer | 'skipped' | 'full' {
    if (![...this.#consumers].some((consumer) => consumer.availableSlots > 0)) return 'full';
    const bucket = bucketOf(this.#pinTo(message));
    const owner = this.#owners.get(bucket) ?? this.#assign(bucket);
    return owner?.push(messageKey(message), message) === true ? owner : 'skipped';
  }

  /** To the consumer with the fewest buckets. */
  #assign(bucket: number): Consumer | undefined {
    const owned = new Map([...this.#consumers].map((consumer) => [consumer, 0]));
    for (const owner of this.#owners.values()) owned.set(owner, (owned.get(owner) ?? 0) + 1);
    const [fewest] = [...owned].sort(([, one], [, other]) => one - other)[0] ?? [];
    if (fewest !== undefined) this.#owners.set(bucket, fewest);
    return fewest;
  }
}

function bucketOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0) % BUCKETS;
}

/** `$correlationId` in the event's metadata, if that is JSON and has one. */
function correlationOf(message: GroupMessage): string | undefined {
  const body = (message.resolved.event ?? message.resolved.link)?.body;
  if (body === undefined) return undefined;
  const { from, length } = metadataOf(body);
  try {
    const json: unknown = JSON.parse(Buffer.from(body.subarray(from, from + length)).toString('utf8'));
    const id = json !== null && typeof json === 'object' ? (json as Record<string, unknown>).$correlationId : undefined;
    return typeof id === 'string' ? id : undefined;
  } catch {
    return undefined;
  }
}

export function strategyOf(name: ConsumerStrategy, source: MessageSource): Strategy {
  if (name === 'RoundRobin') return new RoundRobin();
  if (name === 'DispatchToSingle') return new DispatchToSingle();
  // A link that leads nowhere still says which stream it pointed to.
  const streamOf = (message: GroupMessage) => {
    const { event, link } = message.resolved;
    if (event !== undefined || link === undefined) return source.streamOf(message);
    const target = Buffer.from(dataOf(link.body)).toString('utf8');
    return target.slice(target.indexOf('@') + 1);
  };
  if (name === 'Pinned') return new Pinned(streamOf);
  return new Pinned((message) => correlationOf(message) ?? streamOf(message));
}
