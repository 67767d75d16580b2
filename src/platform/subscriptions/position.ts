import type { LogPosition } from '../event-store/envelope.js';

const WIDTH = 20;

/**
 * A log position as a string whose order is the log's order. Both halves are kept, padded with zeros: a resume by the
 * commit half alone can miss an event, and '9' sorts after '10'.
 */
export function positionText(position: LogPosition): string {
  return `${position.commit.toString().padStart(WIDTH, '0')}:${position.prepare.toString().padStart(WIDTH, '0')}`;
}

/** Reads what `positionText` wrote. Throws RangeError on anything else: a guessed position would skip events. */
export function positionFrom(text: string): LogPosition {
  const parts = /^(\d{20}):(\d{20})$/.exec(text);
  if (!parts?.[1] || !parts[2]) throw new RangeError(`not a log position: ${text}`);
  return { commit: BigInt(parts[1]), prepare: BigInt(parts[2]) };
}

/** Sorts before every position of a log. */
export const BEFORE_ALL = '';
