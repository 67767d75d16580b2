import { type Account, accountedFor, offRollSince } from '../../children/domain/accounted-for.js';
import { isOpen } from '../../children/domain/case-upkeep.js';
import type { Child } from '../../children/domain/child.js';
import type { DayContext } from '../../children/domain/facet.js';
import { isUnplaced } from '../../children/domain/leavers.js';
import { isReferred, type Stage } from '../../children/domain/stage.js';
import { isLocalDate, type LocalDate } from '../../schools/domain/local-date.js';

/** What the reconciliation looks for (R19). */
export const FINDINGS = {
  'on-no-roll': 'On no roll, and no destination, home education or open case accounts for it',
  'case-without-owner': 'An open case without an owner',
  'case-without-next-action': 'An open case without a next action',
  'case-without-date': 'An open case whose next action has no date',
  'leaver-not-followed': 'Leaves without a named school, and nobody follows it',
  'enquiry-not-owned': 'An open enquiry without an owner, a next action or a date',
  'record-unreadable': 'The record could not be read as far as it goes',
} as const;

export type FindingKind = keyof typeof FINDINGS;

/** A child or an enquiry that nobody accounts for. */
export interface Finding {
  readonly subject: 'child' | 'enquiry';
  readonly id: string;
  readonly kind: FindingKind;
  /** Since when, in the world; the day of looking where nothing says. */
  readonly since: LocalDate;
}

/**
 * Stages at which a child is on a roll with neither a case nor leaving: by what a stage is there is nothing to find, so a
 * list may be asked for the others only. A property test holds `findingsOfChild` to it.
 */
export const NOTHING_TO_FIND: readonly Stage[] = ['on-roll', 'absent', 'on-leave', 'enquiries', 'consultation'];

/** What is wrong with a child's record on a day; nothing when the child is accounted for and every open case has an owner, an action and a date. */
export function findingsOfChild(id: string, child: Child, context: DayContext): readonly Finding[] {
  const found = (kind: FindingKind, since: LocalDate): Finding => ({ subject: 'child', id, kind, since });
  const findings: Finding[] = [];
  const since = offRollSince(child, context);
  if (since !== undefined && accountedFor(child, context) === undefined) findings.push(found('on-no-roll', since));
  if (isOpen(child.case)) {
    const { owner, nextAction, openedOn } = child.case;
    if (isBlank(owner)) findings.push(found('case-without-owner', openedOn));
    if (isBlank(nextAction?.action)) findings.push(found('case-without-next-action', openedOn));
    if (!isLocalDate(nextAction?.due)) findings.push(found('case-without-date', openedOn));
  }
  if (since === undefined && !isFollowed(child)) {
    findings.push(found('leaver-not-followed', child.leaver?.occurredOn ?? context.today));
  }
  return findings;
}

/** A leaver without a named school is reported, and from the twentieth day on is the authority's (R14, R15). */
function isFollowed(child: Child): boolean {
  const { leaver } = child;
  if (leaver === undefined || !isUnplaced(child) || isOpen(child.case) || isReferred(child)) return true;
  return leaver.reportedOn !== undefined && leaver.reachedOn === undefined;
}

/** How the children on no roll are accounted for: for the counts of a reconciliation. */
export function accountOf(child: Child, context: DayContext): Account | 'on-roll' | undefined {
  return offRollSince(child, context) === undefined ? 'on-roll' : accountedFor(child, context);
}

/** An enquiry as its list shows it. */
export interface EnquiryOnList {
  readonly state: 'open' | 'closed';
  readonly receivedOn: string;
  readonly owner: string | null;
  readonly nextAction: string | null;
  readonly due: string | null;
}

export function findingsOfEnquiry(id: string, enquiry: EnquiryOnList, today: LocalDate): readonly Finding[] {
  const { state, receivedOn, owner, nextAction, due } = enquiry;
  if (state === 'closed' || !(isBlank(owner) || isBlank(nextAction) || !isLocalDate(due))) return [];
  return [{ subject: 'enquiry', id, kind: 'enquiry-not-owned', since: isLocalDate(receivedOn) ? receivedOn : today }];
}

function isBlank(text: string | null | undefined): boolean {
  return (text ?? '').trim() === '';
}

/** The same finding on any day: it is recorded once under this key, until it is resolved. */
export function keyOfFinding({ subject, id, kind }: Pick<Finding, 'subject' | 'id' | 'kind'>): string {
  return `${subject}/${id}/${kind}`;
}
