import { randomBytes, randomUUID } from 'node:crypto';

/** Randomness as a port, beside the clock, so that a whole run can be repeated from a seed. */
export interface Chance {
  /** Unpredictable bytes: keys, nonces. */
  bytes(length: number): Buffer;
  /** A random UUID (version 4): names of new streams. */
  uuid(): string;
}

export const CHANCE = Symbol('Chance');

export const systemChance: Chance = {
  bytes: (length) => randomBytes(length),
  uuid: () => randomUUID(),
};
