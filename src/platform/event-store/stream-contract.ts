import type { CommandContext, DomainEvent, LogPosition, RecordedEvent, Written } from './envelope.js';

/** What a room tells the repository of its streams. */
export interface StreamKind<S, E extends DomainEvent> {
  /** Text before the first `-` of the stream's name: `child`. */
  readonly category: string;
  readonly initial: S;
  /** Pure and total: a recorded fact is never refused. A function of the bare domain event fits as well. */
  readonly evolve: (state: S, event: RecordedEvent<E>) => S;
}

/** How far to read: up to and with a revision, or what had been recorded at an instant (ISO 8601). */
export interface UpTo {
  readonly revision?: number;
  readonly asOf?: string;
}

/** A stream folded. */
export interface Loaded<S> {
  readonly state: S;
  /** Of the last event folded; -1 when there is none. */
  readonly revision: number;
  readonly recordedAt?: string;
  readonly position?: LogPosition;
}

export interface ExecuteOptions {
  /** Whether the stream must be there (default), must not, or may. */
  readonly stream?: 'new' | 'existing' | 'any';
  /** The revision that the caller has seen; anything else at the time of recording is refused (`StaleRevision`). */
  readonly ifRevision?: number;
  /**
   * True: an empty decision from the state in memory stands, even if another process may have written since. For
   * register files, where nearly every row changes nothing. A refusal is always decided on the store's own state.
   */
  readonly trustMemory?: boolean;
}

/** Pure: from the state to the facts. Throws a Refusal; an empty array says that there is nothing to record. */
export type Decide<S, E extends DomainEvent> = (state: S) => readonly E[];

/** One of many commands for `executeMany`. */
export interface StreamCommand<S, E extends DomainEvent> {
  readonly id: string;
  readonly context: CommandContext;
  readonly decide: Decide<S, E>;
  readonly options?: ExecuteOptions;
}

/** What became of one of many commands, in the order they came. */
export type CommandOutcome<C> = { readonly command: C } & (
  | { readonly written: Written; readonly error?: undefined }
  | { readonly error: unknown; readonly written?: undefined }
);
