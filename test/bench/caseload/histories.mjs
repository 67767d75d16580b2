// Invented histories of pupils as the program would have recorded them: the stories of the demonstration and ordinary terms, decided by the
// real rules day by day up to today, at many stages because each story is begun on many days. Told once, then given to any number of children.
import { decide, evolve, initialChild } from '../../../dist/children/domain/child.js';
import { demonstrationCounty } from '../../../dist/demonstration/county.js';
import { registrationOf } from '../../../dist/demonstration/registration.js';
import { stories } from '../../../dist/demonstration/stories.js';
import { term } from '../../../dist/demonstration/telling.js';
import { Refusal } from '../../../dist/policy/domain/refusal.js';
import { schoolDaysFrom } from '../../../dist/schools/domain/school-days.js';

/** In the place of the child and of the school until a history is given to a child. */
const CHILD = '00000000-0000-4000-8000-00000000c41d';
const URN = '999999';
/** School days by which a story is moved: earlier ones have gone further, later ones are in their middle. */
const MOVES = [-12, -9, -6, -4, -2, -1, 0, 1, 2, 4, 7, 11];
const ORDINARY = 40;
const ACTORS = {
  school: { id: 'staff-1', role: 'school-staff', organisation: URN },
  head: { id: 'staff-2', role: 'head-teacher', organisation: URN },
  assistant: { id: 'staff-3', role: 'cme-assistant', organisation: '926' },
  manager: { id: 'staff-4', role: 'strategy-manager', organisation: '926' },
};

/**
 * Histories in two heaps: of children to whom something happens, and of the others.
 * @param days the program's own DayContexts
 */
export function tellHistories(days, today) {
  const pupil = demonstrationCounty()[0];
  const calendar = days.calendarOf(URN, `${today}T12:00:00.000Z`);
  const schoolDays = schoolDaysFrom(calendar, term.first, term.last);
  const teller = { pupil, days, schoolDays, today, refused: 0, moves: 0 };
  const eventful = stories.flatMap((story) => MOVES.map((moved) => tell(teller, story, moved)));
  const ordinary = Array.from({ length: ORDINARY }, (_, n) => tell(teller, ordinaryTerm(n), 0));
  return { eventful, ordinary, refused: teller.refused };
}

/** A pupil who is ill now and then; every twentieth is away today. */
function ordinaryTerm(n) {
  const today = n % 20 === 0;
  return {
    name: `ordinary ${n}`,
    code: (day, last) =>
      (today && day === last) || (day * 7 + n * 11) % 61 === 0 ? (n % 40 === 0 ? 'N' : 'I') : undefined,
    steps: [],
  };
}

/** What is recorded of one child up to today, by the real decisions. A step that is refused is left out, and counted. */
function tell(teller, story, moved) {
  const { pupil, days, schoolDays, today } = teller;
  let child = initialChild;
  const events = [];
  const does = (date, time, command, actor) => {
    const now = `${date}T${time}.000Z`;
    teller.moves += 1;
    try {
      for (const event of decide(child, command, days.decision(child, now, actor, URN))) {
        child = evolve(child, event);
        events.push({ ...event, recordedAt: now });
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      teller.refused += 1;
    }
  };
  const dateOf = (n) => schoolDays[Math.min(Math.max(n - 1 + moved, 0), schoolDays.length - 1)];
  const place = { urn: URN, day: dateOf, id: (name) => `${CHILD}-${name}`, child: (key) => `${CHILD}-${key}` };
  const person = registrationOf(pupil);
  does(
    schoolDays[0],
    '07:30:00',
    { ...person, type: 'RegisterChild', childId: CHILD, school: { urn: URN, startDate: schoolDays[0] } },
    ACTORS.school,
  );
  const told = schoolDays.filter((date) => date <= today);
  for (const [index, date] of told.entries()) {
    const day = index + 1 - moved;
    if ((story.lastDay ?? Number.POSITIVE_INFINITY) >= day) {
      const code = story.code?.(day, told.length - moved);
      const [am, pm] = code === undefined ? ['/', '\\'] : [code, code];
      const marks = [
        { date, session: 'AM', code: am },
        { date, session: 'PM', code: pm },
      ];
      does(date, '09:30:00', { type: 'RecordMarks', urn: URN, marks }, ACTORS.school);
    }
    for (const step of story.steps) {
      if (dateOf(step.onDay) === date) does(date, '10:00:00', step.order(place), ACTORS[step.by]);
    }
    does(date, '10:30:00', { type: 'ReviewChild' }, undefined);
  }
  return JSON.stringify(events);
}

/** The history as recorded events of one child, for a projection. */
export function eventsOf(history, { childId, urn, position, ...person }) {
  const text = history.replaceAll(CHILD, childId).replaceAll(URN, urn);
  return JSON.parse(text).map(({ type, data, recordedAt }, revision) => ({
    type,
    data: type === 'ChildRegistered' ? { ...data, ...person } : data,
    id: `${childId}-${revision}`,
    streamId: `child-${childId}`,
    revision,
    position,
    metadata: { recordedAt },
  }));
}
