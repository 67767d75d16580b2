import type { LeaveKind } from '../children/domain/leave.js';
import { type LocalDate, plusDays } from '../schools/domain/local-date.js';
import { begun } from './absences.js';
import type { Desk } from './desk.js';
import { nextId, type Pupil } from './pupil.js';

/** Something that a family does on a day. */
export interface LifePlan {
  readonly on: LocalDate;
  readonly what: 'asks-leave' | 'leaves' | 'starts-elsewhere' | 'welfare';
}

/** Of a hundred pupils in a year (DOMAIN 8.2: 4 % leave; leave and welfare by assumption). */
const LEAVERS = 0.04;
const LEAVE_REQUESTS = 0.025;
const CONCERNS = 0.006;
const YEAR_DAYS = 300;

/** What the year has in store for a pupil. */
export function plansOf(pupil: Pupil, firstDay: LocalDate): readonly LifePlan[] {
  const { chance } = pupil;
  const plans: LifePlan[] = [];
  const someDay = () => plusDays(firstDay, chance.whole(3, YEAR_DAYS));
  if (chance.happens(LEAVERS)) plans.push({ on: someDay(), what: 'leaves' });
  if (chance.happens(LEAVE_REQUESTS)) plans.push({ on: someDay(), what: 'asks-leave' });
  if (chance.happens(CONCERNS)) plans.push({ on: someDay(), what: 'welfare' });
  return plans;
}

/** A plan's day has come. @returns what follows from it on a later day */
export function carryOut(pupil: Pupil, { what }: LifePlan, desk: Desk): LifePlan | undefined {
  const { school, chance } = pupil;
  if (school === undefined) return undefined;
  const { today } = desk;
  switch (what) {
    case 'welfare':
      desk.does(pupil, {
        type: 'SetWelfareStatus',
        status: chance.pick(['child-in-need', 'child-protection-plan'] as const),
      });
      return undefined;
    case 'asks-leave':
      asksLeave(pupil, school.urn, desk);
      return undefined;
    case 'leaves':
      return leaves(pupil, school.urn, desk);
    default: {
      // The new school has the pupil: the old one may delete the name under 9(1)(a).
      const to = chance.pick(desk.schools.filter(({ urn }) => urn !== school.urn));
      if (!desk.does(pupil, { type: 'AddToRoll', urn: to.urn, startDate: today })) return undefined;
      desk.does(pupil, { type: 'ConfirmDestinationEnrolment', urn: to.urn });
      desk.does(pupil, { type: 'RemoveFromRoll', urn: school.urn, ground: '9(1)(a)' });
      desk.moves(pupil, to);
      return undefined;
    }
  }
}

function asksLeave(pupil: Pupil, urn: string, desk: Desk): void {
  const { chance } = pupil;
  const leaveId = nextId(pupil, 'leave');
  const kind: LeaveKind = chance.happens(0.1) ? 'special' : 'extended';
  const first = plusDays(desk.today, chance.whole(7, 30));
  const last = plusDays(first, chance.whole(4, 20));
  desk.does(pupil, { type: 'RequestLeave', leaveId, urn, kind, first, last });
}

function leaves(pupil: Pupil, urn: string, desk: Desk): LifePlan | undefined {
  const { chance } = pupil;
  const { today } = desk;
  const draw = chance.next();
  if (draw < 0.5 && desk.schools.length > 1) {
    desk.does(pupil, { type: 'DeclareLeaving', urn, destination: { name: 'Another school of the county' } });
    return { on: plusDays(today, chance.whole(3, 14)), what: 'starts-elsewhere' };
  }
  if (draw < 0.84) {
    const destination = { name: 'A school in Suffolk', authority: '935', startDate: plusDays(today, 3) };
    desk.does(pupil, { type: 'DeclareLeaving', urn, destination });
    if (desk.does(pupil, { type: 'ConfirmDestinationEnrolment', urn: '935001' })) {
      desk.does(pupil, { type: 'RemoveFromRoll', urn, ground: '9(1)(a)' });
      desk.moves(pupil, undefined);
    }
    return undefined;
  }
  desk.does(pupil, { type: 'DeclareLeaving', urn, reason: 'moving, no school yet' });
  pupil.spell = { ...begun('vanished', today, 400, chance), known: true };
  return undefined;
}

/** Leave that was decided comes to its first day: granted, or refused and taken all the same. */
export function goesOnLeave(pupil: Pupil, today: LocalDate): void {
  if (pupil.spell !== undefined) return;
  for (const { decision, first, last } of pupil.child.leave) {
    if (decision === undefined || first !== today) continue;
    if (decision === 'refused' && !pupil.chance.happens(0.4)) continue;
    const days = Math.max(1, Math.round(((Date.parse(last) - Date.parse(first)) / 86_400_000) * 0.7));
    pupil.spell = begun(decision === 'granted' ? 'authorised' : 'holiday', today, days, pupil.chance);
  }
}
