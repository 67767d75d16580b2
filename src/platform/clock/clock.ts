/** Time and chance as ports: with both in hand the whole program can be repeated, and a lint rule forbids the others. */
export interface Clock {
  /** The instant now, ISO 8601 with milliseconds and Z. */
  now(): string;
  /** Milliseconds since 1970. */
  epoch(): number;
}

export const CLOCK = Symbol('Clock');

export const systemClock: Clock = {
  now: () => new Date().toISOString(),
  epoch: () => Date.now(),
};

const london = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/London',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** By the hour, for England's offset is a whole number of hours: the same few are asked for again and again. */
const dates = new Map<string, string>();
const MOST_KEPT = 10_000;

/** The date in England at an instant (ISO 8601 with Z): after midnight in summer it is a day ahead of UTC. */
export function dateInEngland(instant: string): string {
  const hour = instant.slice(0, 13);
  const known = dates.get(hour);
  if (known !== undefined && instant.endsWith('Z')) return known;
  const date = london.format(new Date(instant));
  if (dates.size >= MOST_KEPT) dates.clear();
  if (instant.endsWith('Z')) dates.set(hour, date);
  return date;
}

const londonTime = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** The time of day in England at an instant: `10:30`. */
export function timeInEngland(instant: string): string {
  return londonTime.format(new Date(instant));
}
