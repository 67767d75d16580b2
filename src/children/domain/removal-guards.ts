import { compulsorySchoolAge } from '../../policy/domain/compulsory-school-age.js';
import type { DeletionGround, GroundGuard } from '../../policy/domain/grounds.js';
import { settingOf } from '../../policy/domain/policy-on.js';
import { isLocalDate } from '../../schools/domain/local-date.js';
import type { Child } from './child.js';
import { groundClock, leaveClock } from './clocks.js';
import { enquiriesSince, type Side } from './enquiries.js';
import type { DayContext } from './facet.js';
import { onRoll } from './roll.js';

/** A guard of the removal gate: those of the ground, and those of every deletion. */
export type RemovalGuard = GroundGuard | 'DELETION_RETURN_COMPLETE' | 'TRAVELLER_SERVICE_CONSULTED';

/** What a person states for a guard that no program can see: a reference, a hash, the words of a decision. */
export type Statements = Partial<Readonly<Record<RemovalGuard, string>>>;

export interface RemovalClaim {
  readonly urn: string;
  readonly statements?: Statements;
  /** What the school does not hold of the deletion return's contents: `parent-phone`. */
  readonly notHeld?: readonly string[];
}

type Check = (child: Child, claim: RemovalClaim, context: DayContext) => boolean;

const stated =
  (guard: RemovalGuard): Check =>
  (_child, { statements }) =>
    (statements?.[guard] ?? '').trim() !== '';

/** Guards that the facts answer: a statement cannot take their place. Every other guard needs a person's statement. */
const CHECKS: Partial<Record<RemovalGuard, Check>> = {
  TWENTY_SCHOOL_DAYS_CONTINUOUS: (child, { urn }, context) => {
    const clock = groundClock(child, urn, context);
    return clock.reached && clock.flagged.every(({ why }) => why === 'new-school-year');
  },
  TEN_SCHOOL_DAYS_AFTER_LEAVE: (child, { urn }, context) =>
    grantedLeave(child, urn).some(
      ({ granted }) => granted !== undefined && leaveClock(child, urn, granted.last, context).reached,
    ),
  LEAVE_GRANTED: (child, { urn }) => grantedLeave(child, urn).length > 0,
  JOINT_ENQUIRIES_SCHOOL: (child) => concludedBy(child, 'school'),
  JOINT_ENQUIRIES_LA: (child) => concludedBy(child, 'la'),
  JOINT_ENQUIRIES_OUTCOME: (child, _claim, { policy }) => {
    const mayAgree = settingOf(policy, 'jointEnquiriesMayEndInAgreement') === true;
    return Object.values(child.enquiries.concluded).every(
      (conclusion) =>
        conclusion?.outcome === 'not-found' || (mayAgree && conclusion?.outcome === 'found-will-not-return'),
    );
  },
  OTHER_SCHOOL_REGISTERED: (child, { urn }) =>
    child.destination?.confirmedOn !== undefined || onRoll(child).some((entry) => entry.urn !== urn),
  NO_ATTENDANCE_ORDER_NAMING_SCHOOL: (child, { urn }) => child.attendanceOrder?.urn !== urn,
  NOT_MAIN_SCHOOL_OF_MOBILE_CHILD: (child, { urn }) =>
    !(child.identity?.mobileChild && child.identity.mainSchool === urn),
  NO_DUAL_REGISTRATION_AGREED: (child) => !onRoll(child).some(({ subsidiary }) => subsidiary),
  WRITTEN_HOME_EDUCATION_NOTICE: (child) => child.education.writtenNotice === true,
  AUTHORITY_CONSENT_SPECIAL_SCHOOL: (child, claim, context) =>
    !['E', 'S'].includes(child.identity?.sen ?? 'N') ||
    stated('AUTHORITY_CONSENT_SPECIAL_SCHOOL')(child, claim, context),
  OVER_COMPULSORY_SCHOOL_AGE: ({ identity }, _claim, { today }) =>
    isLocalDate(identity?.dateOfBirth) && today > compulsorySchoolAge(identity.dateOfBirth).to,
  PERMANENT_EXCLUSION_FINAL: (child, claim, context) =>
    child.exclusions.some(({ kind, rescinded }) => kind === 'permanent' && !rescinded) &&
    stated('PERMANENT_EXCLUSION_FINAL')(child, claim, context),
};

const grantedLeave = (child: Child, urn: string) =>
  child.leave.filter((leave) => leave.urn === urn && leave.granted !== undefined);

function concludedBy(child: Child, side: Side): boolean {
  const conclusion = child.enquiries.concluded[side];
  return conclusion !== undefined && conclusion.occurredOn >= enquiriesSince(child);
}

/** Reg. 13(4): at least one emergency telephone of each parent that the pupil normally lives with, or that none is held. */
const returnComplete: Check = (child, { notHeld = [] }) =>
  notHeld.includes('parent-phone') ||
  (child.identity?.parents ?? []).every(({ livesWith, phones }) => livesWith === false || (phones?.length ?? 0) > 0);

/** DOMAIN 4.7: for a mobile child day 20 is a reason to ask the traveller service, not to delete. */
const travellerServiceAsked: Check = (child, claim, context) =>
  child.identity?.mobileChild !== true || stated('TRAVELLER_SERVICE_CONSULTED')(child, claim, context);

/** The guards of a deletion that hold, and those that do not. */
export function checkGuards(child: Child, ground: DeletionGround, claim: RemovalClaim, context: DayContext) {
  const passed: RemovalGuard[] = [];
  const failed: RemovalGuard[] = [];
  const check = (guard: RemovalGuard, holds: boolean) => (holds ? passed : failed).push(guard);
  for (const guard of ground.guards) check(guard, (CHECKS[guard] ?? stated(guard))(child, claim, context));
  if (ground.guards.includes('TWENTY_SCHOOL_DAYS_CONTINUOUS')) {
    check('TRAVELLER_SERVICE_CONSULTED', travellerServiceAsked(child, claim, context));
  }
  check('DELETION_RETURN_COMPLETE', returnComplete(child, claim, context));
  return { passed, failed };
}
