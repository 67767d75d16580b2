import type { DomainEvent, RecordedEvent } from '../event-store/envelope.js';

/**
 * Something that acts on what happened: sends a command, a mail, a letter. A view never does. It may be told of an event
 * more than once (a crash between acting and remembering), so what it does must be safe to repeat: its command ids come
 * from `Reaction.commandId`.
 */
export interface ReactingProcess<E extends DomainEvent = DomainEvent> {
  /** Lower-case words joined by `-`: 'breach-recorder'. Its checkpoint goes by it, so it never changes. */
  readonly name: string;
  readonly streamPrefixes: readonly string[];
  /** A process that is new begins with what happens from now on; 'start' goes through all that ever happened. */
  readonly startFrom: 'now' | 'start';
  /** What keeps its order and, when it fails, is held back by itself. Default: the stream. */
  instanceOf?(event: RecordedEvent<E>): string;
  /**
   * Acts. Events of one instance come in order. A transient error (`isTransient`) is tried again without limit; any other
   * a few times, then this instance waits in quarantine for a person and the others go on.
   */
  react(event: RecordedEvent<E>, reaction: Reaction): Promise<void>;
}

export interface Reaction {
  /** The same each time the event is delivered; another for each thing that is done (`what`: 'notify-head'). */
  commandId(what: string): string;
}

/** What the runner tells of a process. Telemetry listens. */
export interface ProcessObserver {
  reacted(process: string, events: number): void;
  /** The subscription, a store or a reaction failed; it is tried again. */
  retrying(process: string, error: string): void;
  held(process: string, error: string): void;
}
