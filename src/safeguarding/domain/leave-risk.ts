import { codeListEntry } from '../../policy/domain/policy-on.js';
import type { Policy } from '../../policy/domain/policy-pack.js';
import { daysBetween, type LocalDate } from '../../schools/domain/local-date.js';

export interface PlannedLeave {
  readonly first: LocalDate;
  readonly last: LocalDate;
  /** ISO 3166-1 alpha-2. */
  readonly countryCode?: string;
  readonly sex?: 'F' | 'M' | 'U';
}

/** Four weeks and more are long: time enough to heal before school begins again. */
const LONG = 28;

/**
 * The indicators that a leave request itself suggests to the safeguarding lead (R10, A12). A prompt for a person who
 * knows the child, shown to her only: it raises nothing by itself.
 */
export function suggestedIndicators(
  { first, last, countryCode, sex }: PlannedLeave,
  policy: Policy,
): readonly string[] {
  const listed = countryCode !== undefined && codeListEntry(policy, 'risk_country_fgm', countryCode) !== undefined;
  const long = daysBetween(first, last) + 1 >= LONG;
  return listed && long && sex !== 'M' ? ['LONG_ABSENCE_PRACTISING_COUNTRY'] : [];
}
