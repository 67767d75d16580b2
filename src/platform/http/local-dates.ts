/** No child was born before, and nothing is planned for after: days are counted one by one. */
export const FIRST_DAY = '1900-01-01';
export const LAST_DAY = '2199-12-31';

const FORM = /^\d{4}-\d{2}-\d{2}$/;

/** True for a real day of the calendar written `2026-11-10`; 2026-02-30 is none. */
export function isLocalDate(value: unknown): value is string {
  if (typeof value !== 'string' || !FORM.test(value)) return false;
  const midnight = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(value);
}

/** The instant of ISO 8601 text with a zone, in UTC with milliseconds; undefined when it is none of those days. */
export function instantOf(value: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(value)) return undefined;
  const instant = new Date(value);
  if (Number.isNaN(instant.getTime())) return undefined;
  const text = instant.toISOString();
  return text >= FIRST_DAY && text.slice(0, 10) <= LAST_DAY ? text : undefined;
}
