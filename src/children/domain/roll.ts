import type { LocalDate } from '../../schools/domain/local-date.js';
import type { Child } from './child.js';
import { aDate, type Decisions, type Fact, type Folds, known, type Order, refuse } from './facet.js';

/** The child's name on one school's admission register, from its starting day until the name was deleted. */
export interface Enrolment {
  readonly urn: string;
  readonly from: LocalDate;
  /** The date of deletion: the first day off roll. */
  readonly to?: LocalDate;
  readonly ground?: string;
  /** Registered at another school too, by agreement; this one is not the main school. */
  readonly subsidiary?: boolean;
  /** When the school told the authority of its new pupil (reg. 13(1)). */
  readonly returnMadeOn?: LocalDate;
}

export type RollEvent =
  | Fact<
      'AddedToRoll',
      {
        readonly urn: string;
        readonly occurredOn: LocalDate;
        readonly yearGroup?: string;
        readonly subsidiary?: boolean;
      }
    >
  /** The name was deleted under a statutory ground; `basis` is what the gate was passed with. */
  | Fact<
      'RemovedFromRoll',
      {
        readonly urn: string;
        readonly occurredOn: LocalDate;
        /** The regulation's number of the day: `9(1)(i)`. */
        readonly ground: string;
        readonly guards: readonly string[];
        readonly basis: Readonly<Record<string, unknown>>;
        /** The ground, or a confirmed enrolment, says where the child is educated now. */
        readonly destinationKnown: boolean;
        /** No letter may go to the family. */
        readonly suppressLetters?: true;
        readonly proposalId?: string;
      }
    >
  /** Reg. 13(4): what goes to the authority, not later than the deletion. `notHeld` says what the school does not have. */
  | Fact<
      'DeletionReturnMade',
      {
        readonly urn: string;
        readonly occurredOn: LocalDate;
        readonly ground: string;
        readonly notHeld: readonly string[];
      }
    >;

export type RollCommand = Order<
  'AddToRoll',
  { readonly urn: string; readonly startDate: LocalDate; readonly yearGroup?: string; readonly subsidiary?: boolean }
>;

export const rollFolds: Folds<RollEvent> = {
  AddedToRoll: (child, { urn, occurredOn, subsidiary }) => ({
    ...child,
    roll: [...child.roll, { urn, from: occurredOn, ...(subsidiary ? { subsidiary } : {}) }],
  }),
  RemovedFromRoll: (child, { urn, occurredOn, ground, destinationKnown, suppressLetters, proposalId }) => {
    const { [urn]: _, ...thresholds } = child.thresholds;
    return {
      ...child,
      roll: child.roll.map((entry) =>
        entry.urn === urn && entry.to === undefined ? { ...entry, to: occurredOn, ground } : entry,
      ),
      thresholds,
      destinationKnown,
      lettersSuppressed: child.lettersSuppressed || suppressLetters === true,
      proposals: child.proposals.map((each) =>
        each.proposalId === proposalId ? { ...each, state: 'carried-out' } : each,
      ),
    };
  },
  DeletionReturnMade: (child) => child,
};

/** The enrolments that have not ended. */
export function onRoll(child: Child): readonly Enrolment[] {
  return child.roll.filter(({ to }) => to === undefined);
}

/** The school that answers for the child: the main school of two by agreement, the newer of two during a transfer. */
export function mainEnrolment(child: Child): Enrolment | undefined {
  let main: Enrolment | undefined;
  for (const entry of child.roll) {
    if (entry.to === undefined && (main === undefined || main.subsidiary || !entry.subsidiary)) main = entry;
  }
  return main;
}

/** The last enrolment that ended. */
export function lastEnrolment(child: Child): Enrolment | undefined {
  return child.roll.filter(({ to }) => to !== undefined).at(-1);
}

/** The enrolment at a school that covers a date; the day of deletion itself is off roll. */
export function enrolmentOn(child: Child, urn: string, date: LocalDate): Enrolment | undefined {
  return child.roll.find(
    (entry) => entry.urn === urn && entry.from <= date && (entry.to === undefined || date < entry.to),
  );
}

export const rollDecisions: Decisions<RollCommand, RollEvent> = {
  AddToRoll: (child, { urn, startDate, yearGroup, subsidiary }) => {
    known(child, 'R16');
    aDate(startDate, 'R16', 'The starting day');
    const here = onRoll(child).find((entry) => entry.urn === urn);
    if (here !== undefined) {
      if (here.from === startDate) return [];
      refuse('R16', 'already-on-roll', `The child is on the roll of school ${urn} from another date.`);
    }
    return [
      {
        type: 'AddedToRoll',
        data: {
          urn,
          occurredOn: startDate,
          ...(yearGroup ? { yearGroup } : {}),
          ...(subsidiary ? { subsidiary } : {}),
        },
      },
    ];
  },
};
