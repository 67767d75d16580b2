/** Dates and times as GOV.UK writes them: "27 March 2026", "2:05pm"; midday and midnight in words. Times are England's. */
const ZONE = 'Europe/London';
const day = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, day: 'numeric', month: 'long', year: 'numeric' });
const weekdayAndDay = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const clock = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hour: 'numeric', minute: '2-digit', hour12: false });

/** Noon of a day stands for the day: no zone moves it to another. */
function instantOf(value: string): Date {
  return new Date(value.length === 10 ? `${value}T12:00:00Z` : value);
}

/** "27 March 2026", of a date or an instant. */
export function dateInWords(value: string): string {
  return day.format(instantOf(value));
}

/** "Friday 27 March 2026". */
export function longDateInWords(value: string): string {
  return weekdayAndDay.format(instantOf(value)).replace(',', '');
}

/** "9:30am", "midday", of an instant. */
export function timeInWords(instant: string): string {
  const [hours = '0', minutes = '00'] = clock.format(new Date(instant)).split(':');
  const hour = Number(hours) % 24;
  if (minutes === '00' && hour % 12 === 0) return hour === 0 ? 'midnight' : 'midday';
  return `${hour % 12 === 0 ? 12 : hour % 12}:${minutes}${hour < 12 ? 'am' : 'pm'}`;
}

/** What the MoJ components ask of the filter `mojDate`. */
export function mojDate(instant: string, type = 'datetime'): string {
  if (type === 'date') return dateInWords(instant);
  if (type === 'time') return timeInWords(instant);
  if (type === 'shortdate') return dateInWords(instant);
  return `${dateInWords(instant)} at ${timeInWords(instant)}`;
}

const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** Date and time of day in England, as form fields hold them. */
export function fieldsOf(instant: string): { readonly date: string; readonly time: string } {
  const found = Object.fromEntries(parts.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
  return { date: `${found.year}-${found.month}-${found.day}`, time: `${found.hour}:${found.minute}` };
}

/**
 * The last instant of a minute in England; undefined when the fields hold no date and time. When the clocks go back a
 * minute comes twice, and the later one is meant; one that the clocks jump over is the minute after the jump.
 */
export function instantInEngland(date: string, time: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || !/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) return undefined;
  const utc = Date.parse(`${date}T${time}:59.999Z`);
  if (Number.isNaN(utc)) return undefined;
  for (const offset of [0, 3_600_000]) {
    const instant = new Date(utc - offset).toISOString();
    const fields = fieldsOf(instant);
    if (fields.date === date && fields.time === time) return instant;
  }
  return new Date(utc).toISOString();
}
