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
