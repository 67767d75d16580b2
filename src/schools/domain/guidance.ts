import { type DueDate, dueDate } from '../../policy/domain/due-date.js';
import { timescaleOf } from '../../policy/domain/policy-on.js';
import {
  calendarOf,
  type Decisions,
  type Fact,
  type Folds,
  type Order,
  refuse,
  registered,
  type SchoolContext,
} from './facet.js';
import type { LocalDate } from './local-date.js';
import type { School } from './school.js';

/** The edition of a statutory document that counts, as the school's authority published it. */
export interface GuidanceInForce {
  readonly document: string;
  readonly title: string;
  readonly version: string;
  /** When the school could know of it: published, and the school on record. */
  readonly since: LocalDate;
}

export type GuidanceEvent = Fact<
  'SchoolAcknowledgedGuidance',
  { readonly document: string; readonly version: string; readonly occurredOn: LocalDate }
>;

export type GuidanceCommand = Order<'AcknowledgeGuidance', { readonly document: string; readonly version: string }>;

/** By document: the last edition that the school said it follows, and when it said so. */
export type Acknowledged = Readonly<Record<string, { readonly version: string; readonly on: LocalDate }>>;

export const guidanceFolds: Folds<GuidanceEvent> = {
  SchoolAcknowledgedGuidance: (school, { document, version, occurredOn }) => ({
    ...school,
    acknowledged: { ...school.acknowledged, [document]: { version, on: occurredOn } },
  }),
};

export const guidanceDecisions: Decisions<GuidanceCommand, GuidanceEvent> = {
  AcknowledgeGuidance: (school, { document, version }, { today, guidance = [] }) => {
    registered(school, 'R35');
    const inForce = guidance.find((each) => each.document === document);
    if (inForce === undefined) refuse('R35', 'no-such-guidance', 'The authority has published no such guidance.');
    if (inForce.version !== version) {
      const detail = `The edition that counts is ${inForce.version}: acknowledge that one.`;
      refuse('R35', 'guidance-not-current', detail);
    }
    if (school.acknowledged[document]?.version === version) return [];
    return [{ type: 'SchoolAcknowledgedGuidance', data: { document, version, occurredOn: today } }];
  },
};

export interface GuidanceDue {
  readonly guidance: GuidanceInForce;
  readonly when: DueDate;
}

/** Editions in force that the school has not acknowledged; none under a policy without the rule (R35). */
export function guidanceDue(school: School, context: SchoolContext): readonly GuidanceDue[] {
  const timescale = timescaleOf(context.policy, 'guidanceAcknowledgement');
  if (timescale === undefined) return [];
  const calendar = calendarOf(school, context);
  return (context.guidance ?? [])
    .filter(({ document, version }) => school.acknowledged[document]?.version !== version)
    .map((guidance) => ({ guidance, when: dueDate(timescale, guidance.since, calendar) }));
}
