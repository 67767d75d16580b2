/** Whoever keeps the known schools up with the log. */
export interface Follower {
  caughtUpWith(urn: string, revision: number): Promise<void>;
}

export const FOLLOWER = Symbol('Follower');
