import type { RecordedEvent } from './envelope.js';

/** What the event store may answer, in the project's own words. Matched by `name`, so that two copies of a class do no harm. */
export abstract class EventStoreError extends Error {}

export class StreamNotFound extends EventStoreError {
  override readonly name = 'StreamNotFound';

  constructor(
    readonly streamId: string,
    options?: ErrorOptions,
  ) {
    super(`There is no stream ${streamId}.`, options);
  }
}

export class StreamAlreadyExists extends EventStoreError {
  override readonly name = 'StreamAlreadyExists';

  constructor(readonly streamId: string) {
    super(`Stream ${streamId} exists already.`);
  }
}

/** The caller decided on a revision that is no longer the last (or never was). `since` holds what came after it. */
export class StaleRevision extends EventStoreError {
  override readonly name = 'StaleRevision';

  constructor(
    readonly streamId: string,
    readonly expected: number,
    readonly actual: number,
    readonly since: readonly RecordedEvent[],
  ) {
    super(`Stream ${streamId} is at revision ${actual}, not ${expected}.`);
  }
}

/** Commands kept changing the stream between reading and appending. The caller may try again. */
export class TooManyConflicts extends EventStoreError {
  override readonly name = 'TooManyConflicts';

  constructor(
    readonly streamId: string,
    readonly tries: number,
  ) {
    super(`Stream ${streamId} changed ${tries} times while a command was being decided.`);
  }
}

/** The store could not be reached within the bound. Whether an append was recorded is open; the same command may be sent again. */
export class StoreUnavailable extends EventStoreError {
  override readonly name = 'StoreUnavailable';

  constructor(options?: ErrorOptions) {
    super('The event store cannot be reached.', options);
  }
}

export class EventTooLarge extends EventStoreError {
  override readonly name = 'EventTooLarge';

  constructor(
    readonly streamId: string,
    readonly maximumBytes?: number,
  ) {
    super(`What was to be recorded in ${streamId} is larger than the store takes${limit(maximumBytes)}.`);
  }
}

/** A command id was used before, for something else. */
export class CommandIdReused extends EventStoreError {
  override readonly name = 'CommandIdReused';

  constructor(
    readonly streamId: string,
    readonly commandId: string,
  ) {
    super(`Command ${commandId} was recorded in ${streamId} with other contents.`);
  }
}

/** A stored event of a type that this program has no definition for: an older program reads a newer log, or a stray event. */
export class UnknownEventType extends EventStoreError {
  override readonly name = 'UnknownEventType';

  constructor(
    readonly type: string,
    readonly streamId?: string,
    readonly revision?: number,
  ) {
    super(`No definition of event type ${type}${where(streamId, revision)}.`);
  }
}

/** A stored event that is not in the envelope of envelope.ts, or newer than this program. */
export class UnreadableEvent extends EventStoreError {
  override readonly name = 'UnreadableEvent';

  constructor(
    readonly reason: string,
    readonly streamId: string,
    readonly revision: number,
    options?: ErrorOptions,
  ) {
    super(`Event cannot be read${where(streamId, revision)}: ${reason}.`, options);
  }
}

/** The record holds what this program cannot read; another record may well be read. */
export function isUnreadable(error: unknown): error is UnknownEventType | UnreadableEvent {
  return error instanceof UnknownEventType || error instanceof UnreadableEvent;
}

/** An event that the program itself tried to record and must not: no definition, no JSON, personal data without a person. */
export class UnrecordableEvent extends EventStoreError {
  override readonly name = 'UnrecordableEvent';

  constructor(
    readonly type: string,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`${type} cannot be recorded: ${reason}.`, options);
  }
}

function limit(bytes?: number): string {
  return bytes === undefined ? '' : ` (${bytes} bytes)`;
}

function where(streamId?: string, revision?: number): string {
  return streamId === undefined ? '' : ` (${streamId}, revision ${revision})`;
}
