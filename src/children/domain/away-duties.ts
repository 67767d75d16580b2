import { type LocalDate, plusDays } from '../../schools/domain/local-date.js';
import { schoolDayOnOrAfter } from '../../schools/domain/school-days.js';
import type { Child } from './child.js';
import { calendarOf, deadline } from './deadline.js';
import { type Duty, duty, dutyOn } from './duty.js';
import type { DayContext } from './facet.js';
import type { Leave } from './leave.js';
import { isUnplaced, secondClock } from './leavers.js';
import { atAuthority, atSchool } from './owners.js';
import { lastEnrolment, mainEnrolment } from './roll.js';

/** What leave and leaving make due. */
export function awayDuties(child: Child, context: DayContext): Duty[] {
  return [
    ...child.leave.flatMap((leave) => leaveDuties(child, leave, context)),
    ...leaverDuties(child, context),
    ...destinationDuties(child, context),
  ];
}

/** The first school day after granted leave, or on or after the return that the parents gave. */
export function returnDue(last: LocalDate, expected: LocalDate | undefined, context: DayContext): LocalDate {
  return schoolDayOnOrAfter(calendarOf(context), expected ?? plusDays(last, 1));
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
    const back = returnDue(granted.last, leave.expectedReturn, context);
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
  const { leaver } = child;
  if (leaver === undefined || !isUnplaced(child)) return [];
  const staff = atSchool('school-staff', child, leaver.urn);
  const found: Duty[] = [];
  if (leaver.reportedOn === undefined) {
    const due = deadline('leaverReport', leaver.occurredOn, context);
    found.push(
      ...duty(
        'report-leaver',
        leaver.urn,
        staff,
        'Report to the local authority that the pupil leaves without a named school',
        due,
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
  return found;
}

/** A14: a named school is no arrival; somebody asks until the enrolment is confirmed. */
function destinationDuties(child: Child, context: DayContext): readonly Duty[] {
  const { destination } = child;
  if (destination === undefined || destination.confirmedOn !== undefined || destination.noShowOn !== undefined)
    return [];
  const from = mainEnrolment(child)?.urn;
  if (from !== undefined && child.leaver?.urn !== from) return [];
  const start = destination.startDate ?? destination.namedOn;
  const owner = from === undefined ? atAuthority('cme-assistant', context) : atSchool('school-staff', child, from);
  const about = `${from ?? lastEnrolment(child)?.urn ?? 'no-school'}/${start}`;
  return duty(
    'confirm-destination',
    about,
    owner,
    'Ask the new school whether the child has arrived',
    deadline('destinationChase', start, context),
  );
}
