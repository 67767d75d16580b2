import type { CodeList } from '../../policy/domain/policy-pack.js';
import { daysBetween, type LocalDate, plusDays } from '../../schools/domain/local-date.js';
import type { OpenSpell, ReportedChild } from './reported-child.js';
import { SMALLEST_SHOWN, suppressed, type Table } from './suppression.js';

/** What the leadership team is told (R32): counts of the whole county, and tables without their small numbers. */
export interface CsltFigures {
  readonly authority: string;
  /** The end of this day. */
  readonly asOf: LocalDate;
  /** The first day of the period that the flows are of. */
  readonly from: LocalDate;
  readonly openAtStart: number;
  readonly opened: number;
  readonly reopened: number;
  readonly closed: number;
  /** openAtStart + opened + reopened - closed. */
  readonly open: number;
  readonly reported: number;
  readonly reEngaged: number;
  readonly breached: number;
  readonly closedByOutcome: Table;
  readonly openByDuration: Table;
  readonly openBySchool: Table;
  readonly openByCause: Table;
  /** A child may belong to several groups, or to none. */
  readonly openByGroup: Table;
  readonly breachesByDuty: Table;
  /** Open cases at the end of each month of the period, and of its last day. */
  readonly trend: readonly { readonly on: LocalDate; readonly open: number }[];
  /** Versions of what the figures were made with. */
  readonly made: { readonly figures: 1; readonly smallestShown: number; readonly durations: string };
}

export interface Period {
  readonly authority: string;
  readonly asOf: LocalDate;
  readonly from: LocalDate;
  /** The bands of the department’s return, as they stood on the day. */
  readonly durations: CodeList;
}

const NOT_RECORDED = 'NOT_RECORDED';

/** The figures as at the end of a day, from what is known of each child. Pure: the same records give the same figures. */
export function csltFigures(children: Iterable<ReportedChild>, period: Period): CsltFigures {
  const { authority, asOf, from, durations } = period;
  const within = (date: LocalDate | undefined) => date !== undefined && from <= date && date <= asOf;
  const tables = {
    outcome: new Map<string, number>(),
    duration: new Map<string, number>(),
    school: new Map<string, number>(),
    cause: new Map<string, number>(),
    group: new Map<string, number>(),
    duty: new Map<string, number>(),
  };
  const days = monthEnds(from, asOf);
  const openOn = new Map([...days, plusDays(from, -1)].map((day) => [day, 0]));
  const flows = { opened: 0, reopened: 0, closed: 0, reported: 0, reEngaged: 0, breached: 0 };
  for (const child of children) {
    for (const spell of child.spells) {
      for (const day of openOn.keys()) if (isOpenOn(spell, day)) add(openOn, day);
      if (within(spell.from)) flows[spell.reopened ? 'reopened' : 'opened']++;
      if (within(spell.to)) {
        flows.closed++;
        add(tables.outcome, spell.outcome || NOT_RECORDED);
      }
      if (!isOpenOn(spell, asOf)) continue;
      add(tables.duration, durationOf(spell.from, asOf, durations));
      add(tables.school, child.school ?? NOT_RECORDED);
      add(tables.cause, (child.causes.find(({ primary }) => primary) ?? child.causes[0])?.code ?? NOT_RECORDED);
      for (const group of child.groups) add(tables.group, group);
    }
    for (const { kind, on } of child.breaches) {
      if (!within(on)) continue;
      flows.breached++;
      add(tables.duty, kind);
    }
    flows.reported += child.referredOn.filter(within).length;
    flows.reEngaged += child.reEngagedOn.filter(within).length;
  }
  return {
    authority,
    asOf,
    from,
    openAtStart: openOn.get(plusDays(from, -1)) ?? 0,
    ...flows,
    open: openOn.get(asOf) ?? 0,
    closedByOutcome: suppressed(tables.outcome),
    openByDuration: suppressed(tables.duration),
    openBySchool: suppressed(tables.school),
    openByCause: suppressed(tables.cause),
    openByGroup: suppressed(tables.group),
    breachesByDuty: suppressed(tables.duty),
    trend: days.map((on) => ({ on, open: openOn.get(on) ?? 0 })),
    made: { figures: 1, smallestShown: SMALLEST_SHOWN, durations: durations.version },
  };
}

function isOpenOn({ from, to }: OpenSpell, day: LocalDate): boolean {
  return from <= day && (to === undefined || day < to);
}

function durationOf(from: LocalDate, asOf: LocalDate, { entries }: CodeList): string {
  const weeks = daysBetween(from, asOf) / 7;
  const band = entries.find(({ attributes }) => {
    const { fromWeeks, belowWeeks } = attributes ?? {};
    return (
      typeof fromWeeks === 'number' && fromWeeks <= weeks && (typeof belowWeeks !== 'number' || weeks < belowWeeks)
    );
  });
  return band?.code ?? NOT_RECORDED;
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** The last day of each month from one date to another, and that other date itself. */
function monthEnds(from: LocalDate, to: LocalDate): LocalDate[] {
  const ends: LocalDate[] = [];
  for (let day = from; day < to; ) {
    const [year = 0, month = 0] = day.split('-').map(Number);
    const next = month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`;
    if (plusDays(next, -1) < to) ends.push(plusDays(next, -1));
    day = next;
  }
  return [...ends, to];
}

/** What one form of a report says that the other does not, figure by figure. */
export interface Difference {
  readonly figure: string;
  readonly asRecorded: number;
  readonly asKnown: number;
}

const HEADLINES = ['openAtStart', 'opened', 'reopened', 'closed', 'open', 'reported', 'reEngaged', 'breached'] as const;

/** Where the figures as known now differ from those as recorded; a table that differs is named with its differing rows. */
export function differences(recorded: CsltFigures, known: CsltFigures): readonly Difference[] {
  return [
    ...HEADLINES.filter((figure) => recorded[figure] !== known[figure]).map((figure) => ({
      figure,
      asRecorded: recorded[figure],
      asKnown: known[figure],
    })),
    ...recorded.trend.flatMap(({ on, open }, index) => {
      const now = known.trend[index]?.open ?? 0;
      return now === open ? [] : [{ figure: `open on ${on}`, asRecorded: open, asKnown: now }];
    }),
  ];
}
