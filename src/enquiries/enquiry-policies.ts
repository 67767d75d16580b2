import { dateInEngland } from '../platform/clock/clock.js';
import type { Policy } from '../policy/domain/policy-pack.js';
import type { PolicyBook } from '../policy/policy-packs.js';

/** Enquiries come to the authority, so its pack governs them, whichever school a child turns out to be at. */
export class EnquiryPolicies {
  constructor(
    private readonly policies: Pick<PolicyBook, 'policyOn'>,
    private readonly pack: string,
  ) {}

  /** The policy of the day of an instant (ISO 8601). */
  at(instant: string): Policy {
    return this.policies.policyOn(this.pack, dateInEngland(instant));
  }
}
