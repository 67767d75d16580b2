import type { LocalDate } from '../../schools/domain/local-date.js';
import { aDate, type Decisions, type Fact, type Folds, type Order, refuse } from './facet.js';

/** A policy pack that the authority works under from a day (R23). */
export interface Adoption {
  readonly pack: string;
  readonly version: string;
  readonly from: LocalDate;
}

export type AdoptionEvent = Fact<'PolicyVersionAdopted', Adoption & { readonly occurredOn: LocalDate }>;

export type AdoptionCommand = Order<
  'AdoptPolicyVersion',
  { readonly pack: string; readonly version: string; readonly from?: LocalDate }
>;

export const adoptionFolds: Folds<AdoptionEvent> = {
  PolicyVersionAdopted: (authority, { pack, version, from }) => ({
    ...authority,
    packs: [
      ...authority.packs.filter((each) => each.pack !== pack || each.from !== from),
      { pack, version, from },
    ].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0)),
  }),
};

/** What had been adopted by a day, one version a pack. */
export function adoptedOn(packs: readonly Adoption[], date: LocalDate): readonly Adoption[] {
  const inForce = new Map<string, Adoption>();
  for (const each of packs) if (each.from <= date) inForce.set(each.pack, each);
  return [...inForce.values()];
}

export const adoptionDecisions: Decisions<AdoptionCommand, AdoptionEvent> = {
  AdoptPolicyVersion: (authority, { pack, version, from }, { today, packs }) => {
    const start = from === undefined ? today : aDate(from, 'R23', 'The first day');
    const held = packs.find((each) => each.pack === pack && each.version === version);
    if (held === undefined) {
      refuse('R23', 'no-such-pack', `The program holds no version ${version} of a policy pack ${pack}.`);
    }
    if (start < held.validFrom || (held.validTo !== undefined && held.validTo < start)) {
      refuse('R23', 'pack-not-in-force', `${pack} ${version} is not in force on ${start}.`);
    }
    const adopted = adoptedOn(authority.packs, start).find((each) => each.pack === pack);
    if (adopted?.version === version) return [];
    return [{ type: 'PolicyVersionAdopted', data: { pack, version, from: start, occurredOn: today } }];
  },
};
