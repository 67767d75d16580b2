// What the child's domain costs, without any store: `node test/bench/children.mjs [build directory]`. One line a measure.
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const build = resolve(process.argv[2] ?? 'dist');
const from = (path) => import(pathToFileURL(join(build, path)).href);
const { decide, evolve, initialChild } = await from('children/domain/child.js');
const { duties } = await from('children/domain/duties.js');
const { caseloadRow } = await from('children/domain/row.js');
const { snapshotForReaders } = await from('children/domain/snapshot.js');
const { schoolDaysFrom } = await from('schools/domain/school-days.js');
const { loadPolicyPacks } = await from('policy/policy-packs.js');

const book = loadPolicyPacks();
const urn = '120001';
const calendar = { urn, version: 1, basis: 'own', years: book.policyOn('riverside', '2025-09-03').modelCalendar };
const contexts = new Map();
const on = (today) => {
  if (!contexts.has(today)) {
    const policy = book.policyOn('riverside', today);
    contexts.set(today, { now: `${today}T10:00:00.000Z`, today, calendar, policy, codes: book.codes });
  }
  return contexts.get(today);
};

const days = schoolDaysFrom(calendar, '2025-09-04', '2026-07-17');
const register = {
  type: 'RegisterChild',
  childId: 'c',
  givenName: 'A',
  familyName: 'B',
  dateOfBirth: '2014-01-01',
  school: { urn, startDate: '2025-09-03' },
};
const enrolled = decide(initialChild, register, on('2025-09-03')).reduce(evolve, initialChild);
const absent = (day, code) => ({ type: 'RecordAbsence', urn, date: day, code });

/** What the machine does with an event at all, as JSON there and back: the yardstick that every other row is held against. */
let yardstick;

/**
 * Repeats for about a second of processor time, so that other work on the machine weighs little; prints how many in a second of it, and
 * how much of the yardstick that is. `each`: how many one call does.
 */
function measure(name, unit, once, each = 1) {
  for (let warm = 0; warm < 200; warm++) once();
  let done = 0;
  const start = process.cpuUsage();
  let elapsed = 0;
  while (elapsed < 1_000_000) {
    for (let turn = 0; turn < 20; turn++) once();
    done += 20 * each;
    const { user, system } = process.cpuUsage(start);
    elapsed = user + system;
  }
  const rate = (done * 1e6) / elapsed;
  yardstick ??= rate;
  const share = ((100 * rate) / yardstick).toPrecision(2);
  console.log(`${name}: ${Math.round(rate).toLocaleString('en-GB')} ${unit}/s, ${Number(share)} % of the yardstick`);
}

/** From September to Easter with a day off every fortnight, a call to the parents each time. */
const year = [];
let pupil = enrolled;
for (const [index, day] of days.entries()) {
  if (index % 10 !== 0 || day >= '2026-04-01') continue;
  const back = days[index + 1] ?? day;
  for (const command of [
    absent(day, 'O'),
    { type: 'ContactParent', contactId: `k${index}`, channel: 'phone', outcome: 'spoke', occurredOn: day },
    { type: 'RecordMarks', urn, marks: [{ date: back, session: 'AM', code: '/' }] },
  ]) {
    const facts = decide(pupil, command, on(back));
    year.push(...facts);
    pupil = facts.reduce(evolve, pupil);
  }
}
/** The same child absent since Easter, with the threshold reached. */
let missing = pupil;
for (const day of days.filter((each) => each >= '2026-04-20' && each <= '2026-06-05')) {
  missing = decide(missing, absent(day, 'O'), on(day)).reduce(evolve, missing);
}

measure(
  'yardstick: an event as JSON, there and back',
  'events',
  () => year.map((fact) => JSON.parse(JSON.stringify(fact))),
  year.length,
);
measure('fold two terms', 'events', () => year.reduce(evolve, enrolled), year.length);
measure('record an absence (first of a quiet child)', 'commands', () =>
  decide(enrolled, absent('2025-10-06', 'O'), on('2025-10-06')),
);
measure('record an absence (day 27 of a run)', 'commands', () =>
  decide(missing, absent('2026-06-08', 'O'), on('2026-06-08')),
);
measure('present mark of a quiet child', 'commands', () => {
  decide(
    enrolled,
    { type: 'RecordMarks', urn, marks: [{ date: '2025-10-06', session: 'AM', code: '/' }] },
    on('2025-10-06'),
  );
});
measure('review a quiet child', 'commands', () => {
  decide({ ...pupil }, { type: 'ReviewChild' }, on('2026-03-02'));
});
const justAbsent = decide(pupil, absent('2026-06-08', 'N'), on('2026-06-08')).reduce(evolve, pupil);
// Another object each time: the last answer for a child is kept, and what is wanted is the sum.
measure('duties of a quiet child', 'children', () => duties({ ...pupil }, on('2026-03-02')));
measure('duties of a child absent today', 'children', () => duties({ ...justAbsent }, on('2026-06-08')));
measure('duties of a child absent for weeks', 'children', () => duties({ ...missing }, on('2026-06-08')));
measure('caseload row of a child absent today', 'children', () => caseloadRow({ ...justAbsent }, on('2026-06-08')));
measure('document of a child absent for weeks', 'children', () => snapshotForReaders({ ...missing }, on('2026-06-08')));
