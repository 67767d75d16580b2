import { codeOn } from '../../policy/domain/attendance-codes.js';
import { type LocalDate, plusDays } from '../../schools/domain/local-date.js';
import { nextSchoolDay, schoolDayOnOrAfter } from '../../schools/domain/school-days.js';
import type { Child } from './child.js';
import { groundClock, returnClock, sicknessClock } from './clocks.js';
import { calendarOf, deadline } from './deadline.js';
import { type Duty, duty, dutyOn } from './duty.js';
import type { DayContext } from './facet.js';
import type { Leave } from './leave.js';
import { isUnplaced, secondClock } from './leavers.js';
import { atSchool } from './owners.js';
import { markAt, marksFrom } from './register.js';
import { isReferred, openAbsence } from './stage.js';

/** From this day of a run a visit to the family is a duty with a date. */
const VISIT_CONSIDERED = 5;

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
    ...child.leave.flatMap((leave) => leaveDuties(child, leave, context)),
    ...leaverDuties(child, context),
  ];
}

function absenceDuties(child: Child, context: DayContext): readonly Duty[] {
  const open = openAbsence(child);
  if (open === undefined) return [];
  const { urn, from } = open;
  const staff = atSchool('school-staff', child, urn);
  const found: Duty[] = uncontacted(child, urn, from.date, context).flatMap((date) =>
    duty(
      'contact-parent',
      `${urn}/${date}`,
      staff,
      `Contact the parents about the absence on ${date}`,
      deadline('dailyContact', date, context),
    ),
  );
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
    !child.visits.some(({ occurredOn }) => occurredOn >= start)
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
function uncontacted(child: Child, urn: string, from: LocalDate, context: DayContext): LocalDate[] {
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

function leaveDuties(child: Child, leave: Leave, context: DayContext): readonly Duty[] {
  const { leaveId, urn, requestedOn, decision, granted } = leave;
  const head = atSchool('head-teacher', child, urn);
  const staff = atSchool('school-staff', child, urn);
  const found: Duty[] = [];
  const awaitsDecision = decision === undefined && leave.last >= requestedOn;
  if (leave.risk === undefined && leave.returnedOn === undefined) {
    found.push(
      dutyOn(
        'assess-leave-risk',
        leaveId,
        atSchool('safeguarding-lead', child, urn),
        'Assess the risks of the leave',
        requestedOn,
        'R10',
        `On the day of the request, ${requestedOn}.`,
      ),
    );
  }
  if (awaitsDecision) {
    if (leave.kind === 'special' && leave.meeting !== 'held' && leave.meeting !== 'declined') {
      found.push(
        ...duty(
          'leave-meeting',
          leaveId,
          head,
          'Meet the parents about special leave',
          deadline('leaveMeeting', requestedOn, context),
        ),
      );
    }
    if (leave.returnAsked !== true) {
      found.push(
        dutyOn(
          'ask-return-date',
          leaveId,
          staff,
          'Ask the parents for a return date',
          requestedOn,
          'R08',
          `On the day of the request, ${requestedOn}.`,
        ),
      );
    }
    found.push(
      ...duty(
        'decide-leave',
        leaveId,
        head,
        'Decide the leave request',
        deadline('leaveDecision', requestedOn, context),
      ),
    );
  }
  if (granted !== undefined && leave.returnedOn === undefined) {
    const back = schoolDayOnOrAfter(calendarOf(context), leave.expectedReturn ?? plusDays(granted.last, 1));
    found.push(
      dutyOn(
        'confirm-return',
        leaveId,
        staff,
        'Confirm that the pupil is back from leave',
        back,
        'R11',
        `The first school day on or after the expected return: ${back}.`,
      ),
    );
  }
  return found;
}

function leaverDuties(child: Child, context: DayContext): readonly Duty[] {
  const { leaver, destination } = child;
  const found: Duty[] = [];
  if (leaver !== undefined && isUnplaced(child)) {
    const staff = atSchool('school-staff', child, leaver.urn);
    if (leaver.reportedOn === undefined) {
      found.push(
        ...duty(
          'report-leaver',
          leaver.urn,
          staff,
          'Report to the local authority that the pupil leaves without a named school',
          deadline('leaverReport', leaver.occurredOn, context),
        ),
      );
    }
    if (leaver.reachedOn === undefined) {
      const { from, reached } = secondClock(leaver, context);
      found.push(
        ...duty(
          'unplaced-leaver',
          `${leaver.urn}/${from}`,
          staff,
          'Find out the new school, or report the child as missing education',
          reached,
        ),
      );
    }
  }
  if (
    leaver !== undefined &&
    destination !== undefined &&
    destination.confirmedOn === undefined &&
    destination.noShowOn === undefined
  ) {
    const start = destination.startDate ?? destination.namedOn;
    found.push(
      ...duty(
        'confirm-destination',
        `${leaver.urn}/${start}`,
        atSchool('school-staff', child, leaver.urn),
        'Ask the new school whether the child has arrived',
        deadline('destinationChase', start, context),
      ),
    );
  }
  return found;
}
