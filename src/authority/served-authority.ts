import { dateInEngland } from '../platform/clock/clock.js';
import { PolicyUnknown } from '../policy/domain/policy-on.js';
import type { Policy } from '../policy/domain/policy-pack.js';
import type { PolicyBook } from '../policy/policy-packs.js';
import type { AuthorityContext } from './domain/facet.js';

/** The authority that this program serves, by the policy pack that it works under. */
export class ServedAuthority {
  constructor(
    private readonly policies: PolicyBook,
    private readonly pack: string,
  ) {}

  /** Three-digit code: `926`. */
  codeAt(instant: string): string {
    return this.policyAt(instant).authorityCode ?? '000';
  }

  /** The policy of the day of an instant (ISO 8601). */
  policyAt(instant: string): Policy {
    return this.policies.policyOn(this.pack, dateInEngland(instant));
  }

  /** Undefined for a day of before the law and the policy that are held. */
  policyHeldAt(instant: string): Policy | undefined {
    try {
      return this.policyAt(instant);
    } catch (error) {
      if (error instanceof PolicyUnknown) return undefined;
      throw error;
    }
  }

  contextAt(instant: string): AuthorityContext {
    const packs = this.policies.packs.map(({ pack, version, validFrom, validTo }) => ({
      pack,
      version,
      validFrom,
      ...(validTo === undefined ? {} : { validTo }),
    }));
    return { today: dateInEngland(instant), policy: this.policyAt(instant), packs };
  }
}
