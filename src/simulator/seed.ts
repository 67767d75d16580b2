/** A number of its own for every named thing under one seed, so that what one pupil does never depends on another's draws (FNV-1a). */
export function seedOf(seed: number, ...names: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const character of `${seed}/${names.join('/')}`) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return hash >>> 0;
}
