/** One instance of a process that failed for good: its events wait until a person lets it go on. */
export interface HeldInstance {
  readonly process: string;
  readonly instance: string;
  /** Its events after this position have not been acted on. */
  readonly after: string;
  readonly streamId: string;
  readonly revision: number;
  readonly eventType: string;
  /** Class of the error. */
  readonly error: string;
  /** Instant. */
  readonly since: string;
  readonly resume?: boolean;
}

/**
 * Where processes stand, as a port. Unlike a view's, this can't be built again: a lost checkpoint would send letters twice
 * or never. It must lie in a database that is kept (`cme_keys`).
 */
export interface ProcessStore {
  checkpoint(process: string): Promise<string | undefined>;
  /** Forward only: false when a later holder of the lease, or a later position, is written already. */
  saveCheckpoint(process: string, position: string, token: number): Promise<boolean>;
  held(process: string): Promise<readonly HeldInstance[]>;
  /** Does nothing if the instance is held already. */
  hold(instance: HeldInstance): Promise<void>;
  /** False when it is not held. */
  requestResume(process: string, instance: string): Promise<boolean>;
  /** It failed again, at this place. */
  holdAgain(instance: HeldInstance): Promise<void>;
  free(process: string, instance: string): Promise<void>;
}
