import { Readable } from 'node:stream';
import type { CommandBus } from '@nestjs/cqrs';
import { ChangeChild } from '../children/commands/change-child.js';
import { RegisterChild } from '../children/commands/register-child.js';
import type { RecordRegister } from '../children/commands/register-file/record-register.js';
import { readRegister } from '../children/commands/register-file/rows.js';
import { ChangeEnquiry, ReceiveEnquiry } from '../enquiries/commands/change-enquiry.js';
import { type Clock, dateInEngland } from '../platform/clock/clock.js';
import { derivedUuid } from '../platform/crypto/derived-uuid.js';
import type { Caller } from '../platform/http/caller.js';
import { actorOf, type Person } from '../platform/identity/person.js';
import type { Policy } from '../policy/domain/policy-pack.js';
import { ChangeSchool } from '../schools/commands/change-school.js';
import type { SchoolCalendar } from '../schools/domain/calendar.js';
import { type DemonstrationChild, demonstrationCounty } from './county.js';
import { type DemonstrationEnquiry, demonstrationEnquiries } from './enquiries.js';
import { registrationOf } from './registration.js';
import { type SchoolTold, SchoolWeeks } from './school-weeks.js';
import type { By } from './stories.js';
import { daysToTell, type RegisterOfDay, schoolDaysTold, type Told, tell, term } from './telling.js';

/** What the loader works with: the bus and the register files that the controllers use too. */
export interface DemonstrationApp {
  readonly commands: CommandBus;
  readonly registers: RecordRegister;
  readonly clock: Clock;
  readonly calendarOf: (urn: string) => SchoolCalendar;
  readonly policyOf: (urn: string, instant: string) => Policy;
  /** The invented person who does it, at that school where it is a school's doing. */
  readonly personFor: (by: By, urn: string) => Person;
}

export interface DemonstrationProgress {
  say(line: string): void;
  step(what: string, done: number, total: number): void;
}

/** Families that are registered at the same time. */
const AT_ONCE = 32;

/**
 * Loads the demonstration county through the ordinary commands, each with the instant of its day, so that its past can be
 * looked at. Every command has an id of its own, so a load that was cut off is taken up by calling this again.
 */
export async function loadDemonstration(app: DemonstrationApp, progress: DemonstrationProgress): Promise<void> {
  const county = demonstrationCounty();
  progress.say(
    'An empty log: loading the demonstration county (invented people; start with -- --empty to leave it out).',
  );
  const ids = new Map<string, string>();
  for (let first = 0; first < county.length; first += AT_ONCE) {
    const group = county.slice(first, first + AT_ONCE);
    await Promise.all(group.map(async (child) => ids.set(child.key, await register(app, child))));
    progress.step('children registered', Math.min(first + AT_ONCE, county.length), county.length);
  }
  const until = dateInEngland(app.clock.now());
  const total = daysToTell(app.calendarOf(county[0]?.school.urn ?? ''), until);
  let done = 0;
  const idOfUpn = new Map(county.map(({ key, upn }) => [upn, ids.get(key) ?? '']));
  const weeks = new SchoolWeeks(idOfUpn, app.calendarOf, app.policyOf);
  for (const { registers, steps } of tell(county, app.calendarOf, until, (key) => ids.get(key) ?? key)) {
    const now = app.clock.now();
    await Promise.all(registers.filter((each) => each.now <= now).map((each) => recordRegister(app, each)));
    for (const step of steps) if (step.now <= now) await take(app, step, ids);
    await Promise.all(registers.map((each) => tellSchool(app, weeks.ofDay(each), now)));
    progress.step('school days told', ++done, total);
  }
  const days = schoolDaysTold(app.calendarOf(county[0]?.school.urn ?? ''), until);
  for (const enquiry of demonstrationEnquiries(county, ids)) await takeUp(app, enquiry, days);
}

/** Enquiries come in the last days that are told, so that what is due of them is due now. */
async function takeUp(app: DemonstrationApp, enquiry: DemonstrationEnquiry, days: readonly string[]): Promise<void> {
  const { key, received, back, at, steps } = enquiry;
  const nowOf = (schoolDaysBack: number, time: string) => `${days.at(-1 - schoolDaysBack)}T${time}:00.000Z`;
  const callerOf = (what: string, now: string) =>
    callerFor(app, 'assistant', '', `demonstration enquiry ${key} ${what}`, now);
  if (days.length <= back || nowOf(back, at) > app.clock.now()) return;
  const { enquiryId } = await app.commands.execute(new ReceiveEnquiry(callerOf('received', nowOf(back, at)), received));
  for (const step of steps) {
    const now = nowOf(step.back, step.at);
    if (now > app.clock.now()) return;
    await app.commands.execute(new ChangeEnquiry(enquiryId, callerOf(step.order.type, now), step.order));
  }
}

function callerFor(app: DemonstrationApp, by: By, urn: string, commandKey: string, now: string): Caller {
  const person = app.personFor(by, urn);
  const commandId = derivedUuid(person.id, commandKey);
  return {
    person,
    context: { commandId, correlationId: commandId, causationId: commandId, actor: actorOf(person), now },
  };
}

async function register(app: DemonstrationApp, child: DemonstrationChild): Promise<string> {
  const { urn } = child.school;
  const caller = callerFor(app, 'school', urn, `demonstration ${child.key} registered`, `${term.first}T08:00:00.000Z`);
  const { childId } = await app.commands.execute(new RegisterChild(caller, registrationOf(child)));
  return childId;
}

async function recordRegister(app: DemonstrationApp, { school, date, now, csv }: RegisterOfDay): Promise<void> {
  const caller = callerFor(app, 'school', school.urn, `demonstration register ${school.urn} ${date}`, now);
  const rows = readRegister(Readable.from([Buffer.from(csv)]));
  for await (const verdicts of app.registers.record(school.urn, caller, rows)) {
    const refused = verdicts.find(({ verdict }) => verdict === 'refused');
    if (refused) throw new Error(`the demonstration's register of ${date} was refused: ${refused.reason}`);
  }
}

async function take(app: DemonstrationApp, step: Told, ids: ReadonlyMap<string, string>): Promise<void> {
  const { child, by, commandKey, now, order } = step;
  const childId = ids.get(child.key);
  if (childId === undefined) throw new Error(`no child ${child.key} in the demonstration county`);
  const caller = callerFor(app, by, child.school.urn, commandKey, now);
  await app.commands.execute(new ChangeChild(childId, caller, order.type, () => order));
}

async function tellSchool(app: DemonstrationApp, told: readonly SchoolTold[], until: string): Promise<void> {
  for (const { urn, now, commandKey, order, enrolled } of told) {
    if (now > until) continue;
    const caller = callerFor(app, 'school', urn, commandKey, now);
    await app.commands.execute(new ChangeSchool(urn, caller, order, enrolled));
  }
}
