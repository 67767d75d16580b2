import { LRUCache } from 'lru-cache';
import { failpoint } from '../failpoints.js';
import { inSpan, traceparentNow } from '../telemetry/spans.js';
import type { EventCodec } from './codec.js';
import { instant } from './encoding.js';
import type { CommandContext, DomainEvent, LogPosition, RecordedEvent, Written } from './envelope.js';
import { CommandIdReused, StaleRevision, StreamAlreadyExists, StreamNotFound, TooManyConflicts } from './errors.js';
import type { EventLog } from './event-log.js';
import { emptyFold, type FoldedStream, foldOnto, loadedOf } from './folded-stream.js';
import { inOrder } from './in-order.js';
import type { ResolvedStoredEvent } from './stored-event.js';
import type {
  CommandOutcome,
  Decide,
  ExecuteOptions,
  Loaded,
  StreamCommand,
  StreamKind,
  UpTo,
} from './stream-contract.js';
import { StreamQueue } from './stream-queue.js';

export interface RepositoryParts {
  readonly log: Pick<EventLog, 'append' | 'read'>;
  readonly codec: EventCodec;
  /** How much of folded streams is kept in memory, counted in events (a stream's own cost is 20). Default 300,000; 0 keeps none. */
  readonly cachedEvents?: number;
}

const TRIES = 5;
const PAGE = 500;
const NOWHERE: LogPosition = { commit: 0n, prepare: 0n };

/** The streams of one category: load → decide → append, with the expected revision. */
export class StreamRepository<S, E extends DomainEvent> {
  readonly #log: RepositoryParts['log'];
  readonly #codec: EventCodec;
  readonly #kind: StreamKind<S, E>;
  readonly #queue = new StreamQueue();
  readonly #cache: LRUCache<string, FoldedStream<S>> | undefined;
  #erasures = 0;

  constructor(parts: RepositoryParts, kind: StreamKind<S, E>) {
    this.#log = parts.log;
    this.#codec = parts.codec;
    this.#kind = kind;
    const maxSize = parts.cachedEvents ?? 300_000;
    this.#cache =
      maxSize > 0 ? new LRUCache({ maxSize, sizeCalculation: ({ tail }) => tail.revision + 21 }) : undefined;
  }

  streamOf(id: string): string {
    return `${this.#kind.category}-${id}`;
  }

  /**
   * The stream folded as it stands in the store now, or as it stood at a revision or an instant. No stream gives the
   * initial state at revision -1.
   * @throws StoreUnavailable · RangeError when `asOf` is no instant
   */
  async load(id: string, upTo: UpTo = {}): Promise<Loaded<S>> {
    const streamId = this.streamOf(id);
    if (upTo.revision === undefined && upTo.asOf === undefined) {
      return loadedOf(await this.#queue.run(streamId, () => this.#refresh(streamId)));
    }
    const asOf = upTo.asOf === undefined ? undefined : instant(upTo.asOf);
    let folded = emptyFold(this.#kind.initial);
    for await (const page of this.#pages(streamId, 0, (upTo.revision ?? Number.MAX_SAFE_INTEGER - 1) + 1)) {
      const wanted = asOf === undefined ? page : page.filter(({ metadata }) => metadata.recordedAt <= asOf);
      folded = foldOnto(folded, wanted, this.#kind.evolve);
      if (wanted.length < page.length) break;
    }
    return loadedOf(folded);
  }

  /** Every event of the stream, oldest first. @throws StreamNotFound */
  async history(id: string): Promise<RecordedEvent<E>[]> {
    const streamId = this.streamOf(id);
    const events = await this.#since(streamId, 0);
    if (events.length === 0) throw new StreamNotFound(streamId);
    return events;
  }

  /**
   * Decides on the stream's state and records what was decided, all or nothing. A command id that the stream has already
   * is answered with where it was recorded, and `decide` is not called. When somebody else records first, `decide` is
   * called again on the new state, at most five times.
   * @throws StreamNotFound · StreamAlreadyExists · StaleRevision · CommandIdReused · TooManyConflicts · EventTooLarge ·
   *   StoreUnavailable · whatever `decide` throws
   */
  execute(id: string, context: CommandContext, decide: Decide<S, E>, options: ExecuteOptions = {}): Promise<Written> {
    const streamId = this.streamOf(id);
    return this.#queue.run(streamId, () => this.#execute(streamId, context, decide, options));
  }

  /**
   * Many commands, `inFlight` at a time (default 64); those on one stream one after another. Outcomes come in the order
   * of the commands; a failure is an outcome and stops nothing. Reads no further ahead than four times `inFlight`.
   */
  executeMany<C extends StreamCommand<S, E>>(
    commands: Iterable<C> | AsyncIterable<C>,
    { inFlight = 64 }: { readonly inFlight?: number } = {},
  ): AsyncGenerator<CommandOutcome<C>> {
    return inOrder(commands, inFlight, (command) =>
      this.execute(command.id, command.context, command.decide, command.options).then(
        (written): CommandOutcome<C> => ({ command, written }),
        (error: unknown): CommandOutcome<C> => ({ command, error }),
      ),
    );
  }

  async #execute(streamId: string, context: CommandContext, decide: Decide<S, E>, options: ExecuteOptions) {
    const inMemory = this.#inMemory(streamId);
    // What is in memory may be old. Before anything is refused on its account the store is asked.
    let current = inMemory === undefined && options.stream !== 'new';
    let folded = current ? await this.#refresh(streamId) : (inMemory ?? emptyFold(this.#kind.initial));

    for (let tries = 0; tries < TRIES; ) {
      const repeat = this.#repeatOf(streamId, context, folded);
      if (repeat) return repeat;

      const { events, error } = attempt(streamId, folded, decide, options);
      const nothing = events === undefined || (events.length === 0 && !options.trustMemory);
      if (nothing && !current) {
        const { revision } = folded.tail;
        folded = await this.#refresh(streamId);
        current = true;
        if (folded.tail.revision !== revision) continue;
      }
      if (events === undefined) throw await this.#explained(error, streamId);
      if (events.length === 0) return unchanged(streamId, folded);

      const written = await this.#append(streamId, folded, context, events);
      if (written) return written;
      tries++;
      folded = await this.#refresh(streamId);
      current = true;
    }
    throw new TooManyConflicts(streamId, TRIES);
  }

  /** Undefined when somebody else has recorded first. */
  #append(
    streamId: string,
    folded: FoldedStream<S>,
    context: CommandContext,
    events: readonly E[],
  ): Promise<Written | undefined> {
    const fields = { 'cme.stream.category': this.#kind.category, 'cme.events': events.length };
    return inSpan('append', fields, () => this.#appendTraced(streamId, folded, context, events));
  }

  async #appendTraced(
    streamId: string,
    folded: FoldedStream<S>,
    context: CommandContext,
    events: readonly E[],
  ): Promise<Written | undefined> {
    // Whoever reads the events goes on with the trace of this append; untraced, with the caller's.
    const traceparent = traceparentNow();
    const traced = traceparent === undefined ? context : { ...context, traceparent };
    const encoded = await this.#codec.encode(streamId, folded.tail, traced, events);
    const result = await this.#log.append(streamId, encoded.stored, folded.tail.revision);
    if (result.conflict) return undefined;
    failpoint('after-append');
    const { revision, position } = result;
    const recorded = encoded.plain.map((event) => ({ ...event, position }) as RecordedEvent<E>);
    this.#cache?.set(streamId, foldOnto(folded, recorded, this.#kind.evolve));
    return { streamId, revision, position, repeated: false };
  }

  #repeatOf(streamId: string, context: CommandContext, folded: FoldedStream<S>): Written | undefined {
    const command = folded.commands.get(context.commandId);
    if (!command) return undefined;
    const fingerprint = this.#codec.fingerprintOf(context);
    if (fingerprint !== undefined && command.fingerprint !== undefined && fingerprint !== command.fingerprint) {
      throw new CommandIdReused(streamId, context.commandId);
    }
    return { streamId, revision: command.revision, position: command.position, repeated: true };
  }

  /** Nothing that was folded before a person was erased: it may name them. */
  #inMemory(streamId: string): FoldedStream<S> | undefined {
    const { erasures } = this.#codec;
    if (erasures !== this.#erasures) this.#cache?.clear();
    this.#erasures = erasures;
    return this.#cache?.get(streamId);
  }

  /** The stream as it is in the store now: what is in memory, and what came after it. */
  async #refresh(streamId: string): Promise<FoldedStream<S>> {
    let folded = this.#inMemory(streamId) ?? emptyFold(this.#kind.initial);
    const known = folded.tail.revision;
    for await (const page of this.#pages(streamId, known + 1)) folded = foldOnto(folded, page, this.#kind.evolve);
    if (folded.tail.revision > known) this.#cache?.set(streamId, folded);
    return folded;
  }

  async *#pages(streamId: string, from: number, count?: number): AsyncGenerator<RecordedEvent<E>[]> {
    let page: ResolvedStoredEvent[] = [];
    for await (const event of this.#log.read(streamId, from, count)) {
      page.push({ event });
      if (page.length < PAGE) continue;
      yield await this.#codec.decodeAll<E>(page);
      page = [];
    }
    if (page.length > 0) yield await this.#codec.decodeAll<E>(page);
  }

  async #since(streamId: string, from: number): Promise<RecordedEvent<E>[]> {
    const events: RecordedEvent<E>[] = [];
    for await (const page of this.#pages(streamId, from)) events.push(...page);
    return events;
  }

  /** A stale revision is told with what came after it. */
  async #explained(error: unknown, streamId: string): Promise<unknown> {
    if (!(error instanceof StaleRevision)) return error;
    const since = error.expected < error.actual ? await this.#since(streamId, error.expected + 1) : [];
    return new StaleRevision(streamId, error.expected, error.actual, since);
  }
}

function checkStream(streamId: string, { tail }: FoldedStream<unknown>, { stream, ifRevision }: ExecuteOptions): void {
  if (stream === 'new' && tail.revision >= 0) throw new StreamAlreadyExists(streamId);
  if ((stream ?? 'existing') === 'existing' && tail.revision < 0) throw new StreamNotFound(streamId);
  if (ifRevision !== undefined && ifRevision !== tail.revision) {
    throw new StaleRevision(streamId, ifRevision, tail.revision, []);
  }
}

function unchanged(streamId: string, { tail, position }: FoldedStream<unknown>): Written {
  return { streamId, revision: tail.revision, position: position ?? NOWHERE, repeated: true };
}

type Decided<E> =
  | { readonly events: readonly E[]; readonly error?: undefined }
  | { readonly events?: undefined; readonly error: unknown };

function attempt<S, E>(
  streamId: string,
  folded: FoldedStream<S>,
  decide: (state: S) => readonly E[],
  options: ExecuteOptions,
): Decided<E> {
  try {
    checkStream(streamId, folded, options);
    return { events: decide(folded.state) };
  } catch (error) {
    return { error };
  }
}
