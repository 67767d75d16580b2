/**
 * A rule said no. Decisions throw it; nothing has been recorded then. It is no fault of the program, and the reader must
 * be able to look the rule up, so it names the requirement (R..) and the paragraph of the policy or the regulation.
 */
export interface RefusalReason {
  /** Stable kebab-case name, the last part of the problem document's `type`: `leave-without-evidence`. */
  readonly name: string;
  /** The requirement of DOMAIN.md: `R06`. */
  readonly rule: string;
  /** Where it is written: `Riverside CME policy, section 1`, `SI 2024/208 reg. 9(1)(i)`. */
  readonly paragraph: string;
  /** One plain sentence for the person who asked. No personal data. */
  readonly detail: string;
  /** The guards that failed, by name, where a gate has several. */
  readonly failed?: readonly string[];
  /** `conflict`: the child's story does not allow it now (409). `invalid`: the request can never be right (422). */
  readonly kind?: 'conflict' | 'invalid';
}

export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(readonly reason: RefusalReason) {
    super(`${reason.rule}: ${reason.detail}`);
  }
}
