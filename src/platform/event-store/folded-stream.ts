import type { DomainEvent, LogPosition, RecordedEvent } from './envelope.js';
import { EMPTY_STREAM, type StreamTail } from './stored-event.js';
import type { Loaded, StreamKind } from './stream-contract.js';

/** Where a command's last event lies. */
export interface RecordedCommand {
  readonly revision: number;
  readonly position: LogPosition;
  readonly fingerprint?: string;
}

/**
 * A stream folded, with what the next command must know. It may be kept in memory: if another process has written in
 * the meantime, the append behind its revision fails and nothing is lost but a try.
 */
export interface FoldedStream<S> {
  readonly state: S;
  readonly tail: StreamTail;
  readonly position?: LogPosition;
  /** The stream's commands. One map for all states of a stream: it only ever grows by what is recorded. */
  readonly commands: Map<string, RecordedCommand>;
}

export function emptyFold<S>(initial: S): FoldedStream<S> {
  return { state: initial, tail: EMPTY_STREAM, commands: new Map() };
}

export function foldOnto<S, E extends DomainEvent>(
  folded: FoldedStream<S>,
  events: readonly RecordedEvent<E>[],
  evolve: StreamKind<S, E>['evolve'],
): FoldedStream<S> {
  const last = events.at(-1);
  if (!last) return folded;
  let { state } = folded;
  for (const event of events) {
    state = evolve(state, event);
    const { commandId, fingerprint } = event.metadata;
    const command = { revision: event.revision, position: event.position };
    folded.commands.set(commandId, fingerprint === undefined ? command : { ...command, fingerprint });
  }
  const { integrity, recordedAt } = last.metadata;
  const tail = { revision: last.revision, hash: integrity.hash, recordedAt };
  return { state, tail, position: last.position, commands: folded.commands };
}

export function loadedOf<S>({ state, tail, position }: FoldedStream<S>): Loaded<S> {
  return {
    state,
    revision: tail.revision,
    ...(tail.recordedAt !== undefined && { recordedAt: tail.recordedAt }),
    ...(position && { position }),
  };
}
