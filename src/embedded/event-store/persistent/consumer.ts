import type { GroupMessage } from './group-message.js';
import { Latencies } from './latencies.js';

/** How a consumer is reached. */
export interface ConsumerLink {
  readonly from: string;
  readonly connectionName: string;
  send(message: GroupMessage): void;
  /** Ends the consumer's call: its group was changed, deleted or restarted. */
  drop(): void;
}

/** One client of a group, with the messages it has not answered yet. */
export class Consumer {
  readonly link: ConsumerLink;
  readonly unanswered = new Map<string, GroupMessage>();
  readonly latencies: Latencies | undefined;
  readonly #slots: number;
  totalItems = 0;
  itemsAtLastMeasurement = 0;

  constructor(link: ConsumerLink, slots: number, extraStatistics: boolean) {
    this.link = link;
    this.#slots = slots;
    this.latencies = extraStatistics ? new Latencies() : undefined;
  }

  get availableSlots(): number {
    return this.#slots - this.unanswered.size;
  }

  /** False: it has as many unanswered as it wants. */
  push(key: string, message: GroupMessage): boolean {
    if (this.availableSlots <= 0) return false;
    this.unanswered.set(key, message);
    this.totalItems += 1;
    this.latencies?.begin(key);
    this.link.send(message);
    return true;
  }

  answered(key: string): boolean {
    this.latencies?.end(key);
    return this.unanswered.delete(key);
  }
}
