import { type Decisions, type Fact, type Folds, type Order, refuse, registered } from './facet.js';
import type { LocalDate } from './local-date.js';

export interface SchoolDetails {
  readonly urn: string;
  readonly name: string;
  readonly phase: 'nursery' | 'primary' | 'secondary' | 'all-through' | 'special' | 'pupil-referral-unit';
  /** Three-digit code of the authority that the school lies in. */
  readonly authority: string;
  /** The four digits that make, with the authority's code, the DfE number. */
  readonly establishment?: string;
  readonly federation?: string;
  /** The mailbox of the school’s office, for letters to the school: nobody’s own. */
  readonly email?: string;
}

export type RegistrationEvent =
  | Fact<'SchoolRegistered', SchoolDetails & { readonly occurredOn: LocalDate }>
  | Fact<'SchoolDetailsChanged', Partial<Omit<SchoolDetails, 'urn'>> & { readonly occurredOn: LocalDate }>
  | Fact<'PolicyAdopted', { readonly pack: string; readonly from: LocalDate; readonly occurredOn: LocalDate }>;

export type RegistrationCommand =
  | Order<'RegisterSchool', SchoolDetails & { readonly policyPack?: string }>
  | Order<'ChangeSchoolDetails', Partial<Omit<SchoolDetails, 'urn'>>>
  | Order<'AdoptPolicy', { readonly pack: string; readonly from?: LocalDate }>;

/** The packs that the school has worked under, oldest first. */
export type AdoptedPolicies = readonly { readonly pack: string; readonly from: LocalDate }[];

export const registrationFolds: Folds<RegistrationEvent> = {
  SchoolRegistered: (school, { occurredOn: _, ...details }) => ({ ...school, ...details }),
  SchoolDetailsChanged: (school, { occurredOn: _, ...changes }) => ({ ...school, ...changes }),
  PolicyAdopted: (school, { pack, from }) => ({
    ...school,
    policies: [...school.policies.filter((adopted) => adopted.from !== from), { pack, from }].sort((a, b) =>
      a.from < b.from ? -1 : 1,
    ),
  }),
};

export const registrationDecisions: Decisions<RegistrationCommand, RegistrationEvent> = {
  RegisterSchool: (school, { type: _, policyPack, ...details }, { today }) => {
    if (!/^[1-9]\d{5}$/.test(details.urn)) {
      refuse('R05', 'not-a-urn', 'A URN has six digits and does not begin with 0.', { kind: 'invalid' });
    }
    if (school.urn !== undefined) {
      if (saysNothingNew(school, details)) return [];
      refuse('R05', 'school-already-registered', 'This school has been registered with other details.');
    }
    return [
      { type: 'SchoolRegistered', data: { ...details, occurredOn: today } },
      ...(policyPack === undefined
        ? []
        : [{ type: 'PolicyAdopted' as const, data: { pack: policyPack, from: today, occurredOn: today } }]),
    ];
  },
  ChangeSchoolDetails: (school, { type: _, ...changes }, { today }) => {
    registered(school, 'R05');
    if (saysNothingNew(school, changes)) return [];
    return [{ type: 'SchoolDetailsChanged', data: { ...changes, occurredOn: today } }];
  },
  AdoptPolicy: (school, { pack, from }, { today }) => {
    registered(school, 'R23');
    const start = from ?? today;
    if (policyPackOn(school.policies, start) === pack) return [];
    return [{ type: 'PolicyAdopted', data: { pack, from: start, occurredOn: today } }];
  },
};

/** The pack that governed the school on a date; undefined before it adopted any. */
export function policyPackOn(policies: AdoptedPolicies, date: LocalDate): string | undefined {
  return policies.findLast(({ from }) => from <= date)?.pack;
}

function saysNothingNew(school: object, changes: object): boolean {
  const known = school as Record<string, unknown>;
  return Object.entries(changes).every(([field, value]) => JSON.stringify(known[field]) === JSON.stringify(value));
}
