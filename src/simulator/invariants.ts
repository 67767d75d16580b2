import { isOpen } from '../children/domain/case-upkeep.js';
import type { Child, ChildCommand, ChildEvent } from '../children/domain/child.js';
import { groundClock } from '../children/domain/clocks.js';
import { breachesDue, duties } from '../children/domain/duties.js';
import type { DecisionContext } from '../children/domain/facet.js';
import { nextReview } from '../children/domain/next-review.js';
import { checkGuards, type RemovalClaim } from '../children/domain/removal-guards.js';
import { caseloadRow } from '../children/domain/row.js';
import { groundOf } from '../policy/domain/grounds.js';
import { isLocalDate } from '../schools/domain/local-date.js';

/** One command that was obeyed, with the child before and after it. */
export interface Obeyed {
  readonly before: Child;
  readonly command: ChildCommand;
  readonly events: readonly ChildEvent[];
  readonly after: Child;
  readonly context: DecisionContext;
}

/** What may never be after any command, in words; none when all is well. */
export function faultsOfCommand({ before, command, events, after, context }: Obeyed): string[] {
  const faults: string[] = [];
  for (const event of events) {
    if (event.type === 'RemovedFromRoll') faults.push(...removedWithout(before, command, event.data.ground, context));
  }
  // T1: the clock alone never touches the roll.
  if (command.type === 'ReviewChild' && JSON.stringify(before.roll) !== JSON.stringify(after.roll)) {
    faults.push('the clock has changed the roll');
  }
  const urn = context.calendar?.urn;
  if (urn !== undefined && after.thresholds[urn] !== undefined && MARKS.has(command.type)) {
    if (!groundClock(after, urn, context).reached)
      faults.push(`a threshold stands at ${urn} that the register no longer reaches`);
  }
  return faults;
}

/** The commands after which the count of days is looked at again. */
const MARKS: ReadonlySet<string> = new Set(['RecordAbsence', 'RecordMarks', 'AmendAbsence', 'EstablishAbsenceReason']);

/** A deletion is right only when every guard of its ground held before it. */
function removedWithout(before: Child, command: ChildCommand, name: string, context: DecisionContext): string[] {
  const ground = groundOf(context.policy.grounds, name);
  const claim = claimOf(before, command);
  if (ground === undefined || claim === undefined) return [`removed under ${name} by ${command.type}`];
  return checkGuards(before, ground, claim, context).failed.map((guard) => `removed under ${name} without ${guard}`);
}

function claimOf(before: Child, command: ChildCommand): RemovalClaim | undefined {
  if (command.type === 'RemoveFromRoll') return command;
  if (command.type !== 'DecideRemoval') return undefined;
  const proposal = before.proposals.find(({ proposalId }) => proposalId === command.proposalId);
  return proposal === undefined ? undefined : { ...command, urn: proposal.urn };
}

/** What may never be of a child on any day: a duty that is nobody's, an open case without its next action. */
export function faultsOfDay(child: Child, context: DecisionContext): string[] {
  const faults: string[] = [];
  const keys = new Set<string>();
  let before = '';
  for (const { kind, key, owner, nextAction, due, rule, paragraph, explanation } of duties(child, context)) {
    if ([owner, nextAction, paragraph, explanation.sum].some((text) => text.trim() === ''))
      faults.push(`${kind} lacks a word`);
    if (!/^R\d\d$/.test(rule)) faults.push(`${kind} names no rule`);
    if (!isLocalDate(due)) faults.push(`${kind} has no date`);
    if (keys.has(key)) faults.push(`${kind} is there twice`);
    if (due < before) faults.push(`${kind} is out of order`);
    keys.add(key);
    before = due;
  }
  if (isOpen(child.case)) {
    const { owner, nextAction } = child.case;
    if ([owner, nextAction.action, nextAction.due].some((text) => text.trim() === ''))
      faults.push('an open case lacks a word');
    if (Object.values(caseloadRow(child, context)).includes(null)) faults.push('an open case has an incomplete row');
  }
  return faults;
}

/** What may never be of a child that the clock has just reviewed: something left for the same day. */
export function faultsOfReview(child: Child, context: DecisionContext): string[] {
  const next = nextReview(child, context);
  return [
    ...(next !== null && next <= context.today ? ['a review leaves something to be reviewed the same day'] : []),
    ...(breachesDue(child, context).length > 0 ? ['a review leaves a breach unrecorded'] : []),
  ];
}
