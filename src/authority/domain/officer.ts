import type { LocalDate } from '../../schools/domain/local-date.js';
import { plusDays } from '../../schools/domain/local-date.js';
import type { Authority } from './authority.js';
import { aDate, type Decisions, type Fact, type Folds, type Order, refuse } from './facet.js';

/** Who answers for children missing education at the authority, from a day to a day (R30). */
export interface Designation {
  readonly designationId: string;
  /** The staff id that tokens name the person by. */
  readonly staffId: string;
  readonly name: string;
  readonly title: string;
  readonly from: LocalDate;
  /** The last day; none while nobody was designated after. */
  readonly to?: LocalDate;
}

export type OfficerEvent =
  | Fact<'CmeOfficerDesignated', Omit<Designation, 'to'> & { readonly occurredOn: LocalDate }>
  /** Another was designated: no day has two, and none is without. */
  | Fact<
      'CmeOfficerDesignationEnded',
      { readonly designationId: string; readonly to: LocalDate; readonly occurredOn: LocalDate }
    >;

export type OfficerCommand = Order<
  'DesignateCmeOfficer',
  Pick<Designation, 'designationId' | 'staffId' | 'name' | 'title'> & { readonly from?: LocalDate }
>;

export const officerFolds: Folds<OfficerEvent> = {
  CmeOfficerDesignated: (authority, { occurredOn: _, ...designation }) => ({
    ...authority,
    officers: [...authority.officers, designation],
  }),
  CmeOfficerDesignationEnded: (authority, { designationId, to }) => ({
    ...authority,
    officers: authority.officers.map((each) => (each.designationId === designationId ? { ...each, to } : each)),
  }),
};

/** The designated officer of a day; undefined before the first was designated. */
export function officerOn({ officers }: Pick<Authority, 'officers'>, date: LocalDate): Designation | undefined {
  return officers.find(({ from, to }) => from <= date && (to === undefined || date <= to));
}

export const officerDecisions: Decisions<OfficerCommand, OfficerEvent> = {
  DesignateCmeOfficer: (authority, { designationId, staffId, name, title, from }, { today }) => {
    const start = from === undefined ? today : aDate(from, 'R30', 'The first day');
    if (authority.officers.some((each) => each.designationId === designationId)) return [];
    if (staffId.trim() === '' || name.trim() === '') {
      refuse('R30', 'officer-not-named', 'Name the officer and give the staff id.', { kind: 'invalid' });
    }
    const last = authority.officers.at(-1);
    if (last?.staffId === staffId && last.name === name && last.title === title) return [];
    if (last !== undefined && start <= last.from) {
      refuse('R30', 'designation-out-of-order', `The last designation began on ${last.from}: begin after it.`);
    }
    const designated: OfficerEvent = {
      type: 'CmeOfficerDesignated',
      data: { designationId, staffId, name, title, from: start, occurredOn: today },
    };
    if (last === undefined) return [designated];
    const to = plusDays(start, -1);
    const data = { designationId: last.designationId, to, occurredOn: today };
    return [{ type: 'CmeOfficerDesignationEnded', data }, designated];
  },
};
