/**
 * Dates of the world as the field uses them: a day in England, not an instant. ISO 8601 text
 * (`2026-03-27`), so that it goes into an event as it is and sorts as it reads.
 */
export type LocalDate = string;

/** Monday is 1, Sunday is 7 (ISO 8601). */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

const DAY = 86_400_000;
/** What comes after has another form and sorts before: whoever counts on would never arrive. */
const LAST_EPOCH_DAY = Date.parse('9999-12-31T00:00:00Z') / DAY;
const PATTERN = /^\d{4}-\d{2}-\d{2}$/;

/** The same few years of dates are asked for again and again; both ways they are kept. */
const days = new Map<LocalDate, number>();
const dates = new Map<number, LocalDate>();
const MOST_KEPT = 40_000;

function epochDay(date: LocalDate): number {
  const known = days.get(date);
  if (known !== undefined) return known;
  const day = Date.parse(`${date}T00:00:00Z`) / DAY;
  if (days.size < MOST_KEPT) days.set(date, day);
  return day;
}

function fromEpochDay(day: number): LocalDate {
  const known = dates.get(day);
  if (known !== undefined) return known;
  if (day > LAST_EPOCH_DAY) throw new RangeError('no date is counted beyond the year 9999');
  const date = new Date(day * DAY).toISOString().slice(0, 10);
  if (dates.size < MOST_KEPT) dates.set(day, date);
  return date;
}

/** True for a real calendar day written `YYYY-MM-DD`; 2026-02-30 is none. */
export function isLocalDate(text: unknown): text is LocalDate {
  if (typeof text !== 'string' || !PATTERN.test(text)) return false;
  const day = epochDay(text);
  return Number.isFinite(day) && fromEpochDay(day) === text;
}

/** The date `days` calendar days later (earlier when negative). */
export function plusDays(date: LocalDate, days: number): LocalDate {
  return fromEpochDay(epochDay(date) + days);
}

/** Calendar days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return epochDay(to) - epochDay(from);
}

export function weekday(date: LocalDate): Weekday {
  const day = new Date(epochDay(date) * DAY).getUTCDay();
  return (day === 0 ? 7 : day) as Weekday;
}

export function isWeekend(date: LocalDate): boolean {
  return weekday(date) >= 6;
}

/** The Monday of the ISO week that the date lies in. */
export function mondayOf(date: LocalDate): LocalDate {
  return plusDays(date, 1 - weekday(date));
}

/** Each date from `from` to `to`, both included; none when `to` is earlier. */
export function datesFrom(from: LocalDate, to: LocalDate): LocalDate[] {
  const dates: LocalDate[] = [];
  for (let day = epochDay(from), last = epochDay(to); day <= last; day++) dates.push(fromEpochDay(day));
  return dates;
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** `27 March 2026`. */
export function inEnglish(date: LocalDate): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${day} ${MONTHS[(month ?? 1) - 1]} ${year}`;
}
