/** A mail that waits to be sent. What is in it and where it goes is in the stream that it is recorded in. */
export interface Waiting {
  /** Of the mail: the same for the same attempt. */
  readonly id: string;
  /** The stream that the mail is recorded in, and its name there. */
  readonly streamId: string;
  readonly letterId: string;
  readonly attempt: number;
  /** Instant before which it is not tried again. */
  readonly due: string;
  /** How often it was tried in vain. */
  readonly failures: number;
}

/**
 * The mails that wait, as a port. A work list and no more: whether a mail still has to be sent is asked of its stream each
 * time. It lies in a database that is kept (`cme_keys`), as the place of the process that fills it does.
 */
export interface OutboxStore {
  /** Does nothing if it waits already. */
  put(mail: Waiting): Promise<void>;
  /** Those whose time has come, the longest waiting first. */
  due(now: string, limit: number): Promise<readonly Waiting[]>;
  postpone(id: string, due: string, failures: number): Promise<void>;
  remove(id: string): Promise<void>;
  /** How many wait, whenever they are due. */
  count(): Promise<number>;
}
