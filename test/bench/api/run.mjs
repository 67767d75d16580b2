// What the program adds to its event store, side by side in one run on one store: raw appends through the client, POST …/absences, register files.
//   npm run bench:api [-- --pupils 4000 --posts 8000]
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { EventStoreDBClient, jsonEvent, NO_STREAM } from '@eventstore/db-client';
import { inFlight as atOnce, machine, startProgram, timed, upn } from '../program.mjs';

const { values } = parseArgs({
  options: { pupils: { type: 'string', default: '4000' }, posts: { type: 'string', default: '8000' } },
});
const PUPILS = Number(values.pupils);
const POSTS = Number(values.posts);
const IN_FLIGHT = 64;
const URN = '900003';
const program = await startProgram({ inFlight: IN_FLIGHT });
const { call } = program;
const inFlight = (count, one) => atOnce(IN_FLIGHT, count, one);
try {
  const token = await program.tokenOf('school-staff', '--school', URN);
  console.log(`${machine()} Medians of 3, everything on this machine.`);

  const children = [];
  await inFlight(PUPILS, async (n) => {
    const { childId } = await call('POST', '/v1/children', token, {
      givenName: 'Matilda',
      familyName: `Bench${n}`,
      dateOfBirth: '2016-03-14',
      upn: upn(n),
      school: { urn: URN, startDate: '2026-09-02' },
    });
    children[n] = childId;
  });

  const raw = await median(async (round) => {
    const client = EventStoreDBClient.connectionString(`esdb://127.0.0.1:${program.storePort}?tls=false`);
    const seconds = await timed(() =>
      inFlight(POSTS, (n) =>
        client.appendToStream(`bench-${round}-${n}`, [rawEvent()], { expectedRevision: NO_STREAM }),
      ),
    );
    await client.dispose();
    return POSTS / seconds;
  });
  row('raw appends, 64 in flight', raw, 'appends/s');

  const days = weekdays('2026-09-02', '2026-10-23');
  const posts = await median(async (round) => {
    const perDay = Math.ceil(POSTS / PUPILS);
    const seconds = await timed(() =>
      inFlight(POSTS, (n) => {
        const date = days[(round * perDay + Math.floor(n / PUPILS)) % days.length];
        return call('POST', `/v1/children/${children[n % PUPILS]}/absences`, token, { date, session: 'AM', code: 'I' });
      }),
    );
    return POSTS / seconds;
  });
  row('POST …/absences, 64 in flight', posts, 'absences/s', posts / raw, 0.6);

  const after = days.slice(3 * Math.ceil(POSTS / PUPILS));
  const file = await median(async (round) => {
    const lines = children.flatMap((_, n) => ['AM', 'PM'].map((session) => `${upn(n)},${after[round]},${session},I`));
    let answer;
    const seconds = await timed(async () => {
      answer = await call(
        'POST',
        `/v1/schools/${URN}/registers`,
        token,
        `upn,date,session,code\r\n${lines.join('\r\n')}\r\n`,
        'text/csv',
      );
    });
    if (answer.recorded !== lines.length) throw new Error(`${answer.recorded} of ${lines.length} marks were recorded`);
    return lines.length / seconds;
  });
  row(`register file, one day of ${PUPILS} pupils`, file, 'recorded absences/s', file / raw);
  console.log(`  goal for the register file: 5,000 recorded absences/s: ${file >= 5_000 ? 'met' : 'missed'}`);
} finally {
  await program.stop();
}

function rawEvent() {
  return jsonEvent({
    id: randomUUID(),
    type: 'AbsenceRecorded',
    data: { urn: URN, occurredOn: '2026-11-09', session: 'AM', code: 'I' },
    metadata: {
      schemaVersion: 1,
      actor: { id: 'staff-1', role: 'school-staff', organisation: URN },
      commandId: randomUUID(),
      integrity: { v: 1, prev: 'a'.repeat(64), hash: 'b'.repeat(64) },
    },
  });
}

function row(what, value, unit, ratio, goal) {
  const share = ratio === undefined ? '' : `   ${(ratio * 100).toFixed(0)} % of raw appends`;
  const judged = goal === undefined ? '' : ` (goal ${goal * 100} %: ${ratio >= goal ? 'met' : 'missed'})`;
  console.log(`  ${what.padEnd(44)} ${Math.round(value).toLocaleString('en-GB').padStart(8)} ${unit}${share}${judged}`);
}

async function median(measure) {
  const figures = [];
  for (let round = 0; round < 3; round++) figures.push(await measure(round));
  return figures.sort((a, b) => a - b)[1];
}

function weekdays(first, last) {
  const days = [];
  for (let time = Date.parse(first); time <= Date.parse(last); time += 86_400_000) {
    const day = new Date(time);
    if (day.getUTCDay() % 6 !== 0) days.push(day.toISOString().slice(0, 10));
  }
  return days;
}
