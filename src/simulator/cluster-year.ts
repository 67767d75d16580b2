import type { ChildCommand } from '../children/domain/child.js';
import { duties } from '../children/domain/duties.js';
import type { Duty } from '../children/domain/duty.js';
import type { DecisionContext } from '../children/domain/facet.js';
import { lastEnrolment, mainEnrolment } from '../children/domain/roll.js';
import { snapshotForReaders } from '../children/domain/snapshot.js';
import { openAbsence } from '../children/domain/stage.js';
import { SeededChance } from '../demonstration/chance.js';
import type { PolicyBook } from '../policy/policy-packs.js';
import { returnAfterHoliday } from '../schools/domain/after-holiday.js';
import { isSchoolDay } from '../schools/domain/calendar.js';
import { datesFrom, isWeekend, type LocalDate, plusDays } from '../schools/domain/local-date.js';
import { nextSchoolDay } from '../schools/domain/school-days.js';
import { marksOf, spellOn } from './absences.js';
import { AUTHORITY_ACTS } from './authority-office.js';
import type { Cluster, PlannedSchool } from './county-plan.js';
import type { Desk } from './desk.js';
import { faultsOfDay, faultsOfReview } from './invariants.js';
import { Ledger } from './ledger.js';
import { carryOut, goesOnLeave, type LifePlan, plansOf } from './life-plans.js';
import { OutsideEnquiry } from './outside-enquiries.js';
import { newPupil, nextId, type Pupil, registrationOf } from './pupil.js';
import { type Act, SCHOOL_ACTS } from './school-office.js';
import { POLICY, SchoolYearTold } from './school-year.js';
import { seedOf } from './seed.js';
import { VirtualClock } from './virtual-clock.js';

/** The school year that is told. */
export const YEAR = { first: '2025-09-01', last: '2026-08-31' } as const;

/** Of a school's pupils, those who come during the year (DOMAIN 8.2). */
const NEWCOMERS = 0.04;
/** Enquiries of others in a year, to a pupil of the county; somewhat more than half are of children on a roll. */
const ENQUIRIES = 0.009;
const ON_ROLL = 0.55;
/** How often an office is late with something due today or tomorrow. */
const LATE = 0.05;
/** A child-day in so many is looked at more closely: whether a review leaves anything, whether the document can be made. */
const CLOSER = 8;
const DOCUMENTS = 200;

const ACTS: Readonly<Record<string, Act>> = { ...SCHOOL_ACTS, ...AUTHORITY_ACTS };

/** A year of a cluster's schools and families, day by day, on the program's own decisions. Nothing outside it is read. */
export class ClusterYear {
  readonly ledger: Ledger;
  readonly #clock = new VirtualClock(`${YEAR.first}T05:00:00.000Z`);
  readonly #chance: SeededChance;
  readonly #schools: readonly SchoolYearTold[];
  readonly #byUrn: ReadonlyMap<string, SchoolYearTold>;
  readonly #pupils: Pupil[] = [];
  /** Children with something outstanding: the caseload's own idea of whom a day concerns. */
  readonly #concerned = new Set<Pupil>();
  readonly #plans = new Map<LocalDate, [Pupil, LifePlan][]>();
  readonly #enquiries = new Map<LocalDate, OutsideEnquiry[]>();
  #today: LocalDate = YEAR.first;
  #number = 0;
  #childDays = 0;

  constructor(
    private readonly cluster: Cluster,
    private readonly book: PolicyBook,
  ) {
    this.ledger = new Ledger(this.#clock);
    this.#chance = new SeededChance(seedOf(cluster.seed, 'cluster'));
    this.#schools = cluster.schools.map((plan) => new SchoolYearTold(plan, book, this.ledger));
    this.#byUrn = new Map(this.#schools.map((school) => [school.plan.urn, school]));
  }

  /** Tells the year. `onDay` is called at the end of each day. */
  run(onDay: (today: LocalDate) => void = () => undefined): void {
    for (const today of datesFrom(YEAR.first, YEAR.last)) {
      this.#today = today;
      this.#clock.moveTo(`${today}T07:00:00.000Z`);
      for (const school of this.#schools) school.begin(today);
      if (today === YEAR.first) this.#firstDay();
      this.#calendars();
      this.#clock.moveTo(`${today}T09:00:00.000Z`);
      for (const school of this.#schools) this.#registers(school);
      this.#families();
      this.#clock.moveTo(`${today}T10:00:00.000Z`);
      if (!isWeekend(today)) this.#offices();
      this.#clock.moveTo(`${today}T18:00:00.000Z`);
      this.#review();
      onDay(today);
    }
    for (const pupil of this.#pupils) this.ledger.replay(pupil);
    this.ledger.add('children', this.#pupils.length);
    this.ledger.add('open cases at the end', this.#pupils.filter(({ child }) => isOpenCase(child.case)).length);
  }

  #firstDay(): void {
    for (const school of this.#schools) {
      const { urn, phase, pupils } = school.plan;
      const years = this.book.policyOn(POLICY, this.#today).modelCalendar ?? [];
      school.does({ type: 'RegisterSchool', urn, name: `School ${urn}`, phase, authority: '926', policyPack: POLICY });
      school.does({ type: 'AdoptCalendar', years, source: 'governing body' });
      for (let number = 0; number < pupils; number++) this.#enrols(school, YEAR.first);
    }
    const enquiries = Math.round(this.#pupils.length * ENQUIRIES);
    for (let number = 1; number <= enquiries; number++) {
      const about = this.#chance.happens(ON_ROLL) ? this.#chance.pick(this.#pupils) : undefined;
      const on = plusDays(YEAR.first, this.#chance.whole(3, 330));
      const chance = new SeededChance(seedOf(this.cluster.seed, 'enquiry', number));
      const enquiry = new OutsideEnquiry(`${this.cluster.name}/${number}`, about, chance, this.ledger);
      later(this.#enquiries, on, enquiry);
    }
  }

  #enrols(school: SchoolYearTold | undefined, startDate: LocalDate): Pupil {
    const pupil = newPupil(this.cluster, school?.plan, ++this.#number);
    this.#pupils.push(pupil);
    this.#does(pupil, registrationOf(pupil, startDate));
    school?.roll.add(pupil);
    for (const plan of plansOf(pupil, YEAR.first)) later(this.#plans, plan.on, [pupil, plan]);
    return pupil;
  }

  /** One school in eight moves a training day into November; snow closes one in seven on a day of January. */
  #calendars(): void {
    for (const school of this.#schools) {
      const chance = new SeededChance(seedOf(this.cluster.seed, school.plan.urn, this.#today));
      const amends = this.#today === '2025-10-20' && chance.happens(0.125);
      const snow = this.#today === '2026-01-14' && chance.happens(0.15);
      if (amends) {
        const change = { year: '2025/26', addInset: ['2025-11-07'] } as const;
        school.does({ type: 'AmendCalendar', change, why: 'training moved' });
      }
      if (snow) school.does({ type: 'ReportUnexpectedClosure', date: this.#today, reason: 'snow' });
      // R63: whoever has a date that was counted on the old calendar is looked at again.
      if (amends || snow) for (const pupil of school.roll) if (hasDates(pupil)) this.#concerned.add(pupil);
    }
  }

  #registers(school: SchoolYearTold): void {
    const { calendar, plan } = school;
    const today = this.#today;
    if (!isSchoolDay(calendar, today)) return;
    const holiday = returnAfterHoliday(calendar, today, school.day.policy).starts;
    const bridge = holiday || plusDays(today, 4) <= nextSchoolDay(calendar, today);
    const absent: Pupil[] = [];
    for (const pupil of school.roll) {
      if (pupil.spell?.left === 0) pupil.spell = undefined;
      goesOnLeave(pupil, today);
      pupil.spell ??= spellOn(today, plan.phase, pupil.proneness, bridge, pupil.chance);
      this.#registerOf(pupil, school, absent);
    }
    this.ledger.add('school days');
    school.endOfRegisters(absent, holiday);
  }

  #registerOf(pupil: Pupil, school: SchoolYearTold, absent: Pupil[]): void {
    const today = this.#today;
    const { spell } = pupil;
    const { urn } = school.plan;
    const [am, pm] = marksOf(spell);
    this.ledger.add('session marks', 2);
    if (spell?.kind === 'suspended' && spell.first === today) this.#suspends(pupil, urn, spell.left);
    const marks = [
      { date: today, session: 'AM', code: am },
      { date: today, session: 'PM', code: pm },
    ] as const;
    this.#does(pupil, { type: 'RecordMarks', urn, marks });
    if (spell === undefined) {
      if (pupil.wasAway && pupil.chance.happens(0.02)) this.#amends(pupil, urn);
      pupil.wasAway = false;
      return;
    }
    const whole = spell.kind !== 'appointment' && spell.kind !== 'late';
    this.ledger.add(`absent: ${spell.kind}`, whole ? 2 : 1);
    if (whole) absent.push(pupil);
    pupil.wasAway = true;
    this.#concerned.add(pupil);
    spell.left--;
    pupil.lastSpell = spell;
  }

  /** Now and then a doctor's note comes late. */
  #amends(pupil: Pupil, urn: string): void {
    const last = pupil.child.registers[urn]?.last;
    const before = pupil.events.findLast(
      (event) =>
        event.type === 'AbsenceRecorded' && event.data.occurredOn < (last?.date ?? '') && event.data.code === 'O',
    );
    if (before?.type !== 'AbsenceRecorded') return;
    const { occurredOn: date, session } = before.data;
    this.#does(pupil, { type: 'AmendAbsence', urn, date, session, code: 'I', reason: 'a doctor’s note' });
  }

  #suspends(pupil: Pupil, urn: string, days: number): void {
    const suspension = { urn, kind: 'suspension', first: this.#today, sessions: days * 2, reasons: ['DB'] } as const;
    this.#does(pupil, { type: 'RecordExclusion', exclusionId: nextId(pupil, 'exclusion'), ...suspension });
  }

  /** What families do, who comes new, who asks from outside. */
  #families(): void {
    const today = this.#today;
    for (const [pupil, plan] of this.#plans.get(today) ?? []) {
      const next = carryOut(pupil, plan, this.#deskOf(pupil));
      if (next !== undefined) later(this.#plans, next.on, [pupil, next]);
      this.#concerned.add(pupil);
    }
    for (const school of this.#schools) {
      if (!isSchoolDay(school.calendar, today)) continue;
      if (this.#chance.happens((school.plan.pupils * NEWCOMERS) / 188))
        this.#concerned.add(this.#enrols(school, today));
    }
    if (isWeekend(today)) {
      for (const enquiry of this.#enquiries.get(today) ?? []) later(this.#enquiries, plusDays(today, 1), enquiry);
      return;
    }
    const policy = this.book.policyOn(POLICY, today);
    for (const enquiry of this.#enquiries.get(today) ?? []) {
      const came = enquiry.step(today, policy);
      if (came === 'open-case') {
        const pupil = this.#enrols(undefined, today);
        const caseId = nextId(pupil, 'case');
        this.#does(pupil, { type: 'OpenCase', caseId, source: 'enquiry' });
        enquiry.caseOpened(pupil.id, caseId, today, policy);
        this.#concerned.add(pupil);
      }
      if (came !== undefined) later(this.#enquiries, plusDays(today, 1), enquiry);
    }
  }

  #offices(): void {
    const tomorrow = plusDays(this.#today, 1);
    for (const pupil of this.#concerned) {
      const desk = this.#deskOf(pupil);
      const done = new Set<string>();
      for (const duty of duties(pupil.child, desk.context)) {
        const act = ACTS[duty.kind];
        if (act === undefined || done.has(duty.kind)) continue;
        if (duty.due > tomorrow && duty.kind !== 'report-missing') continue;
        if (pupil.chance.happens(LATE)) continue;
        done.add(duty.kind);
        this.#act(pupil, duty, act);
      }
    }
  }

  #act(pupil: Pupil, duty: Duty, act: Act): void {
    act(pupil, duty.key.slice(duty.kind.length + 1), this.#deskOf(pupil), duty);
    this.ledger.add('duties worked on');
  }

  /** The clock of the day, for everyone concerned; who has nothing outstanding any more is left alone until something happens. */
  #review(): void {
    for (const pupil of this.#concerned) {
      this.#does(pupil, { type: 'ReviewChild' });
      const context = this.#contextOf(pupil);
      const outstanding = duties(pupil.child, context);
      this.#childDays++;
      this.ledger.add('duties computed', outstanding.length);
      this.ledger.faulty(pupil.id, faultsOfDay(pupil.child, context));
      if (this.#childDays % CLOSER === 0) this.ledger.faulty(pupil.id, faultsOfReview(pupil.child, context));
      if (this.#childDays % DOCUMENTS === 0) JSON.stringify(snapshotForReaders(pupil.child, context));
      if (outstanding.length === 0 && !hasDates(pupil) && openAbsence(pupil.child) === undefined)
        this.#concerned.delete(pupil);
    }
    this.ledger.add('child-days reviewed', this.#concerned.size);
  }

  #deskOf(pupil: Pupil): Desk {
    return {
      today: this.#today,
      context: this.#contextOf(pupil),
      schools: this.cluster.schools,
      does: (each, command) => this.#does(each, command),
      moves: (each, to) => this.#moves(each, to),
    };
  }

  #does(pupil: Pupil, command: ChildCommand): boolean {
    return this.ledger.does(pupil, command, this.#contextOf(pupil));
  }

  #moves(pupil: Pupil, to: PlannedSchool | undefined): void {
    if (pupil.school !== undefined) this.#byUrn.get(pupil.school.urn)?.roll.delete(pupil);
    if (to !== undefined) this.#byUrn.get(to.urn)?.roll.add(pupil);
    pupil.school = to;
    pupil.spell = undefined;
    pupil.wasAway = false;
  }

  /** As the program finds it: the calendar of the school whose roll the child is on, or was on last. */
  #contextOf({ child, school }: Pupil): DecisionContext {
    const urn = (mainEnrolment(child) ?? lastEnrolment(child))?.urn ?? school?.urn;
    const known = urn === undefined ? undefined : this.#byUrn.get(urn);
    if (known !== undefined) return known.day;
    const policy = this.book.policyOn(POLICY, this.#today);
    this.#nowhere =
      this.#nowhere?.today === this.#today
        ? this.#nowhere
        : { now: '', today: this.#today, policy, codes: this.book.codes };
    return this.#nowhere;
  }

  #nowhere: DecisionContext | undefined;
}

const isOpenCase = (held: Pupil['child']['case']): boolean => held !== undefined && held.closed === undefined;

const hasDates = ({ child }: Pupil): boolean =>
  isOpenCase(child.case) || Object.keys(child.deadlines).length > 0 || Object.keys(child.thresholds).length > 0;

function later<T>(agenda: Map<LocalDate, T[]>, on: LocalDate, item: T): void {
  const there = agenda.get(on);
  if (there === undefined) agenda.set(on, [item]);
  else there.push(item);
}
