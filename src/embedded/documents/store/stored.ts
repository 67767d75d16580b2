/** One document of a collection. A change puts other bytes in; the bytes themselves never change, so readers may keep them. */
export interface Stored {
  bytes: Buffer;
  /** The sort key of `_id`. */
  readonly id: string;
  /** Ends this record's keys in every index, in the order of insertion. */
  readonly suffix: string;
}

export const SUFFIX_LENGTH = 6;

/** A number as six characters that sort as the numbers do; good for 2^48 insertions. */
export function suffixOf(number: number): string {
  const low = number % 0x1000000;
  const high = Math.floor(number / 0x1000000);
  return String.fromCharCode(
    (high >>> 16) & 255,
    (high >>> 8) & 255,
    high & 255,
    (low >>> 16) & 255,
    (low >>> 8) & 255,
    low & 255,
  );
}
