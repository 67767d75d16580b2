import { type DeletionGround, groundOf } from '../../policy/domain/grounds.js';
import type { LocalDate } from '../../schools/domain/local-date.js';
import type { Child } from './child.js';
import { groundClock } from './clocks.js';
import {
  amend,
  type DayContext,
  type DecisionContext,
  type Decisions,
  type Fact,
  type Folds,
  happenedOn,
  known,
  lawOf,
  type Order,
  refuse,
} from './facet.js';
import { type NoticeEvent, noticeFacts } from './notices.js';
import { checkGuards, type RemovalClaim, type RemovalGuard } from './removal-guards.js';
import { onRoll, type RollEvent } from './roll.js';

/** A deletion under thought: what it would be under, and whether it still can be. */
export interface Proposal {
  readonly proposalId: string;
  readonly urn: string;
  readonly ground: string;
  readonly guards: readonly string[];
  readonly proposedOn: LocalDate;
  readonly state: 'open' | 'blocked' | 'refused' | 'carried-out';
  readonly why?: string;
  readonly failed?: readonly string[];
}

type About = { readonly proposalId: string; readonly occurredOn: LocalDate };

export type RemovalEvent =
  | Fact<
      'RollDeletionProposed',
      About & {
        readonly urn: string;
        readonly ground: string;
        readonly guards: readonly string[];
        readonly outstanding: readonly RemovalGuard[];
      }
    >
  /** What the proposal was based on no longer stands (A05). */
  | Fact<'RollDeletionBlocked', About & { readonly why: string }>
  /** The gate said no; the name stays on the roll. */
  | Fact<'RollDeletionRefused', About & { readonly ground: string; readonly failedGuards: readonly RemovalGuard[] }>;

type Claim = Omit<RemovalClaim, 'urn'> & { readonly occurredOn?: LocalDate };

export type RemovalCommand =
  | Order<
      'ProposeRemoval',
      { readonly proposalId: string; readonly urn: string; readonly ground: string; readonly occurredOn?: LocalDate }
    >
  /** The gate for a proposal: carries it out, or records that it was refused and why. */
  | Order<'DecideRemoval', { readonly proposalId: string } & Claim>
  /** Deletion without a proposal before it; refused, with the guards that failed, unless all of them hold. */
  | Order<'RemoveFromRoll', { readonly urn: string; readonly ground: string } & Claim>;

const change = (child: Child, proposalId: string, to: Partial<Proposal>): Child => ({
  ...child,
  proposals: amend(
    child.proposals,
    (each) => each.proposalId === proposalId,
    (each) => ({ ...each, ...to }),
  ),
});

export const removalFolds: Folds<RemovalEvent> = {
  RollDeletionProposed: (child, { proposalId, urn, ground, guards, occurredOn }) => ({
    ...child,
    proposals: [...child.proposals, { proposalId, urn, ground, guards, proposedOn: occurredOn, state: 'open' }],
  }),
  RollDeletionBlocked: (child, { proposalId, why }) => change(child, proposalId, { state: 'blocked', why }),
  RollDeletionRefused: (child, { proposalId, failedGuards }) =>
    change(child, proposalId, { state: 'refused', failed: failedGuards }),
};

/** The open proposals that stand on a count of days, when the count no longer does. */
export function blockedProposals(child: Child, urn: string, context: DayContext): RemovalEvent[] {
  return child.proposals
    .filter(
      (each) => each.urn === urn && each.state === 'open' && each.guards.includes('TWENTY_SCHOOL_DAYS_CONTINUOUS'),
    )
    .map(({ proposalId }) => ({
      type: 'RollDeletionBlocked',
      data: { proposalId, occurredOn: context.today, why: 'twenty-day-threshold-withdrawn' },
    }));
}

function groundNamed(ground: string, context: DayContext): DeletionGround {
  const found = groundOf(context.policy.grounds, ground);
  if (found !== undefined) return found;
  const names = context.policy.grounds.map((each) => each.ground).join(', ');
  return refuse('R13', 'unknown-ground', `${ground} is no ground of ${lawOf(context)}: ${names}.`, { kind: 'invalid' });
}

function onItsRoll(child: Child, urn: string): void {
  known(child, 'R13');
  if (!onRoll(child).some((entry) => entry.urn === urn))
    refuse('R13', 'not-on-roll', `The child is not on the roll of school ${urn}.`);
}

/** Everything that follows from a deletion, in one decision: the return to the authority, its notice, the share with SEN. */
function carriedOut(
  child: Child,
  ground: DeletionGround,
  claim: RemovalClaim,
  on: LocalDate,
  passed: readonly RemovalGuard[],
  context: DecisionContext,
  proposalId?: string,
): readonly (RollEvent | NoticeEvent)[] {
  const { urn, statements = {}, notHeld = [] } = claim;
  const clock = groundClock(child, urn, context);
  const about = { urn, occurredOn: on, ground: ground.ground };
  const basis = {
    statements,
    dayCount: clock.count,
    calendarVersion: clock.explanation.calendarVersion,
    registerVersion: child.registers[urn]?.version ?? 0,
    lawVersion: lawOf(context),
  };
  return [
    {
      type: 'RemovedFromRoll',
      data: {
        ...about,
        guards: passed,
        basis,
        destinationKnown: ground.destinationKnown || child.destination?.confirmedOn !== undefined,
        ...(ground.suppressLetters ? { suppressLetters: true as const } : {}),
        ...(proposalId === undefined ? {} : { proposalId }),
      },
    },
    { type: 'DeletionReturnMade', data: { ...about, notHeld } },
    ...noticeFacts(child, { noticeId: `${urn}/${on}`, urn, ground: ground.ground, on }, context),
  ];
}

export const removalDecisions: Decisions<RemovalCommand, RemovalEvent | RollEvent | NoticeEvent> = {
  ProposeRemoval: (child, { proposalId, urn, ground, occurredOn }, context) => {
    if (child.proposals.some((each) => each.proposalId === proposalId)) return [];
    onItsRoll(child, urn);
    const found = groundNamed(ground, context);
    const { failed } = checkGuards(child, found, { urn }, context);
    const on = happenedOn(occurredOn, context, 'R13');
    return [
      {
        type: 'RollDeletionProposed',
        data: { proposalId, urn, ground, occurredOn: on, guards: found.guards, outstanding: failed },
      },
    ];
  },
  DecideRemoval: (child, { proposalId, occurredOn, ...claimed }, context) => {
    const proposal = child.proposals.find((each) => each.proposalId === proposalId);
    if (proposal === undefined) refuse('R13', 'no-such-proposal', 'No deletion has been proposed with this id.');
    if (proposal.state === 'carried-out') return [];
    const { urn, state, why } = proposal;
    if (state === 'blocked') refuse('R13', 'proposal-blocked', `The proposal no longer stands: ${why}. Propose again.`);
    onItsRoll(child, urn);
    const ground = groundNamed(proposal.ground, context);
    const claim = { ...claimed, urn };
    const { passed, failed } = checkGuards(child, ground, claim, context);
    const on = happenedOn(occurredOn, context, 'R13');
    if (failed.length > 0) {
      if (state === 'refused' && proposal.failed?.join() === failed.join()) return [];
      return [
        {
          type: 'RollDeletionRefused',
          data: { proposalId, occurredOn: on, ground: ground.ground, failedGuards: failed },
        },
      ];
    }
    return carriedOut(child, ground, claim, on, passed, context, proposalId);
  },
  RemoveFromRoll: (child, { urn, ground: name, occurredOn, ...claimed }, context) => {
    const on = happenedOn(occurredOn, context, 'R13');
    if (child.roll.some((entry) => entry.urn === urn && entry.to === on && entry.ground === name)) return [];
    onItsRoll(child, urn);
    const ground = groundNamed(name, context);
    const claim = { ...claimed, urn };
    const { passed, failed } = checkGuards(child, ground, claim, context);
    if (failed.length > 0) {
      refuse(
        'R13',
        'roll-deletion-refused',
        `The name stays on the roll: not everything is shown for ground ${name}.`,
        {
          failed,
          paragraph: ground.paragraph,
        },
      );
    }
    return carriedOut(child, ground, claim, on, passed, context);
  },
};
