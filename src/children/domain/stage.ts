import { isOpen } from './case-upkeep.js';
import type { Child } from './child.js';
import { enquiriesSince } from './enquiries.js';
import { isUnplaced } from './leavers.js';
import { lastEnrolment, onRoll } from './roll.js';
import { standingVisits } from './shared-visits.js';

/**
 * Where a child is in the workflow: one word at a time, for lists and filters. In order of precedence, the authority's
 * work before the school's.
 */
export const STAGES = {
  'handed-over': 'The case was sent to another authority, which has not acknowledged it',
  escalated: 'Untraced; a review of the risk is pending',
  placing: 'Found, and not in education: a place is sought',
  locating: 'Whereabouts unknown, or a visit is outstanding',
  'case-open': 'The authority has a case and makes its first checks',
  referred: 'Reported to the authority, which has not opened a case yet',
  're-engaged': 'Back in education, under review until it has lasted',
  leaving: 'Leaves, or has left, with no school to go to',
  closed: 'The case is closed and the child is on no roll',
  left: 'Left for a school that was named',
  'off-roll': 'On no roll, and nobody has said where the child is educated',
  consultation: 'The school and the authority consult before any removal',
  enquiries: 'Absent; the school makes its enquiries',
  'on-leave': 'Away on leave that was granted',
  absent: 'Absent since the last mark',
  'on-roll': 'On the roll, nothing outstanding',
} as const;

export type Stage = keyof typeof STAGES;

/** The stage of a registered child, from facts alone: the same on any day until something is recorded. */
export function stageOf(child: Child): Stage {
  if (isOpen(child.case)) return stageOfCase(child);
  if (isReferred(child)) return 'referred';
  const open = openAbsence(child);
  const back = child.reengagement;
  if (back !== undefined && back.result === undefined && (open === undefined || open.from.date <= back.on))
    return 're-engaged';
  if (isUnplaced(child)) return 'leaving';
  if (onRoll(child).length === 0) return stageOffRoll(child);
  if (child.consultation !== undefined && child.consultation.outcome === undefined) return 'consultation';
  if (open === undefined) return 'on-roll';
  const since = enquiriesSince(child);
  if (child.enquiries.made.some(({ occurredOn, side }) => side === 'school' && occurredOn >= since)) return 'enquiries';
  const onLeave = child.leave.some(
    ({ granted }) => granted !== undefined && granted.first <= open.from.date && open.to.date <= granted.last,
  );
  return onLeave ? 'on-leave' : 'absent';
}

function stageOfCase(child: Child): Stage {
  if (child.handover?.state === 'sent') return 'handed-over';
  if (child.risk.pending.some(({ trigger }) => trigger === 'untraced')) return 'escalated';
  const back = child.reengagement;
  if (back !== undefined && back.result === undefined) return 're-engaged';
  const last = standingVisits(child).at(-1);
  const visitOutstanding = child.visitRequests.some(({ state }) => state !== 'visited');
  if (child.whereabouts?.known === true || (last?.located === true && !visitOutstanding)) return 'placing';
  if (child.whereabouts?.known === false || visitOutstanding) return 'locating';
  return 'case-open';
}

/** The last report has been answered neither by a case nor by the child's being back; what comes while a case is open is part of it. */
export function isReferred(child: Child): boolean {
  const last = child.referrals.at(-1);
  if (last === undefined || isOpen(child.case)) return false;
  const back = child.reengagement;
  if (back !== undefined && back.on >= last.occurredOn) return false;
  return child.case === undefined || (child.case.reopenedOn ?? child.case.openedOn) < last.occurredOn;
}

function stageOffRoll(child: Child): Stage {
  if (child.case !== undefined) return 'closed';
  const { destination } = child;
  if (destination !== undefined && destination.noShowOn === undefined) return 'left';
  return lastEnrolment(child)?.ground !== undefined && child.destinationKnown ? 'left' : 'off-roll';
}

/** The open absence in the register of a school whose roll the child is on. */
export function openAbsence(child: Child) {
  for (const { urn } of onRoll(child)) {
    const open = child.registers[urn]?.open;
    if (open !== undefined) return { urn, ...open };
  }
  return undefined;
}
