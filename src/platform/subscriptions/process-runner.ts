import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock/clock.js';
import { failpoint } from '../failpoints.js';
import { Backoff } from './backoff.js';
import { type Decoded, decodeBatch } from './decoding.js';
import { errorClass } from './failures.js';
import { Lease, LeaseLost, type LeaseStore } from './lease.js';
import { BEFORE_ALL, positionFrom, positionText } from './position.js';
import type { ProcessObserver, ReactingProcess } from './process.js';
import type { HeldInstance, ProcessStore } from './process-store.js';
import { Reactor } from './reactor.js';
import type { Chunk, Decoder, EventFeed, EventSource } from './source.js';
import type { Timing } from './timing.js';

export interface ProcessDependencies<R> {
  readonly source: EventSource<R>;
  readonly decoder: Decoder<R>;
  readonly store: ProcessStore;
  readonly leases: LeaseStore;
  readonly clock: Clock;
  readonly timing: Timing;
  readonly observer: ProcessObserver;
}

export interface ProcessOptions {
  readonly leaseMs?: number;
  /** Milliseconds between two looks at the lease and at requests to resume. */
  readonly superviseMs?: number;
}

const LEASE_MS = 5000;
const SUPERVISE_MS = 1000;
/** Events between two checkpoints: after a crash at most so many are acted on again. */
const BATCH = 50;
/** Chunks without an event for the process, after which its place is written all the same; sooner when nothing comes. */
const PASSED_BY = 200;

/**
 * Runs one process: one program at a time (lease), event by event in the log's order, its place written after what it did.
 * Rebuilding a view never comes here.
 */
export class ProcessRunner<R> {
  readonly #stopping = new AbortController();
  readonly #reactor: Reactor;
  #feed: EventFeed<R> | undefined;
  #running: Promise<void> | undefined;

  constructor(
    private readonly deps: ProcessDependencies<R>,
    readonly process: ReactingProcess,
    private readonly options: ProcessOptions = {},
    private readonly holder: string = randomUUID(),
  ) {
    this.#reactor = new Reactor(process, deps.timing, deps.observer, this.#stopping.signal);
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Waits for the event that is being acted on. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#feed?.close();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    const { timing, observer, leases } = this.deps;
    const backoff = new Backoff(() => timing.chance());
    while (!signal.aborted) {
      let lease: Lease | undefined;
      try {
        lease = await Lease.take(leases, timing, `process:${this.process.name}`, this.holder, {
          ttlMs: this.options.leaseMs ?? LEASE_MS,
        });
        if (lease) await this.#work(lease, () => backoff.reset());
      } catch (error) {
        if (!signal.aborted) observer.retrying(this.process.name, errorClass(error));
      } finally {
        await this.#feed?.close();
        await lease?.release();
      }
      if (!signal.aborted) await timing.delay(lease ? backoff.next() : this.#superviseMs, signal);
    }
  }

  get #superviseMs(): number {
    return this.options.superviseMs ?? SUPERVISE_MS;
  }

  async #work(lease: Lease, progressed: () => void): Promise<void> {
    const { store, source } = this.deps;
    let position = await this.#begin(lease);
    const held = new Map((await store.held(this.process.name)).map((each) => [each.instance, each]));
    const from = position === BEFORE_ALL ? undefined : positionFrom(position);
    const feed = source.subscribe({ from, streamPrefixes: this.process.streamPrefixes });
    this.#feed = feed;
    if (this.#stopping.signal.aborted) return;
    let saved = position;
    let passedBy = 0;
    const keep = async () => {
      if (position === saved || position === BEFORE_ALL) return;
      await this.#save(lease, position);
      saved = position;
      passedBy = 0;
    };
    for (;;) {
      const chunk = await this.#next(feed, async (idle) => {
        lease.check();
        if (idle) await keep();
        await this.#resumeAsked(lease, held, position);
      });
      const items = await decodeBatch(this.deps.decoder, chunk.events, this.deps.timing);
      for (const item of items) {
        await this.#actOn(item, position, held, lease);
        position = item.at;
      }
      if (chunk.upTo && positionText(chunk.upTo) > position) position = positionText(chunk.upTo);
      if (items.length > 0) {
        failpoint('after-reaction');
        this.deps.observer.reacted(this.process.name, items.length);
      }
      // Most events are not this process's: they move its place only, and a write to disk for each would hold up everybody's.
      passedBy += items.length === 0 ? 1 : PASSED_BY;
      if (passedBy >= PASSED_BY) await keep();
      progressed();
    }
  }

  /** Where to go on from. A new process that is not to look back writes down at once where it begins. */
  async #begin(lease: Lease): Promise<string> {
    const { store, source } = this.deps;
    const known = await store.checkpoint(this.process.name);
    if (known !== undefined || this.process.startFrom === 'start') return known ?? BEFORE_ALL;
    const end = await source.end();
    const position = end ? positionText(end) : BEFORE_ALL;
    await this.#save(lease, position);
    return position;
  }

  async #save(lease: Lease, position: string): Promise<void> {
    if (await this.deps.store.saveCheckpoint(this.process.name, position, lease.token)) return;
    lease.lose();
    throw new LeaseLost(this.process.name);
  }

  /** Looks round now and then while nothing happens, and once before each batch. */
  async #next(feed: EventFeed<R>, lookRound: (idle: boolean) => Promise<void>): Promise<Chunk<R>> {
    const arrived = new AbortController();
    const next = feed.next(BATCH).finally(() => arrived.abort());
    next.catch(() => undefined);
    while (!arrived.signal.aborted) {
      await this.deps.timing.delay(this.#superviseMs, arrived.signal);
      await lookRound(!arrived.signal.aborted);
    }
    return next;
  }

  async #actOn(item: Decoded, after: string, held: Map<string, HeldInstance>, lease: Lease): Promise<void> {
    const instance = this.#reactor.instanceOf(item);
    if (held.has(instance)) return;
    const error = await this.#reactor.act(item, lease);
    if (error === undefined) return;
    const entry = this.#entry(instance, after, item, error);
    await this.deps.store.hold(entry);
    held.set(instance, entry);
    this.deps.observer.held(this.process.name, error);
  }

  async #resumeAsked(lease: Lease, held: Map<string, HeldInstance>, upTo: string): Promise<void> {
    if (held.size === 0) return;
    for (const entry of await this.deps.store.held(this.process.name)) {
      if (!entry.resume) continue;
      const again = await this.#catchUp(entry, upTo, lease);
      if (again) await this.deps.store.holdAgain(again);
      else {
        await this.deps.store.free(entry.process, entry.instance);
        held.delete(entry.instance);
      }
    }
  }

  /** Acts on what the instance missed, up to where the process stands. Answers where it failed again, if it did. */
  async #catchUp(entry: HeldInstance, upTo: string, lease: Lease): Promise<HeldInstance | undefined> {
    const from = entry.after === BEFORE_ALL ? undefined : positionFrom(entry.after);
    const feed = this.deps.source.subscribe({ from, streamPrefixes: this.process.streamPrefixes });
    try {
      for (let { after } = entry; after < upTo; ) {
        const chunk = await feed.next(BATCH);
        for (const item of await decodeBatch(this.deps.decoder, chunk.events, this.deps.timing)) {
          if (item.at > upTo) return undefined;
          const mine = this.#reactor.instanceOf(item) === entry.instance;
          const error = mine ? await this.#reactor.act(item, lease) : undefined;
          if (error !== undefined) return this.#entry(entry.instance, after, item, error);
          after = item.at;
        }
        if (chunk.caughtUp) return undefined;
      }
      return undefined;
    } finally {
      await feed.close();
    }
  }

  #entry(instance: string, after: string, item: Decoded, error: string): HeldInstance {
    const { streamId, revision, type } = item;
    const since = this.deps.clock.now();
    return { process: this.process.name, instance, after, streamId, revision, eventType: type, error, since };
  }
}
