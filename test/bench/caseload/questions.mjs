// What people ask of the caseload, each with the query that a driver would send for the same page.
const LIMIT = 51;
export const SCHOOLS = 400;
export const urnOf = (n) => String(910_001 + (n % SCHOOLS));
const OPEN = [
  'handed-over',
  'escalated',
  'placing',
  'locating',
  'case-open',
  'referred',
  're-engaged',
  'leaving',
  'off-roll',
  'consultation',
  'enquiries',
  'on-leave',
  'absent',
];
const ASSISTANT = 'cme-assistant@926';

/** @param places cursors of a deep page and of the last one, in the order of the due dates */
export function questions({ today, places: { deep, last }, oneChild }) {
  const byDue = { byDue: 1 };
  const q = (name, query, filter, sort = byDue, limit = LIMIT) => ({ name, query, bare: { filter, sort, limit } });
  const overdue = { byDue: { $lt: today } };
  return [
    q(
      'everybody, first page',
      () => '',
      () => ({}),
    ),
    q(
      'one officer’s own',
      () => `owner=${ASSISTANT}`,
      () => ({ owner: ASSISTANT }),
    ),
    q(
      'one stage',
      () => 'stage=absent',
      () => ({ stage: 'absent' }),
    ),
    q(
      'with something to be done',
      () => 'due=any',
      () => ({ stage: { $in: OPEN } }),
    ),
    q(
      'one school',
      (n) => `school=${urnOf(n)}`,
      (n) => ({ school: urnOf(n) }),
    ),
    q(
      'one school’s office',
      (n) => `owner=school-staff@${urnOf(n)}`,
      (n) => ({ owner: `school-staff@${urnOf(n)}` }),
    ),
    q(
      'overdue',
      () => 'due=overdue',
      () => overdue,
    ),
    q(
      'due this week',
      () => 'due=this-week',
      () => ({ byDue: { $gte: today, $lt: sundayAfter(today) } }),
    ),
    q(
      'own and overdue',
      () => `owner=${ASSISTANT}&due=overdue`,
      () => ({ owner: ASSISTANT, ...overdue }),
    ),
    q(
      'nobody’s',
      () => 'owner=none',
      () => ({ owner: null }),
    ),
    q(
      'the latest dates first',
      () => 'sort=-due',
      () => ({}),
      { byDue: -1 },
    ),
    q(
      'by name',
      () => 'sort=name',
      () => ({}),
      { byName: 1 },
    ),
    q(
      'by name, backwards',
      () => 'sort=-name',
      () => ({}),
      { byName: -1 },
    ),
    q(
      'by school',
      () => 'sort=school',
      () => ({}),
      { bySchool: 1 },
    ),
    q(
      'by stage, backwards',
      () => 'sort=-stage',
      () => ({}),
      { byStage: -1 },
    ),
    q(
      'own by name',
      () => `owner=${ASSISTANT}&sort=name`,
      () => ({ owner: ASSISTANT }),
      { byName: 1 },
    ),
    q(
      'own by stage',
      () => `owner=${ASSISTANT}&sort=stage`,
      () => ({ owner: ASSISTANT }),
      { byStage: 1 },
    ),
    q(
      'open by name',
      () => 'due=any&sort=name',
      () => ({ stage: { $in: OPEN } }),
      { byName: 1 },
    ),
    q(
      'overdue by name',
      () => 'due=overdue&sort=name',
      () => overdue,
      { byName: 1 },
    ),
    q(
      'a page in the middle',
      () => `after=${deep.cursor}`,
      () => ({ byDue: { $gt: deep.key } }),
    ),
    q(
      'the last page',
      () => `after=${last.cursor}`,
      () => ({ byDue: { $gt: last.key } }),
    ),
    q(
      'one child',
      () => `child=${oneChild}`,
      () => ({ _id: oneChild }),
    ),
    q(
      '200 rows',
      () => 'limit=200',
      () => ({}),
      byDue,
      201,
    ),
  ];
}

/** What a head teacher asks: all of it is of one school. */
export function headQuestions({ today, urn }) {
  const q = (name, query, filter, sort = { byDue: 1 }) => ({
    name: `head teacher: ${name}`,
    head: true,
    query: () => query,
    bare: { filter: () => filter, sort, limit: LIMIT },
  });
  return [
    q('the school', '', { seenBy: urn }),
    q('overdue', 'due=overdue', { seenBy: urn, byDue: { $lt: today } }),
    q('by name', 'sort=name', { seenBy: urn }, { byName: 1 }),
  ];
}

/** Finding a child, as a caller tells of it; the bare driver asks the last of the questions that the program sends for it. */
export function searchQuestions({ birthday, urn }) {
  const initials = [...'abcdefghijklmnoprstw'];
  const given = ['Ada', 'Mabel', 'Nadia', 'Orla', 'Sara', 'Tilda', 'Vera'];
  const q = (name, body, keys, head = false) => ({
    name: `${head ? 'head teacher, ' : ''}find: ${name}`,
    head,
    query: () => '',
    body,
    bare: {
      filter: (n) => ({
        $and: [...keys(n).map((foundBy) => ({ foundBy })), ...(head ? [{ seenBy: { $in: [urn] } }] : [])],
      }),
      sort: { byName: 1 },
      limit: 21,
    },
  });
  const named = (n) => given[n % given.length];
  const both = (n) => ({ name: `${initials[n % initials.length]}a ${named(n)}` });
  const begun = (n) => [named(n).toLowerCase(), `${initials[n % initials.length]}a`];
  return [
    q(
      'two letters',
      () => ({ name: 'ma' }),
      () => ['ma'],
    ),
    q(
      'a common name',
      (n) => ({ name: named(n) }),
      (n) => [named(n).toLowerCase()],
    ),
    q('a name and a beginning', both, begun),
    q(
      'names and birthday',
      (n) => ({ ...both(n), dateOfBirth: birthday(n) }),
      (n) => [birthday(n), ...begun(n)],
    ),
    q(
      'birthday',
      (n) => ({ dateOfBirth: birthday(n * 17) }),
      (n) => [birthday(n * 17)],
    ),
    q(
      'a number',
      (n) => ({ number: `number ${n}` }),
      (n) => [`number:${n}`],
    ),
    q(
      'nobody',
      () => ({ name: 'xylo', dateOfBirth: '1999-01-01', number: 'none' }),
      () => ['xylo'],
    ),
    q(
      'two letters',
      () => ({ name: 'ma' }),
      () => ['ma'],
      true,
    ),
    q('a name and a beginning', both, begun, true),
  ];
}

/** The same as pages, with the counts at their top. */
export function pageQuestions(all) {
  const shown = ['everybody, first page', 'one officer’s own', 'one school', 'overdue', 'head teacher: the school'];
  return all
    .filter(({ name }) => shown.includes(name))
    .map((each) => ({ ...each, name: `page: ${each.name}`, page: true }));
}

/** The day after the week's last. */
function sundayAfter(today) {
  const date = new Date(`${today}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() + ((8 - date.getUTCDay()) % 7 || 7));
  return date.toISOString().slice(0, 10);
}
