import type { AuthorityStreams } from '../authority/authority-streams.js';
import type { ServedAuthority } from '../authority/served-authority.js';
import type { ChildStreams } from '../children/child-streams.js';
import type { DayContexts } from '../children/day-contexts.js';
import { CaseloadAbsences } from '../children/processes/caseload-absences.js';
import { CaseloadReviews } from '../children/processes/caseload-reviews.js';
import { ChildReviews } from '../children/processes/child-reviews.js';
import type { EnquiryPolicies } from '../enquiries/enquiry-policies.js';
import type { EnquiryStreams } from '../enquiries/enquiry-streams.js';
import { EnquiryReviews } from '../enquiries/processes/enquiry-reviews.js';
import { ListedEnquiryReviews } from '../enquiries/processes/listed-enquiry-reviews.js';
import { type Clock, dateInEngland, timeInEngland } from '../platform/clock/clock.js';
import type { ViewReader } from '../platform/projections/view-reader.js';
import type { Log } from '../platform/telemetry/log.js';
import type { WakingObserver, WakingProcess } from '../platform/waking/waker.js';
import { timescaleOf } from '../policy/domain/policy-on.js';
import type { PolicyBook } from '../policy/policy-packs.js';
import type { Reconciler } from '../reports/commands/run-reconciliation.js';
import { DailyReconciliation } from '../reports/processes/daily-reconciliation.js';
import type { KnownSchools } from '../schools/known-schools.js';
import { AfterHolidayChecks } from '../schools/processes/after-holiday-checks.js';
import type { SchoolStreams } from '../schools/school-streams.js';

export interface ProcessesParts {
  readonly children: ChildStreams;
  readonly schools: SchoolStreams;
  readonly authorities: AuthorityStreams;
  readonly servedAuthority: ServedAuthority;
  readonly reconciler: Reconciler;
  readonly enquiries: EnquiryStreams;
  readonly enquiryPolicies: EnquiryPolicies;
  readonly knownSchools: KnownSchools;
  readonly days: DayContexts;
  readonly policies: PolicyBook;
  /** The pack of the authority that this program serves. */
  readonly policyPack: string;
  readonly viewReader: ViewReader;
  readonly clock: Clock;
  readonly log: Log;
}

/** Where a policy names no hour, schools have called by then. */
const CALLS_MADE_BY = '10:30';

/** What the clock brings about, in this order. */
export function wakingProcesses(parts: ProcessesParts): readonly WakingProcess[] {
  const { children, schools, enquiries, enquiryPolicies, knownSchools, days } = parts;
  const { policies, policyPack, viewReader, clock, log, authorities, servedAuthority, reconciler } = parts;
  const policyAt = (now: string) => policies.policyOn(policyPack, dateInEngland(now));
  const callsMade = (now: string) =>
    timeInEngland(now) >= (timescaleOf(policyAt(now), 'dailyContact')?.by ?? CALLS_MADE_BY);
  const organisation = policyAt(clock.now()).authorityCode ?? '';
  const actor = { id: 'system', role: 'system', organisation };
  const failed = (process: string, error: string) => log.error('review-failed', { process, error });
  return [
    new AfterHolidayChecks({
      streams: schools,
      schools: knownSchools,
      policies,
      absent: new CaseloadAbsences(viewReader),
      callsMade,
      actor,
    }),
    new ChildReviews({
      children,
      days,
      due: new CaseloadReviews(viewReader),
      changedOn: (date) => knownSchools.changedOn(date),
      callsMade,
      actor,
      failed,
    }),
    new EnquiryReviews({
      enquiries,
      policies: enquiryPolicies,
      due: new ListedEnquiryReviews(viewReader),
      actor,
      failed,
    }),
    new DailyReconciliation({ authorities, served: servedAuthority, reconciler, actor }),
  ];
}

/** What an operator must be able to find in the log. */
export function loggedWakings(log: Log): WakingObserver {
  return {
    woke: (process, recorded) => {
      if (recorded > 0) log.info('process-woke', { process, count: recorded });
    },
    retrying: (process, error) => log.info('process-retrying', { process, error }),
  };
}
