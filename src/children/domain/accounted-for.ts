import { compulsorySchoolAge } from '../../policy/domain/compulsory-school-age.js';
import { groundOf } from '../../policy/domain/grounds.js';
import { isLocalDate, type LocalDate } from '../../schools/domain/local-date.js';
import { isOpen } from './case-upkeep.js';
import type { Child } from './child.js';
import { deadline } from './deadline.js';
import type { DayContext } from './facet.js';
import { lastEnrolment, onRoll } from './roll.js';

/** Why a child on no roll has not slipped through the net (R19): where it is, or who looks for it. */
export const ACCOUNTS = {
  'open-case': 'The authority has an open case',
  died: 'The child has died',
  'over-age': 'Compulsory school age is over',
  'under-age': 'Compulsory school age has not begun',
  'case-closed': 'A case was closed on a lawful outcome after the child left the roll',
  'ground-says': 'The ground of the deletion shows where the child is educated',
  'enrolment-confirmed': 'The next school confirmed the enrolment',
  'home-education': 'Home education is notified or found suitable',
  provision: 'Alternative provision has started',
  're-engaged': 'Back in education, under review',
  'enrolment-awaited': 'A school is named, and the day to chase it has not gone by',
} as const;

export type Account = keyof typeof ACCOUNTS;

/** Since when the child is on no roll: the day of the last deletion, or of registration; undefined while it is on one. */
export function offRollSince(child: Child, { today }: Pick<DayContext, 'today'>): LocalDate | undefined {
  if (child.identity === undefined || onRoll(child).length > 0) return undefined;
  return lastEnrolment(child)?.to ?? child.identity.registeredOn ?? today;
}

/**
 * How a child on no roll is accounted for on a day; undefined for one that nobody accounts for. What was known before the
 * last enrolment began does not count: it explained another absence from the rolls.
 */
export function accountedFor(child: Child, context: DayContext): Account | undefined {
  const since = offRollSince(child, context) ?? context.today;
  if (isOpen(child.case)) return 'open-case';
  if (child.lettersSuppressed || child.case?.closed?.outcome === 'DECEASED') return 'died';
  const age = ofAge(child, context);
  if (age !== undefined) return age;
  const { education } = child;
  if (education.homeEducation === 'unsuitable' && education.status === 'home-education') return undefined;
  if (child.case?.closed !== undefined && child.case.closed.on >= since) return 'case-closed';
  return educatedElsewhere(child, since, lastEnrolment(child)?.from ?? since, context);
}

function ofAge(child: Child, { today, policy }: DayContext): Account | undefined {
  const born = child.identity?.dateOfBirth;
  if (isLocalDate(born)) {
    const { from, to } = compulsorySchoolAge(born);
    return today > to ? 'over-age' : today < from ? 'under-age' : undefined;
  }
  // An erased or unknown date of birth: the gate that the deletion passed says what had been shown.
  const ground = groundOf(policy.grounds, lastEnrolment(child)?.ground ?? '');
  return ground?.guards.includes('OVER_COMPULSORY_SCHOOL_AGE') ? 'over-age' : undefined;
}

function educatedElsewhere(child: Child, since: LocalDate, began: LocalDate, context: DayContext): Account | undefined {
  const { destination, education, reengagement, destinationKnown } = child;
  const { provision, status, homeEducationSince } = education;
  const thisTime = (date: LocalDate | undefined) => date !== undefined && date >= began;
  const noShow = thisTime(destination?.noShowOn);
  if (destinationKnown && !noShow) return 'ground-says';
  if (thisTime(destination?.confirmedOn) && !noShow) return 'enrolment-confirmed';
  if (status === 'home-education' && thisTime(homeEducationSince)) return 'home-education';
  if (provision?.state === 'started' && thisTime(provision.on)) return 'provision';
  if (reengagement !== undefined && reengagement.result !== 'failed' && reengagement.on >= since) return 're-engaged';
  if (destination === undefined || noShow || !thisTime(destination.namedOn)) return undefined;
  const chase = deadline('destinationChase', destination.startDate ?? destination.namedOn, context);
  return chase !== undefined && context.today <= chase.due ? 'enrolment-awaited' : undefined;
}
