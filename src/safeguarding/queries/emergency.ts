import type { Person } from '../../platform/identity/person.js';

/** Name under which start-up gives the room that keeps emergency accesses. */
export const EMERGENCY_ACCESS = Symbol('EmergencyAccess');

/** Break-glass, as a port: somebody without the right reads for a short time, for a reason that is on record. */
export interface EmergencyAccess {
  /**
   * Whether an emergency access of this person to this child is running. If it is, this read under it is on record when
   * the promise resolves; a failure to record it rejects, and nothing may be shown.
   * @throws StoreUnavailable
   */
  readsUnder(person: Person, childId: string): Promise<boolean>;
}
