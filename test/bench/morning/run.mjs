// A Norfolk morning: 7,500 absent children told by the register files of their schools, and how long it is until every one of them is in
// the caseload with its owner, next action and date.
//   npm run bench:morning [-- --children 7500 --schools 40]
import { parseArgs } from 'node:util';
import { inFlight, machine, startProgram, timed, until, upn } from '../program.mjs';

const { values } = parseArgs({
  options: { children: { type: 'string', default: '7500' }, schools: { type: 'string', default: '40' } },
});
const CHILDREN = Number(values.children);
const SCHOOLS = Number(values.schools);
/** The goal of the county: the register files of a morning come within half an hour. */
const GOAL_MINUTES = 30;
const FILES_AT_ONCE = 4;
const urnOf = (n) => String(910_001 + (n % SCHOOLS));
const today = lastWeekday();

const program = await startProgram();
try {
  console.log(machine());
  const assistant = await program.tokenOf('cme-assistant');
  const registering = await timed(() =>
    inFlight(64, CHILDREN, (n) =>
      program.call('POST', '/v1/children', assistant, {
        givenName: 'Matilda',
        familyName: `Bench${n}`,
        dateOfBirth: '2016-03-14',
        upn: upn(n),
        school: { urn: urnOf(n), startDate: '2026-09-02' },
      }),
    ),
  );
  say('children registered one by one (before the morning)', CHILDREN, registering);
  await until(async () => (await program.call('GET', `/v1/caseload?limit=1`, assistant)).total >= CHILDREN, 600);

  const files = Array.from({ length: SCHOOLS }, (_, school) => {
    const rows = [];
    for (let n = school; n < CHILDREN; n += SCHOOLS) rows.push(`${upn(n)},${today},AM,N`);
    return { urn: urnOf(school), rows, csv: `upn,date,session,code\r\n${rows.join('\r\n')}\r\n` };
  });
  const absent = async () => (await program.call('GET', '/v1/caseload?stage=absent&limit=1', assistant)).total;
  let recorded = 0;
  let visible = 0;
  const whole = await timed(async () => {
    recorded = await timed(() =>
      inFlight(FILES_AT_ONCE, files.length, async (index) => {
        const { urn, csv, rows } = files[index];
        const answer = await program.call('POST', `/v1/schools/${urn}/registers`, assistant, csv, 'text/csv');
        if (answer.recorded !== rows.length)
          throw new Error(`${answer.recorded} of ${rows.length} marks were recorded`);
      }),
    );
    await until(async () => {
      visible = await absent();
      return visible === CHILDREN;
    }, GOAL_MINUTES * 60);
  });
  say('absences recorded', CHILDREN, recorded);
  say('every row visible, with its duty', visible, whole);
  await eachRowHasItsDuty(assistant);
  console.log(`  goal: within ${GOAL_MINUTES} minutes: ${whole <= GOAL_MINUTES * 60 ? 'met' : 'missed'}`);
} finally {
  await program.stop();
}

/** Walks the whole list: a child that is absent without a reason is somebody's, for something, by a date. */
async function eachRowHasItsDuty(token) {
  let seen = 0;
  let after = '';
  do {
    const page = await program.call('GET', `/v1/caseload?stage=absent&limit=200${after}`, token);
    for (const { owner, nextAction, due } of page.items) {
      if (!owner || !nextAction || !due) throw new Error('a row lacks its owner, next action or date');
      seen++;
    }
    after = page.next === null ? '' : `&after=${encodeURIComponent(page.next)}`;
  } while (after !== '');
  if (seen !== CHILDREN) throw new Error(`${seen} of ${CHILDREN} rows were in the list`);
  console.log(`  each of the ${seen.toLocaleString('en-GB')} rows has an owner, a next action and a date`);
}

function say(what, count, seconds) {
  const rate = Math.round(count / seconds).toLocaleString('en-GB');
  console.log(`  ${what.padEnd(56)} ${seconds.toFixed(1).padStart(7)} s ${rate.padStart(7)}/s`);
}

function lastWeekday() {
  let time = Date.now();
  while (new Date(time).getUTCDay() % 6 === 0) time -= 86_400_000;
  return new Date(time).toISOString().slice(0, 10);
}
