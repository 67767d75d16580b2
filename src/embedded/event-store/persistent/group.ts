import { type Answer, Backlog } from './backlog.js';
import { Consumer, type ConsumerLink } from './consumer.js';
import { type GroupMessage, messageKey, type Origin } from './group-message.js';
import type { GroupSettings } from './group-settings.js';
import type { GroupSource } from './group-source.js';
import type { ParkedMessages } from './parked-messages.js';
import { type MessageSource, type Strategy, strategyOf } from './strategies.js';

const LARGEST_READ = 256;
/** Bytes of events that are read ahead of the consumers, whatever number of events the buffer may hold. */
const LARGEST_BACKLOG = 16 * 1024 * 1024;

export type NackAction = 'retry' | 'park' | 'skip';

/** A message that a consumer has and did not answer yet. */
interface Outstanding {
  readonly message: GroupMessage;
  readonly consumer: Consumer;
  /** By `performance.now()`. */
  readonly expiresAt: number;
}

export interface GroupDeps {
  readonly source: GroupSource;
  readonly parked: ParkedMessages;
  readonly messages: MessageSource;
  /** Takes a step that no caller waits for; its exception is reported, not thrown. */
  readonly attempt: (step: () => void) => void;
  /** Everything up to this place is done with. */
  readonly saveCheckpoint: (place: number) => void;
}

/**
 * A persistent subscription group: hands the events of its source to its consumers, each at least once, and remembers
 * how far all of them are done with. It reads ahead no further than its buffer.
 */
export class Group {
  readonly settings: GroupSettings;
  readonly consumers = new Set<Consumer>();
  readonly backlog = new Backlog();
  readonly parked: ParkedMessages;
  readonly #deps: GroupDeps;
  readonly #strategy: Strategy;
  readonly #outstanding = new Map<string, Outstanding>();
  /** Being written to the parked stream: not done with before that is on disk. */
  readonly #parking = new Set<GroupMessage>();
  #readTo: number;
  #sequence = 0;
  #checkpointSequence = 0;
  #checkpointAt = Number.NEGATIVE_INFINITY;
  #reading = false;
  #closed = false;
  atEnd = false;
  totalItems = 0;
  /** Place of the last event that passed the filter. */
  lastKnown: number | undefined;
  checkpoint: number | undefined;

  constructor(settings: GroupSettings, checkpoint: number | undefined, deps: GroupDeps) {
    this.settings = settings;
    this.#deps = deps;
    this.parked = deps.parked;
    this.#strategy = strategyOf(settings.strategy, deps.messages);
    this.checkpoint = checkpoint;
    this.lastKnown = checkpoint;
    this.#readTo = checkpoint ?? settings.startAfter;
    this.#read();
  }

  get outstandingCount(): number {
    return this.#outstanding.size;
  }

  get isFull(): boolean {
    return this.settings.maxSubscriberCount !== 0 && this.consumers.size >= this.settings.maxSubscriberCount;
  }

  connect(link: ConsumerLink, slots: number): Consumer {
    const consumer = new Consumer(link, slots, this.settings.extraStatistics);
    this.consumers.add(consumer);
    this.#strategy.add(consumer);
    this.#deliver();
    return consumer;
  }

  /** What the consumer did not answer goes to others. */
  disconnect(consumer: Consumer): void {
    if (!this.consumers.delete(consumer)) return;
    this.#strategy.remove(consumer);
    for (const [key, message] of consumer.unanswered) {
      this.#outstanding.delete(key);
      this.#tryAgain(message);
    }
    this.#deliver();
  }

  ack(keys: readonly string[]): void {
    for (const key of keys) this.#settle(key);
    this.#proceed();
  }

  nack(keys: readonly string[], action: NackAction, reason: string): void {
    for (const key of keys) {
      const message = this.#settle(key);
      if (message === undefined) continue;
      if (action === 'park') this.#park(message, `Client explicitly NAK'ed message.\n${reason}`);
      else if (action === 'retry') this.#retryOrPark(message);
    }
    this.#proceed();
  }

  replayParked(stopAt: number | undefined): void {
    this.parked.replay(stopAt, (resolved) => this.backlog.addRetry({ resolved, origin: undefined, retries: 0 }));
    this.#deliver();
  }

  /** Something was committed that the source may hold. */
  committed(): void {
    this.#read();
  }

  /** Now and then: takes back what was not answered in time, and saves the checkpoint if it is due. */
  tick(): void {
    const now = performance.now();
    for (const [key, { message, expiresAt }] of this.#outstanding) {
      if (expiresAt > now) continue;
      this.#settle(key);
      this.#retryOrPark(message);
    }
    this.#deliver();
    this.#markCheckpoint(true);
    this.#read();
  }

  /** Ends all consumers' calls and saves how far the group is. */
  close(): void {
    this.#closed = true;
    for (const consumer of [...this.consumers]) {
      this.consumers.delete(consumer);
      consumer.link.drop();
    }
    const { place } = this.#doneTo();
    if (place !== this.checkpoint && place >= 0 && this.#sequence > 0) this.#save(place);
  }

  #settle(key: string): GroupMessage | undefined {
    const outstanding = this.#outstanding.get(key);
    if (outstanding === undefined) return undefined;
    this.#outstanding.delete(key);
    outstanding.consumer.answered(key);
    return outstanding.message;
  }

  #proceed(): void {
    this.#markCheckpoint(false);
    this.#read();
    this.#deliver();
  }

  #tryAgain(message: GroupMessage): void {
    this.backlog.addRetry({ ...message, retries: message.retries + 1 });
  }

  #retryOrPark(message: GroupMessage): void {
    const { maxRetryCount } = this.settings;
    if (message.retries < maxRetryCount) this.#tryAgain(message);
    else this.#park(message, `Reached retry count of ${maxRetryCount}`);
  }

  #park(message: GroupMessage, reason: string): void {
    this.#parking.add(message);
    this.parked.park(message, reason, (result) => {
      this.#parking.delete(message);
      // Nothing may get lost: what cannot be parked is tried again.
      if (result.kind !== 'written') this.#tryAgain(message);
      this.#proceed();
    });
  }

  readonly #read = (): void => {
    if (this.#reading || this.#closed) return;
    const room = this.settings.historyBufferSize - this.backlog.readCount - this.backlog.retryCount;
    if (room < this.settings.readBatchSize || this.backlog.bytes > LARGEST_BACKLOG) return;
    const { events, atEnd } = this.#deps.source.after(this.#readTo, Math.min(room, LARGEST_READ));
    for (const { place, resolved } of events) {
      this.#sequence += 1;
      const origin: Origin = { place, before: this.#readTo, sequence: this.#sequence };
      this.#readTo = place;
      if (resolved === undefined) continue;
      this.lastKnown = place;
      this.backlog.add({ resolved, origin, retries: 0 });
    }
    this.atEnd = atEnd;
    if (events.length > 0) {
      this.#deliver();
      this.#markCheckpoint(false);
    }
    if (atEnd) return;
    this.#reading = true;
    setImmediate(() => {
      this.#reading = false;
      this.#deps.attempt(this.#read);
    });
  };

  #deliver(): void {
    if (this.consumers.size === 0) return;
    const { messageTimeout } = this.settings;
    this.backlog.offer((message): Answer => {
      const key = messageKey(message);
      // The same event id twice at once could not be told apart by its answer.
      if (this.#outstanding.has(key)) return 'skipped';
      const consumer = this.#strategy.push(message);
      if (consumer === 'skipped' || consumer === 'full') return consumer;
      this.totalItems += 1;
      const expiresAt = messageTimeout <= 0 ? Number.POSITIVE_INFINITY : performance.now() + messageTimeout;
      this.#outstanding.set(key, { message, consumer, expiresAt });
      return 'taken';
    });
  }

  /** The last event of the source before which nothing is left to do. */
  #doneTo(): { place: number; sequence: number } {
    let lowest: Origin | undefined;
    const consider = (origin: Origin | undefined) => {
      if (origin !== undefined && (lowest === undefined || origin.sequence < lowest.sequence)) lowest = origin;
    };
    for (const { message } of this.#outstanding.values()) consider(message.origin);
    for (const { origin } of this.#parking) consider(origin);
    for (const origin of this.backlog.origins()) consider(origin);
    return lowest === undefined
      ? { place: this.#readTo, sequence: this.#sequence }
      : { place: lowest.before, sequence: lowest.sequence - 1 };
  }

  /** Saves at the upper bound of events at once, at the lower bound when its time has come. */
  #markCheckpoint(onTick: boolean): void {
    const { minCheckpointCount, maxCheckpointCount, checkpointAfter } = this.settings;
    if (this.#sequence === this.#checkpointSequence) return;
    const { place, sequence } = this.#doneTo();
    const count = sequence - this.#checkpointSequence;
    const waited = performance.now() - this.#checkpointAt;
    const isDue = checkpointAfter > 0 && waited >= checkpointAfter;
    if (count < maxCheckpointCount && !(onTick && isDue && count >= Math.max(1, minCheckpointCount))) return;
    if (count < 1) return;
    this.#checkpointSequence = sequence;
    this.#save(place);
  }

  #save(place: number): void {
    this.#checkpointAt = performance.now();
    this.checkpoint = place;
    // Without it some events come again after a restart; that is no reason to fail a consumer.
    this.#deps.attempt(() => this.#deps.saveCheckpoint(place));
  }
}
