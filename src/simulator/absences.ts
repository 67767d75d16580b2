import { SeededChance } from '../demonstration/chance.js';
import type { LocalDate } from '../schools/domain/local-date.js';
import type { Phase } from './county-plan.js';

/** Why a pupil is away, as the world has it; the register learns it sooner or later, or never. */
export type SpellKind =
  | 'illness'
  | 'appointment'
  | 'late'
  | 'unexplained'
  | 'holiday'
  | 'authorised'
  | 'suspended'
  | 'refusal'
  | 'vanished';

export interface Spell {
  readonly kind: SpellKind;
  readonly first: LocalDate;
  /** School days still to come, today among them. */
  left: number;
  /** The parents rang, or the office has learnt of it: the register has its true code. */
  known: boolean;
}

/** Sessions lost of all possible, in percent: autumn 2024/25, DOMAIN 8.1. */
const ABSENCE: Readonly<Record<Phase, number>> = { primary: 5.07, secondary: 7.66, special: 12.55 };

/** How often an absence is of a kind, and how many school days it takes, least and most. */
const KINDS: readonly (readonly [SpellKind, number, number, number])[] = [
  ['illness', 0.515, 1, 3],
  ['appointment', 0.215, 1, 1],
  ['late', 0.06, 1, 1],
  ['unexplained', 0.14, 1, 2],
  ['holiday', 0.05, 3, 7],
  ['authorised', 0.007, 1, 3],
  ['suspended', 0.007, 1, 4],
  ['illness', 0.0035, 15, 40],
  ['refusal', 0.0016, 12, 50],
  ['vanished', 0.0009, 400, 400],
];
/** School days of an absence on average, by these figures: half a day for an appointment or a late arrival. */
const MEAN_DAYS = KINDS.reduce(
  (sum, [kind, share, least, most]) =>
    sum + share * (kind === 'appointment' || kind === 'late' ? 0.5 : (least + most) / 2),
  0,
);
/** Absence of a month against the year's: 4.7 % in September, 9.4 % in the last week of December (DOMAIN 8.1). */
const SEASON: Readonly<Record<string, number>> = {
  '09': 0.74,
  10: 0.92,
  11: 1.05,
  12: 1.35,
  '01': 1.1,
  '02': 1.08,
  '03': 1,
  '04': 0.95,
  '05': 0.96,
  '06': 1,
  '07': 1.1,
};
/** Most pupils are seldom away, a few often. */
const PRONE: readonly (readonly [number, number, number])[] = [
  [0.85, 0.5, 0.9],
  [0.12, 1.4, 2.4],
  [0.03, 4, 6.5],
];
const PRONE_MEAN = PRONE.reduce((sum, [share, least, most]) => sum + (share * (least + most)) / 2, 0);
/** Days that touch a holiday draw families away. */
const BRIDGE = 4;

export function pronenessOf(chance: SeededChance): number {
  let draw = chance.next();
  for (const [share, least, most] of PRONE) {
    if (draw < share) return least + chance.next() * (most - least);
    draw -= share;
  }
  return 1;
}

/** Whether an absence begins on a school day, and which. */
export function spellOn(
  date: LocalDate,
  phase: Phase,
  proneness: number,
  bridge: boolean,
  chance: SeededChance,
): Spell | undefined {
  const lost = ABSENCE[phase] / 100;
  // Only who is there can fall ill: the absent are left out of what the rate is of.
  const rate = (lost * proneness * (SEASON[date.slice(5, 7)] ?? 1)) / (MEAN_DAYS * PRONE_MEAN * (1 - lost));
  const draw = chance.next();
  if (draw < rate) return ofKind(KINDS, date, chance);
  return bridge && draw < rate * (1 + 0.05 * BRIDGE) ? begun('holiday', date, chance.whole(2, 6), chance) : undefined;
}

function ofKind(kinds: typeof KINDS, date: LocalDate, chance: SeededChance): Spell {
  let draw = chance.next();
  for (const [kind, share, least, most] of kinds) {
    if (draw < share) return begun(kind, date, chance.whole(least, most), chance);
    draw -= share;
  }
  return begun('illness', date, 1, chance);
}

export function begun(kind: SpellKind, first: LocalDate, left: number, chance: SeededChance): Spell {
  const told = { illness: 0.75, holiday: 0.35, unexplained: 0, vanished: 0 } as const;
  return { kind, first, left, known: chance.happens(told[kind as keyof typeof told] ?? 1) };
}

const CODE: Readonly<Record<SpellKind, string>> = {
  illness: 'I',
  appointment: 'M',
  late: 'U',
  unexplained: 'O',
  holiday: 'G',
  authorised: 'C',
  suspended: 'E',
  refusal: 'O',
  vanished: 'O',
};

/** The code that is true of an absence. */
export const trueCode = ({ kind }: Spell): string => CODE[kind];

/** What the office marks morning and afternoon. */
export function marksOf(spell: Spell | undefined): readonly [string, string] {
  if (spell === undefined) return ['/', '\\'];
  if (spell.kind === 'appointment' || spell.kind === 'late') return [CODE[spell.kind], '\\'];
  const code = spell.known ? CODE[spell.kind] : 'N';
  return [code, code];
}
