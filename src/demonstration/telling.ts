import type { ChildCommand } from '../children/domain/child.js';
import { uuidOf } from '../platform/crypto/derived-uuid.js';
import type { SchoolCalendar } from '../schools/domain/calendar.js';
import type { LocalDate } from '../schools/domain/local-date.js';
import { schoolDaysFrom } from '../schools/domain/school-days.js';
import { SeededChance } from './chance.js';
import type { DemonstrationChild } from './county.js';
import type { DemonstrationSchool } from './schools.js';
import { type By, type Place, type Story, stories } from './stories.js';

/** The first and last day of the term that the demonstration tells. */
export const term = { first: '2026-09-01', last: '2026-12-18' } as const;

/** One school's register file of one day. */
export interface RegisterOfDay {
  readonly school: DemonstrationSchool;
  readonly date: LocalDate;
  /** Instant of the recording. */
  readonly now: string;
  /** A file as a school's system writes it: header, then a line a mark. */
  readonly csv: string;
}

export interface Told {
  readonly child: DemonstrationChild;
  readonly by: By;
  readonly now: string;
  readonly commandKey: string;
  readonly order: ChildCommand;
}

export interface DayOfCounty {
  readonly date: LocalDate;
  readonly registers: readonly RegisterOfDay[];
  readonly steps: readonly Told[];
}

interface Pupil {
  readonly child: DemonstrationChild;
  readonly story: Story | undefined;
  readonly chance: SeededChance;
  /** Days of the illness that has begun, still to come. */
  ill: number;
}

/**
 * What happens in the county, day by day, up to a date. The facts of a day do not depend on how far the telling goes, so
 * a county begun later only knows more.
 */
export function* tell(
  county: readonly DemonstrationChild[],
  calendarOf: (urn: string) => SchoolCalendar,
  until: LocalDate,
  /** The record of a child, for stories of more than one. */
  idOf: (key: string) => string = (key) => key,
): Generator<DayOfCounty> {
  const schools = [...new Map(county.map(({ school }) => [school.urn, school])).values()];
  const pupils = county.map((child, index) => pupilOf(child, index));
  const days = new Map(schools.map(({ urn }) => [urn, schoolDaysFrom(calendarOf(urn), term.first, term.last)]));
  const dates = [...new Set([...days.values()].flat())].filter((date) => date <= until).sort();
  for (const date of dates) {
    const open = schools.filter(({ urn }) => days.get(urn)?.includes(date));
    const registers = open.map((school) =>
      registerOf(school, date, (days.get(school.urn) ?? []).indexOf(date) + 1, pupils),
    );
    const steps = pupils.flatMap((pupil) => stepsOf(pupil, date, days.get(pupil.child.school.urn) ?? [], idOf));
    yield { date, registers, steps };
  }
}

/** How many days the telling has: for the progress bar. */
export function daysToTell(calendar: SchoolCalendar, until: LocalDate): number {
  return schoolDaysTold(calendar, until).length;
}

/** The school days of the term up to a date. */
export function schoolDaysTold(calendar: SchoolCalendar, until: LocalDate): readonly LocalDate[] {
  return schoolDaysFrom(calendar, term.first, until < term.last ? until : term.last);
}

function pupilOf(child: DemonstrationChild, index: number): Pupil {
  const story = stories.find((each) => each.child === child.key);
  return { child, story, chance: new SeededChance(7_919 * (index + 1)), ill: 0 };
}

function registerOf(
  school: DemonstrationSchool,
  date: LocalDate,
  day: number,
  pupils: readonly Pupil[],
): RegisterOfDay {
  const lines = ['upn,date,session,code'];
  for (const pupil of pupils) {
    if (pupil.child.school.urn !== school.urn || (pupil.story?.lastDay ?? Number.POSITIVE_INFINITY) < day) continue;
    const [am, pm] = marksOf(pupil, day);
    lines.push(`${pupil.child.upn},${date},AM,${am}`, `${pupil.child.upn},${date},PM,${pm}`);
  }
  return { school, date, now: `${date}T13:30:00.000Z`, csv: `${lines.join('\r\n')}\r\n` };
}

/** Most pupils are there; an illness lasts one to four days; now and then someone is late or at the dentist. */
function marksOf(pupil: Pupil, day: number): readonly [string, string] {
  const { chance } = pupil;
  const [draw, length] = [chance.next(), chance.whole(0, 3)];
  const written = pupil.story?.code?.(day);
  if (written !== undefined) return [written, written];
  if (pupil.ill > 0) {
    pupil.ill -= 1;
    return ['I', 'I'];
  }
  if (pupil.story !== undefined) return ['/', '\\'];
  if (draw < 0.012) {
    pupil.ill = length;
    return ['I', 'I'];
  }
  if (draw < 0.02) return ['M', '\\'];
  if (draw < 0.034) return ['L', '\\'];
  if (draw < 0.037) return ['U', '\\'];
  return ['/', '\\'];
}

function stepsOf(
  { child, story }: Pupil,
  date: LocalDate,
  days: readonly LocalDate[],
  idOf: (key: string) => string,
): Told[] {
  if (story === undefined) return [];
  const day = days.indexOf(date) + 1;
  const place: Place = {
    urn: child.school.urn,
    day: (n) => days[n - 1] ?? days.at(-1) ?? date,
    id: (name) => uuidOf(`demonstration\n${child.key}\n${name}`),
    child: idOf,
  };
  return story.steps.flatMap((step, index) => {
    if (step.onDay !== day) return [];
    const minute = String(index % 60).padStart(2, '0');
    const commandKey = `demonstration ${child.key} ${index}`;
    return [{ child, by: step.by, now: `${date}T14:${minute}:00.000Z`, commandKey, order: step.order(place) }];
  });
}
