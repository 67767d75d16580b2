import { codeOn } from '../../policy/domain/attendance-codes.js';
import { type LocalDate, plusDays } from '../../schools/domain/local-date.js';
import { nextSchoolDay } from '../../schools/domain/school-days.js';
import { awayDuties } from './away-duties.js';
import type { Child } from './child.js';
import { groundClock, returnClock, sicknessClock } from './clocks.js';
import { calendarOf, deadline } from './deadline.js';
import { type Duty, duty, dutyKey, dutyOn } from './duty.js';
import { notificationDue } from './exclusions.js';
import type { DayContext } from './facet.js';
import { atAuthority, atSchool } from './owners.js';
import { markAt, marksFrom } from './register.js';
import { absenceReview, ESCALATED_AT_ONCE } from './risk.js';
import { onRoll } from './roll.js';
import { standingVisits } from './shared-visits.js';
import { isReferred, openAbsence } from './stage.js';

/** From this day of a run a visit to the family is a duty with a date. */
const VISIT_CONSIDERED = 5;
/** Five days of two sessions: a longer suspension needs education from the sixth day. */
const SESSIONS_WITHOUT_PROVISION = 10;

/** What the school has to do for a child. */
export function schoolDuties(child: Child, context: DayContext): Duty[] {
  return [
    ...absenceDuties(child, context),
    ...child.unresolved.flatMap(({ urn, date, session }) =>
      duty(
        'resolve-code-n',
        `${urn}/${date}/${session}`,
        atSchool('school-staff', child, urn),
        `Establish the reason for the absence on ${date} (${session}), or enter code O`,
        deadline('codeNResolution', date, context),
      ),
    ),
    ...awayDuties(child, context),
    ...exclusionDuties(child, context),
    ...planDuties(child),
  ];
}

function absenceDuties(child: Child, context: DayContext): readonly Duty[] {
  const open = openAbsence(child);
  if (open === undefined) return [];
  const { urn, from } = open;
  const staff = atSchool('school-staff', child, urn);
  const found = contactDuties(child, urn, from.date, staff, context);
  found.push(...escalationDuty(child, urn, from.date, context));
  const clock = groundClock(child, urn, context);
  const start = clock.from;
  if (start !== undefined && !isReferred(child) && !child.referrals.some(({ occurredOn }) => occurredOn >= start)) {
    found.push(
      ...duty(
        'report-missing',
        `${urn}/${start}`,
        staff,
        'Report the child as missing education to the local authority',
        deadline('reportMissing', start, context),
      ),
    );
  }
  if (
    start !== undefined &&
    clock.count >= VISIT_CONSIDERED &&
    !standingVisits(child).some(({ occurredOn }) => occurredOn >= start)
  ) {
    found.push(
      ...duty(
        'school-visit',
        `${urn}/${start}`,
        staff,
        'Visit the family at home',
        deadline('schoolVisit', start, context),
      ),
    );
  }
  const [uncertain] = clock.flagged;
  if (uncertain !== undefined && (clock.setAside?.count ?? 0) >= (clock.threshold ?? Number.POSITIVE_INFINITY)) {
    const due = nextSchoolDay(calendarOf(context), uncertain.date);
    const sum = `Without the days in doubt ${clock.setAside?.count} school days have been counted.`;
    found.push(
      dutyOn(
        'judge-run',
        `${urn}/${uncertain.date}`,
        staff,
        `Judge what the register says of ${uncertain.date}`,
        due,
        'R12',
        sum,
      ),
    );
  }
  return [...found, ...returnDuties(child, urn, staff, context)];
}

/** A call is made on its day or not at all: when the day is over and a breach is recorded, that is what is left of it. */
function contactDuties(child: Child, urn: string, from: LocalDate, staff: string, context: DayContext): Duty[] {
  const breached = new Set(child.breaches);
  return unexplainedDays(child, urn, from, context).flatMap((date) => {
    const about = `${urn}/${date}`;
    if (breached.has(dutyKey('contact-parent', about))) return [];
    const action = `Contact the parents about the absence on ${date}`;
    return duty('contact-parent', about, staff, action, deadline('dailyContact', date, context));
  });
}

/** The returns to the authority that the absence has made due. */
function returnDuties(child: Child, urn: string, staff: string, context: DayContext): Duty[] {
  const found: Duty[] = [];
  const attendance = returnClock(child, urn, context);
  const since = attendance.from;
  if (since !== undefined && !child.returns.some((made) => made.kind === 'attendance' && made.since >= since)) {
    found.push(
      ...duty(
        'attendance-return',
        `${urn}/${since}`,
        staff,
        'Send the attendance return to the local authority',
        deadline('attendanceReturn', since, context),
      ),
    );
  }
  const last = child.registers[urn]?.last;
  const code = last && markAt(child.registers[urn], last)?.code;
  if (last === undefined || code === undefined || codeOn(context.codes, last.date, code)?.countsForSickness !== true)
    return found;
  const sickness = sicknessClock(child, urn, context);
  const from = sickness.from;
  if (
    sickness.reached &&
    from !== undefined &&
    !child.returns.some((made) => made.kind === 'sickness' && made.since >= from)
  ) {
    const due = sickness.onDate ?? context.today;
    const sum = `${sickness.count} school days of illness since ${from}.`;
    found.push(
      dutyOn(
        'sickness-return',
        `${urn}/${from}`,
        staff,
        'Send the sickness return to the local authority',
        due,
        'R12',
        sum,
      ),
    );
  }
  return found;
}

/** The days of the absence on which no parent was contacted, since the last contact, for as long as nothing explains it. */
export function unexplainedDays(child: Child, urn: string, from: LocalDate, context: DayContext): LocalDate[] {
  const last = child.contacts.reduce((latest, { occurredOn }) => (occurredOn > latest ? occurredOn : latest), '');
  const first = last >= from ? plusDays(last, 1) : from;
  const register = child.registers[urn];
  if (register === undefined || first > context.today) return [];
  const days = new Set<LocalDate>();
  for (const { date, code, attended } of marksFrom(register, first, context.today)) {
    if (attended || codeOn(context.codes, date, code)?.breaksContinuousAbsence !== false) continue;
    if (!isExplained(child, urn, date)) days.add(date);
  }
  return [...days];
}

/** A reason or a return date that was given covers the day. */
function isExplained(child: Child, urn: string, date: LocalDate): boolean {
  const back = child.expectedReturn;
  if (back !== undefined && back.askedOn <= date && date < back.on) return true;
  return child.reasons.some((reason) => reason.urn === urn && reason.first <= date && date <= reason.last);
}

/** R57: with a protection plan, in care or at known risk, an unexplained absence is told at once (A22). */
function escalationDuty(child: Child, urn: string, from: LocalDate, context: DayContext): readonly Duty[] {
  if (!ESCALATED_AT_ONCE.includes(child.risk.welfare)) return [];
  const reviewId = absenceReview(urn, from);
  if (child.risk.concluded.includes(reviewId) || child.risk.pending.some((review) => review.reviewId === reviewId))
    return [];
  const [first] = unexplainedDays(child, urn, from, context);
  if (first === undefined) return [];
  const lead = atSchool('safeguarding-lead', child, urn);
  return duty(
    'escalate-safeguarding',
    `${urn}/${from}`,
    lead,
    'Escalate the unexplained absence',
    deadline('safeguardingEscalation', first, context),
  );
}

function exclusionDuties(child: Child, context: DayContext): Duty[] {
  return child.exclusions.flatMap((exclusion) => {
    if (exclusion.rescinded) return [];
    const { exclusionId, urn, kind, first, sessions = 0 } = exclusion;
    const found: Duty[] = [];
    if (exclusion.notifiedOn === undefined) {
      const head = atSchool('head-teacher', child, urn);
      found.push(
        ...duty('notify-exclusion', exclusionId, head, 'Tell the Exclusions team', notificationDue(exclusion, context)),
      );
    }
    const provided =
      child.education.provision?.state === 'started' ||
      (kind === 'permanent' && onRoll(child).some((entry) => entry.urn !== urn));
    if (!provided && (kind === 'permanent' || sessions > SESSIONS_WITHOUT_PROVISION)) {
      const owner =
        kind === 'permanent' ? atAuthority('exclusions-team', context) : atSchool('head-teacher', child, urn);
      found.push(
        ...duty(
          'exclusion-provision',
          exclusionId,
          owner,
          'Provide education from the sixth day',
          deadline('exclusionProvision', first, context),
        ),
      );
    }
    return found;
  });
}

function planDuties(child: Child): readonly Duty[] {
  if (child.plan === undefined) return [];
  const { planId, reviewDue, schoolLead, agreedOn } = child.plan;
  return [
    dutyOn(
      'review-plan',
      `${planId}/${reviewDue}`,
      schoolLead,
      'Review the monitoring plan',
      reviewDue,
      'R27',
      `Agreed on ${agreedOn}.`,
    ),
  ];
}
