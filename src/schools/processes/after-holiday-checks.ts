import { dateInEngland } from '../../platform/clock/clock.js';
import { uuidOf } from '../../platform/crypto/derived-uuid.js';
import type { Actor, CommandContext } from '../../platform/event-store/envelope.js';
import type { WakingProcess } from '../../platform/waking/waker.js';
import { timescaleOf } from '../../policy/domain/policy-on.js';
import type { PolicyBook } from '../../policy/policy-packs.js';
import { returnDays } from '../domain/after-holiday.js';
import { type LocalDate, plusDays } from '../domain/local-date.js';
import { decide, type School } from '../domain/school.js';
import type { KnownSchools } from '../known-schools.js';
import type { SchoolStreams } from '../school-streams.js';
import type { AbsentPupils } from './absent-pupils.js';

export interface AfterHolidayChecksParts {
  readonly streams: Pick<SchoolStreams, 'execute'>;
  readonly schools: KnownSchools;
  readonly policies: PolicyBook;
  readonly absent: AbsentPupils;
  readonly callsMade: (now: string) => boolean;
  readonly actor: Actor;
}

/** Calendar days looked back for checks that nobody started: longer than any time that a server stands still. */
const LOOK_BACK = 60;

/**
 * On the first school day after a holiday each school's check begins, with the pupils who are absent; those who turn out
 * to be absent later that day are added (R04). The calls, their results and the end of the check are the school's.
 */
export class AfterHolidayChecks implements WakingProcess {
  readonly name = 'after-holiday-checks';

  constructor(private readonly parts: AfterHolidayChecksParts) {}

  async wake(now: string, lease: { check(): void }): Promise<number> {
    const today = dateInEngland(now);
    const last = this.parts.callsMade(now) ? today : plusDays(today, -1);
    let recorded = 0;
    for (const urn of this.parts.schools.urns()) {
      for (const on of this.daysOf(urn, last, now)) {
        lease.check();
        if (await this.check(urn, on, today, now)) recorded++;
      }
    }
    return recorded;
  }

  /** The days after a holiday on which a check has yet to begin; the last of them as long as it is that day. */
  private daysOf(urn: string, last: LocalDate, now: string): readonly LocalDate[] {
    const { schools } = this.parts;
    const policy = this.policyOf(urn, now);
    const since = schools.knownSince(urn);
    if (since === undefined || timescaleOf(policy, 'afterHolidayContact') === undefined) return [];
    const known = dateInEngland(since);
    const earliest = plusDays(last, -LOOK_BACK);
    const days = returnDays(schools.calendarOf(urn), known > earliest ? known : earliest, last, policy);
    const { checks = {} } = schools.school(urn) ?? {};
    return days.filter((on) => checks[on] === undefined || on === dateInEngland(now));
  }

  private async check(urn: string, on: LocalDate, today: LocalDate, now: string): Promise<boolean> {
    const school = this.parts.schools.school(urn);
    const pupils = [...(await this.parts.absent.on(urn, on, today))].sort();
    if (school === undefined || !isToSay(school, on, today, pupils)) return false;
    const policy = this.policyOf(urn, now);
    const { actor, streams } = this.parts;
    const commandId = uuidOf(`after-holiday-check\n${urn}\n${on}\n${pupils.join()}`);
    const context: CommandContext = {
      commandId,
      correlationId: commandId,
      causationId: commandId,
      actor,
      now,
      policy: policy.reference,
    };
    const written = await streams.execute(urn, context, (state) =>
      decide(state, { type: 'StartAfterHolidayCheck', on, pupils }, { today, policy }),
    );
    return !written.repeated;
  }

  private policyOf(urn: string, now: string) {
    const { policies, schools } = this.parts;
    return policies.policyOn(schools.policyOf(urn, now), dateInEngland(now));
  }
}

/** With nobody absent the check would be over at once: today that is said only when the register has come. */
function isToSay(school: School, on: LocalDate, today: LocalDate, pupils: readonly string[]): boolean {
  const check = school.checks[on];
  if (check !== undefined) return pupils.some((pupil) => check.results[pupil] === undefined);
  return pupils.length > 0 || on < today || (school.registerFiles.last?.lastDate ?? '') >= on;
}
