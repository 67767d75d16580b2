import type { LocalDate } from '../../schools/domain/local-date.js';
import { type Decisions, type Fact, type Folds, happenedOn, type Order, open, refuse } from './facet.js';
import type { ChildAsTold } from './intake.js';
import type { Matches, MatchProposal } from './matching.js';
import type { PersonDetails } from './person.js';

/** The authority's own records, searched by the program; another system is looked at by a person who records the result. */
export const OWN_RECORDS = 'cme-tracker';

export type CheckResult = Matches['outcome'] | 'found' | 'not-found' | 'inconclusive';

export interface RollCheck {
  readonly checkId: string;
  readonly system: string;
  readonly result: CheckResult;
  readonly on: LocalDate;
  /** The enquiry was amended afterwards: another child was searched for. */
  readonly outdated?: true;
}

/** A record that may be the child asked about, with the reasons in words. Nothing personal but the record's random id. */
export interface Proposal extends Pick<MatchProposal, 'childId' | 'band' | 'score' | 'why' | 'perhapsTwin' | 'model'> {
  readonly fields: readonly { readonly field: string; readonly reads: string; readonly sign: string }[];
  /** The school on whose roll the child was. */
  readonly urn?: string;
}

export type RollCheckEvent =
  | Fact<
      'RollChecked',
      {
        readonly checkId: string;
        readonly system: string;
        readonly result: CheckResult;
        readonly candidates: number;
        readonly occurredOn: LocalDate;
      }
    >
  | Fact<'MatchProposed', Proposal & { readonly checkId: string; readonly occurredOn: LocalDate }>;

export type RollCheckCommand = Order<
  'CheckRolls',
  {
    readonly checkId: string;
    readonly system: string;
    readonly result: CheckResult;
    readonly proposals: readonly Proposal[];
    readonly occurredOn?: LocalDate;
  }
>;

export const rollCheckFolds: Folds<RollCheckEvent> = {
  RollChecked: (enquiry, { checkId, system, result, occurredOn }) => ({
    ...enquiry,
    checks: [...enquiry.checks, { checkId, system, result, on: occurredOn }],
  }),
  MatchProposed: (enquiry, { checkId: _, occurredOn: _on, ...proposal }) => ({
    ...enquiry,
    proposals: [...enquiry.proposals.filter(({ childId }) => childId !== proposal.childId), proposal],
  }),
};

export const rollCheckDecisions: Decisions<RollCheckCommand, RollCheckEvent> = {
  /** However well a record agrees it is proposed, never accepted: a person decides (R38, A16). */
  CheckRolls: (enquiry, { checkId, system, result, proposals, occurredOn }, context) => {
    open(enquiry, 'R38');
    if (enquiry.checks.some((check) => check.checkId === checkId)) return [];
    if (enquiry.kind === 'notification' && enquiry.triage === undefined) {
      refuse('R50', 'not-triaged', 'A notification is triaged before anybody’s record is searched for it.');
    }
    if (enquiry.triage !== undefined && enquiry.triage.decision !== 'accept') {
      refuse('R50', 'not-accepted', 'The notification was not accepted: no record is searched for it.');
    }
    const on = happenedOn(occurredOn, enquiry, context, 'R38');
    const checked = { checkId, system, result, candidates: proposals.length, occurredOn: on };
    return [
      { type: 'RollChecked', data: checked },
      ...proposals.map((proposal) => ({
        type: 'MatchProposed' as const,
        data: { ...proposal, checkId, occurredOn: on },
      })),
    ];
  },
};

/** A comparison as it is kept: the weights stay behind, for they mean nothing to a reader. */
export function proposalOf({ fields, ...proposal }: MatchProposal, urn?: string): Proposal {
  return {
    ...proposal,
    fields: fields.map(({ field, reads, sign }) => ({ field, reads, sign })),
    ...(urn === undefined ? {} : { urn }),
  };
}

/** The child as told, in the terms of the comparison. */
export function personAsTold(child: ChildAsTold): PersonDetails {
  const { address, formerAddress, ...person } = child;
  const addresses = [address, formerAddress].filter((each) => each !== undefined);
  return addresses.length === 0 ? person : { ...person, addresses };
}
