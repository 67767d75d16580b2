import type { Poison } from './fold.js';

/** In a build that nobody is served from, a poisoned event stops it: it must be whole before it may go live. */
export class PoisonedRebuild extends Error {
  override readonly name = 'PoisonedRebuild';

  constructor(
    readonly build: string,
    readonly poison: Poison,
  ) {
    super(`${build}: ${poison.streamId}@${poison.revision} (${poison.type}): ${poison.error}`);
  }
}
