import { ofCompulsorySchoolAge } from '../../policy/domain/compulsory-school-age.js';
import { isLocalDate, type LocalDate } from '../../schools/domain/local-date.js';
import type { Child } from './child.js';
import { groundClock, penaltyClock, returnClock, sicknessClock } from './clocks.js';
import { duties } from './duties.js';
import { enquiriesDone, enquiriesSince, minimumEnquiries, type Side } from './enquiries.js';
import type { DayContext } from './facet.js';
import { marksFrom } from './register.js';
import { mainEnrolment } from './roll.js';
import { caseloadRow } from './row.js';
import { openAbsence, STAGES } from './stage.js';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/**
 * The child's workflow state for readers: a pure function of the folded facts, the school's calendar, the policy and the
 * day. Names are in alphabetical order throughout, so that the same facts give the same bytes however they were folded.
 */
export function snapshotForReaders(child: Child, context: DayContext): Json {
  const row = caseloadRow(child, context);
  const { identity } = child;
  return inOrder({
    childId: identity?.childId,
    stage: row.stage,
    stageMeaning: STAGES[row.stage],
    owner: row.owner,
    nextAction: row.nextAction,
    due: row.due,
    day: context.today,
    policy: context.policy.reference,
    calendar: context.calendar && {
      urn: context.calendar.urn,
      version: context.calendar.version,
      basis: context.calendar.basis,
    },
    identity: identity && { ...identity, compulsorySchoolAge: ageOf(identity.dateOfBirth, context) },
    roll: child.roll,
    absence: absenceOf(child, context),
    contacts: child.contacts,
    expectedReturn: child.expectedReturn,
    leave: child.leave,
    enquiries: {
      made: child.enquiries.made,
      certified: child.enquiries.certified,
      concluded: child.enquiries.concluded,
      school: checklist(child, 'school', context),
      authority: checklist(child, 'la', context),
    },
    consultation: child.consultation,
    proposals: child.proposals,
    notices: child.notices,
    unreported: child.unreported,
    letters: child.letters,
    registerReturns: child.returns,
    siblings: child.siblings,
    exclusions: child.exclusions,
    atRisk: child.atRisk,
    plan: child.plan,
    tracing: {
      rollCheck: child.rollCheck,
      whereabouts: child.whereabouts,
      traced: child.traced,
      untracedOn: child.untracedOn,
      information: child.information,
      agencies: child.agencyEnquiries,
      recordedIn: child.recordedIn,
    },
    enforcement: { ...child.enforcement, attendanceOrder: child.attendanceOrder },
    causes: child.causes,
    returnReason: child.returnReason,
    vulnerabilities: child.vulnerabilities,
    deadlines: child.deadlines,
    corrected: child.corrected,
    leaver: child.leaver,
    destination: child.destination,
    referrals: child.referrals,
    visits: child.visits,
    visitRequests: child.visitRequests,
    case: child.case,
    pastCases: child.pastCases,
    handover: child.handover,
    reengagement: child.reengagement,
    education: child.education,
    // What is feared, and by whom, is in the safeguarding stream; here only that a review is pending.
    risk: { welfare: child.risk.welfare, reviewPending: child.risk.pending.length > 0 },
    duties: duties(child, context),
    breaches: child.breaches,
  });
}

function absenceOf(child: Child, context: DayContext): object {
  const open = openAbsence(child);
  const registers = Object.values(child.registers).map((register) => ({
    urn: register.urn,
    version: register.version,
    last: register.last,
    open: register.open,
    recent: marksFrom(register, register.open?.from.date ?? register.last?.date ?? '9999-12-31').slice(-20),
  }));
  return {
    open,
    registers,
    reasonNotEstablished: child.unresolved,
    reasons: child.reasons,
    twentyDayThreshold: child.thresholds,
    clocks: clocksOf(child, open?.urn ?? mainEnrolment(child)?.urn, context),
  };
}

/** Each clock with its sum, where the register has something to count. */
function clocksOf(child: Child, urn: string | undefined, context: DayContext): object | undefined {
  if (urn === undefined || child.registers[urn]?.last === undefined) return undefined;
  return {
    continuousAbsence: groundClock(child, urn, context),
    attendanceReturn: returnClock(child, urn, context),
    sicknessReturn: sicknessClock(child, urn, context),
    penaltyThreshold: penaltyClock(child, urn, context),
  };
}

/** An erased date of birth is none. */
const ageOf = (born: LocalDate, { today }: DayContext) =>
  ofCompulsorySchoolAge(isLocalDate(born) ? born : undefined, today);

function checklist(child: Child, side: Side, context: DayContext): object {
  const done = enquiriesDone(child, side, enquiriesSince(child));
  return { done, outstanding: minimumEnquiries(side, context).filter((code) => !done.includes(code)) };
}

/** Plain JSON with the names of every object in order; what is undefined is left out. */
function inOrder(value: unknown): Json {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value as Json;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, member]) => [name, inOrder(member)]));
}
