import type { LocalDate } from '../../schools/domain/local-date.js';
import { aDate, type Decisions, type Fact, type Folds, happenedOn, known, type Order, refuse } from './facet.js';
import type { RollEvent } from './roll.js';

export interface Address {
  readonly lines: readonly string[];
  readonly postcode?: string;
  /** Three-digit code of the authority that the address lies in, where known: 926 is Norfolk. */
  readonly authority?: string;
  /** A refuge or another address that is hidden by default. */
  readonly confidential?: boolean;
}

export interface Parent {
  readonly parentId: string;
  readonly name: string;
  readonly relationship?: string;
  readonly parentalResponsibility?: boolean;
  /** The pupil normally lives with this parent. */
  readonly livesWith?: boolean;
  readonly phones?: readonly string[];
  readonly emails?: readonly string[];
  readonly address?: Address;
}

/** SEN provision by the common basic data set: N none, K support, E plan; S is a statement of old. */
export type SenProvision = 'N' | 'K' | 'E' | 'S';

export interface Person {
  readonly childId: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly knownAs?: string;
  readonly dateOfBirth: LocalDate;
  readonly sex?: 'F' | 'M' | 'U';
  readonly upn?: string;
  readonly formerUpns?: readonly string[];
  readonly uln?: string;
  readonly yearGroup?: string;
  readonly sen?: SenProvision;
  /** Reg. 9(1)(a): a child of a parent who travels for work; `mainSchool` is its main school's URN. */
  readonly mobileChild?: boolean;
  readonly mainSchool?: string;
  readonly address?: Address;
  readonly parents?: readonly Parent[];
}

/** Who the child is, as last told, and since when it has been known. */
export type Identity = Person & { readonly registeredOn?: LocalDate };

export type IdentityEvent =
  | Fact<'ChildRegistered', Person & { readonly occurredOn: LocalDate }>
  | Fact<'DetailsChanged', Partial<Omit<Person, 'childId'>> & { readonly occurredOn: LocalDate }>;

export type IdentityCommand =
  | Order<
      'RegisterChild',
      Person & {
        readonly occurredOn?: LocalDate;
        /** The roll the child enters; none when the authority knows of a child on no roll. */
        readonly school?: { readonly urn: string; readonly startDate?: LocalDate };
      }
    >
  | Order<'ChangeDetails', Partial<Omit<Person, 'childId'>> & { readonly occurredOn?: LocalDate }>;

export const identityFolds: Folds<IdentityEvent> = {
  ChildRegistered: (child, { occurredOn: registeredOn, ...person }) => ({
    ...child,
    identity: { ...person, registeredOn },
  }),
  DetailsChanged: (child, { occurredOn: _, ...changes }) =>
    child.identity === undefined ? child : { ...child, identity: { ...child.identity, ...changes } },
};

/** True when every given field says what is known already. */
function saysNothingNew(person: object, changes: object): boolean {
  return Object.entries(changes).every(
    ([field, value]) => JSON.stringify(value) === JSON.stringify((person as Record<string, unknown>)[field]),
  );
}

export const identityDecisions: Decisions<IdentityCommand, IdentityEvent | RollEvent> = {
  RegisterChild: (child, { type: _, school, occurredOn, ...person }, context) => {
    if (child.identity !== undefined) {
      if (saysNothingNew(child.identity, person)) return [];
      refuse('R36', 'child-already-registered', 'This child has been registered with other details.');
    }
    aDate(person.dateOfBirth, 'R25', 'The date of birth');
    if (person.dateOfBirth > context.today) {
      refuse('R25', 'born-in-the-future', 'The date of birth lies in the future.', { kind: 'invalid' });
    }
    const on = happenedOn(occurredOn, context, 'R36');
    const registered: IdentityEvent = { type: 'ChildRegistered', data: { ...person, occurredOn: on } };
    if (school === undefined) return [registered];
    const startDate = aDate(school.startDate ?? on, 'R13', 'The starting day');
    const added: RollEvent = { type: 'AddedToRoll', data: { urn: school.urn, occurredOn: startDate } };
    return [registered, added];
  },
  ChangeDetails: (child, { type: _, occurredOn, ...changes }, context) => {
    known(child, 'R67');
    if (changes.dateOfBirth !== undefined) aDate(changes.dateOfBirth, 'R25', 'The date of birth');
    if (child.identity === undefined || saysNothingNew(child.identity, changes)) return [];
    return [{ type: 'DetailsChanged', data: { ...changes, occurredOn: happenedOn(occurredOn, context, 'R67') } }];
  },
};
