import { LRUCache } from 'lru-cache';
import type { Chance } from '../platform/clock/chance.js';
import type { Clock } from '../platform/clock/clock.js';
import type { Actor, CommandContext } from '../platform/event-store/envelope.js';
import type { StreamCommand } from '../platform/event-store/stream-contract.js';
import { errorClass } from '../platform/subscriptions/failures.js';
import type { Log } from '../platform/telemetry/log.js';
import { type AccessStreams, ofEnquiry } from './access-streams.js';
import type { Access, AccessEvent, Purpose } from './domain/access.js';

interface Look {
  readonly actor: Actor;
  readonly purpose: Purpose;
  readonly what: readonly string[];
}

/** Somebody looks at parts of a child's record. */
export interface Viewing extends Look {
  readonly childId: string;
}

/** Somebody looks at an outside enquiry. */
export interface EnquiryViewing extends Look {
  readonly enquiryId: string;
}

/** Somebody looks at a page of a list. */
export interface Listing {
  readonly actor: Actor;
  readonly purpose: Purpose;
  readonly list: string;
  /** What it is narrowed to: no names, nobody's id. */
  readonly filters: Readonly<Record<string, string>>;
  /** Looking again is another look, however soon. */
  readonly each?: boolean;
}

export interface RecorderParts {
  readonly streams: Pick<AccessStreams, 'executeMany'>;
  readonly clock: Clock;
  readonly chance: Pick<Chance, 'uuid'>;
  readonly log: Pick<Log, 'error' | 'info'>;
}

export interface RecorderOptions {
  /** Milliseconds for which looking again, for the same purpose at the same part, is the same look. */
  readonly sameLookMs?: number;
  /** Milliseconds that looks are gathered before they are written. */
  readonly gatherMs?: number;
  /** Looks that may wait to be written; beyond it nothing more is shown. */
  readonly most?: number;
  /** Milliseconds between two attempts while the store is away. */
  readonly pauseMs?: number;
  /** Attempts when stopping. */
  readonly lastAttempts?: number;
}

interface Waiting {
  /** Of the stream: what follows `access-`. */
  readonly id: string;
  readonly commandId: string;
  readonly actor: Actor;
  readonly event: AccessEvent;
}

const SAME_LOOK_MS = 5 * 60_000;
const GATHER_MS = 250;
const MOST = 20_000;
const PAUSE_MS = 1_000;
const LAST_ATTEMPTS = 8;
const REMEMBERED = 100_000;
/** Together they share the store's writes to disk. */
const IN_FLIGHT = 64;

/**
 * Writes down who looked, after the answer has gone and many at once: a read does not wait for it. What waits is bounded
 * and in order; a look is written again under the same command id until the store has it, so it is recorded once.
 * A normal stop waits for all of it; a crash loses what was gathered in the last moments.
 */
export class AccessRecorder {
  readonly #recent: LRUCache<string, true>;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stopping = false;

  constructor(
    private readonly parts: RecorderParts,
    private readonly options: RecorderOptions = {},
  ) {
    const { clock } = parts;
    const ttl = options.sameLookMs ?? SAME_LOOK_MS;
    this.#recent = new LRUCache({ max: REMEMBERED, ttl, perf: { now: () => clock.epoch() }, ttlResolution: 0 });
  }

  /** Looks that are not recorded yet. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Whether no more can be noted now: then nothing may be shown. */
  get full(): boolean {
    return this.#waiting.length >= (this.options.most ?? MOST);
  }

  viewed({ childId, ...look }: Viewing): void {
    this.#viewed(childId, look);
  }

  enquiryViewed({ enquiryId, ...look }: EnquiryViewing): void {
    this.#viewed(ofEnquiry(enquiryId), look);
  }

  listed({ actor, purpose, list, filters, each = false }: Listing): void {
    if (!each && !this.#isNew(keyOf(list, actor, purpose, JSON.stringify(filters)))) return;
    const at = this.parts.clock.now();
    this.#note(listStream(actor, at), actor, { type: 'ListViewed', data: { at, purpose, list, filters } });
  }

  /** Resolves when all that was noted before is recorded. @throws StoreUnavailable and what else an append may */
  async flush(): Promise<void> {
    await this.#writing?.catch(() => undefined);
    if (this.#waiting.length > 0) await this.#write();
  }

  /** Writes what waits, at most some seconds long while the store is away. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.flush();
      } catch (error) {
        if (attempt < (this.options.lastAttempts ?? LAST_ATTEMPTS)) await this.#pause();
        else return this.parts.log.error('access-lost', { error: errorClass(error), count: this.#waiting.length });
      }
    }
  }

  #viewed(id: string, { actor, purpose, what }: Look): void {
    const fresh = what.filter((part) => this.#isNew(keyOf(id, actor, purpose, part)));
    if (fresh.length === 0) return;
    const data = { at: this.parts.clock.now(), purpose, what: fresh.sort() };
    this.#note(id, actor, { type: 'RecordViewed', data });
  }

  #isNew(key: string): boolean {
    if (this.#recent.has(key)) return false;
    this.#recent.set(key, true);
    return true;
  }

  #note(id: string, actor: Actor, event: AccessEvent): void {
    this.#waiting.push({ id, actor, event, commandId: this.parts.chance.uuid() });
    this.#later(this.options.gatherMs ?? GATHER_MS);
  }

  #later(milliseconds: number): void {
    if (this.#timer !== undefined || this.#stopping) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.flush().catch((error: unknown) => {
        this.parts.log.info('access-retrying', { error: errorClass(error), count: this.#waiting.length });
        this.#later(this.options.pauseMs ?? PAUSE_MS);
      });
    }, milliseconds);
  }

  #write(): Promise<void> {
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = undefined;
    });
    return this.#writing;
  }

  /** What fails waits on, in its place before what came since. */
  async #writeAll(): Promise<void> {
    const left = new Set(this.#waiting);
    this.#waiting = [];
    let failure: unknown;
    try {
      const commands = [...left].map((waiting) => this.#command(waiting));
      for await (const { command, error } of this.parts.streams.executeMany(commands, { inFlight: IN_FLIGHT })) {
        if (error === undefined) left.delete(command.waiting);
        else failure = error;
      }
    } finally {
      this.#waiting = [...left, ...this.#waiting];
    }
    if (failure !== undefined) throw failure;
  }

  #command(waiting: Waiting): StreamCommand<Access, AccessEvent> & { readonly waiting: Waiting } {
    const { id, commandId, actor, event } = waiting;
    const now = this.parts.clock.now();
    const context: CommandContext = { commandId, correlationId: commandId, causationId: commandId, actor, now };
    return { id, context, decide: () => [event], options: { stream: 'any' }, waiting };
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, this.options.pauseMs ?? PAUSE_MS));
  }
}

function keyOf(about: string, { id, role, organisation }: Actor, purpose: string, part: string): string {
  return JSON.stringify([about, id, role, organisation, purpose, part]);
}

/** One stream an organisation and month, so that none grows for ever. Only a school's or an authority's code is a name. */
function listStream({ organisation }: Actor, at: string): string {
  return `lists-${/^\d{3}(\d{3})?$/.test(organisation) ? organisation : 'other'}-${at.slice(0, 7)}`;
}
