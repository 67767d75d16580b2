import type { Concern } from './concerns.js';
import type { Action, Escalation } from './escalations.js';

/** The restricted half of a child's story: its own stream, its own key, its own readers. */
export interface Safeguarding {
  readonly concerns: readonly Concern[];
  readonly escalations: readonly Escalation[];
  readonly actions: readonly Action[];
  readonly missingPersonReports: readonly string[];
}

export const initialSafeguarding: Safeguarding = {
  concerns: [],
  escalations: [],
  actions: [],
  missingPersonReports: [],
};
