import { GenerationCache } from './generation-cache.js';

const REMEMBERED = 40_000;

export interface Appended {
  readonly stream: number;
  readonly revision: number;
  readonly position: number;
}

/** Ids of events appended lately, by which an append with expected revision 'any' that comes twice is recognised. */
export class RecentIds {
  readonly #ids = new GenerationCache<string, Appended>(REMEMBERED);

  find(id: Uint8Array): Appended | undefined {
    return this.#ids.get(keyOf(id));
  }

  add(id: Uint8Array, appended: Appended): void {
    this.#ids.set(keyOf(id), appended);
  }

  forget(): void {
    this.#ids.clear();
  }
}

function keyOf(id: Uint8Array): string {
  return Buffer.from(id.buffer, id.byteOffset, 16).toString('latin1');
}
