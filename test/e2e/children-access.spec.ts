import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Person, register, SCHOOL, startTestProgram, type TestProgram } from './support/program.js';
import { people, ToldChild } from './support/told-child.js';

const OTHER = '900002';
const AN_ID = '4f0f6a3e-5d3c-5a39-9d2b-3f6f1b9e8a11';
const SCHOOL_ROLES = ['school-staff', 'head-teacher', 'safeguarding-lead'];
const AUTHORITY_ROLES = [
  'cme-assistant',
  'strategy-manager',
  'attendance-team',
  'ehcp-coordinator',
  'exclusions-team',
  'safeguarding-officer',
  'auditor',
  'subscriber',
];

/** The table of docs/api.md: what a reader of it is told is what is tried here. */
const TABLE = [...readFileSync('docs/api.md', 'utf8').matchAll(/^\| `(\w+)` \| `POST (\S+)` \| (.*) \|$/gm)].map(
  ([, command = '', path = '', roles = '']) => ({ command, path, roles: roles.split(', ') }),
);

interface OpenApi {
  readonly paths: Record<
    string,
    { post?: { requestBody?: { content: Record<string, { examples?: { whole?: { value: object } } }> } } }
  >;
}

let program: TestProgram;
let api: OpenApi;
let childId: string;
const persons = new Map<string, Person>();

beforeAll(async () => {
  program = await startTestProgram();
  for (const role of SCHOOL_ROLES) persons.set(role, await program.as(role, SCHOOL));
  for (const role of AUTHORITY_ROLES) persons.set(role, await program.as(role));
  const assistant = persons.get('cme-assistant') as Person;
  api = (await assistant<OpenApi & Record<string, unknown>>('GET', '/openapi.json')).body;
  // With a plan and an exclusion, so that every role of the authority may see the record.
  childId = await register(assistant, 501, { sen: 'E', dateOfBirth: '2015-05-05' });
  const body = { kind: 'suspension', first: '2026-11-09', sessions: 2, reasons: ['DB'] };
  const excluded = await (persons.get('head-teacher') as Person)('POST', `/v1/children/${childId}/exclusions`, {
    body,
  });
  expect(excluded.status).toBe(201);
});

afterAll(() => program.stop());

function asking(command: string, path: string): { readonly url: string; readonly body: unknown } {
  const url = path
    .replace('{id}', childId)
    .replace('{urn}', SCHOOL)
    .replace(/\{\w+\}/g, AN_ID);
  if (command === 'RecordMarks') return { url, body: 'upn,date,session,code\n' };
  const example = api.paths[path]?.post?.requestBody?.content['application/json']?.examples?.whole?.value ?? {};
  // A school adds to its own roll only: that is tried below.
  if (command === 'AddToRoll') return { url, body: { ...example, urn: SCHOOL } };
  if (command === 'ChangeDetails') return { url, body: { ...example, sen: 'E' } };
  if (command === 'RejectEvidence') return { url, body: { ...example, verified: false } };
  return { url, body: example };
}

describe('the roles of every command', () => {
  it('are told for more than a hundred commands', () => {
    expect(TABLE.length).toBeGreaterThan(100);
  });

  it.each(TABLE)('$command is for: $roles', async ({ command, path, roles }) => {
    const { url, body } = asking(command, path);
    const refused: string[] = [];
    const mistaken: string[] = [];
    for (const [role, person] of persons) {
      const answer = await person('POST', url, { body });
      if (answer.status === 403) refused.push(role);
      // Whoever may is answered by the record or by a rule of it, and whoever sees the child finds it.
      else if (answer.status >= 500 || answer.body.what === 'child')
        mistaken.push(`${role}: ${answer.status} ${answer.text}`);
    }
    expect(mistaken).toEqual([]);
    expect([...persons.keys()].filter((role) => !refused.includes(role)).sort()).toEqual([...roles].sort());
  });
});

describe('the scope of a school’s people', () => {
  const ofSchools = TABLE.filter(
    ({ path, roles }) => path.includes('{id}') && roles.some((role) => SCHOOL_ROLES.includes(role)),
  );

  it.each(ofSchools)('$command: another school’s people find no such child', async ({ command, path, roles }) => {
    const { url, body } = asking(command, path);
    for (const role of SCHOOL_ROLES.filter((each) => roles.includes(each))) {
      const answer = await (await program.as(role, OTHER))('POST', url, { body });
      expect({ role, status: answer.status, what: answer.body.what }).toEqual({ role, status: 404, what: 'child' });
    }
  });

  it('R05: a federation’s head records for both schools, and speaks for no third', async () => {
    const federation = await program.as('head-teacher');
    const assistant = persons.get('cme-assistant') as Person;
    const there = await register(assistant, 502, { school: { urn: OTHER, startDate: '2026-01-05' } });
    const contact = { channel: 'phone', outcome: 'spoke' };
    for (const id of [childId, there]) {
      expect((await federation('POST', `/v1/children/${id}/contacts`, { body: contact })).status).toBe(201);
    }
    const third = { ...contact, urn: '900003' };
    expect((await federation('POST', `/v1/children/${there}/contacts`, { body: third })).status).toBe(403);
  });

  it('nobody at a school writes another school’s register or roll, also of a child that both see', async () => {
    const by = await people(program);
    const child = await ToldChild.registered(by, 503);
    await child.step('assistant', 'roll', { urn: OTHER, startDate: '2026-09-03', subsidiary: true });
    const orders: [string, object][] = [
      ['absences', { date: '2026-11-09', code: 'N', urn: OTHER }],
      ['returns', { urn: OTHER }],
      ['roll', { urn: '900003', startDate: '2026-11-02' }],
      ['leaving', { urn: OTHER }],
      ['referral', { urn: OTHER }],
      ['leave-requests', { first: '2099-06-01', last: '2099-06-05', urn: OTHER }],
      ['consultations', { urn: OTHER }],
      ['removal-proposals', { ground: '9(1)(g)', urn: OTHER }],
      ['register-returns', { kind: 'attendance', urn: OTHER }],
    ];
    for (const [path, body] of orders) {
      expect({ path, status: (await child.post('staff', path, body)).status }).toEqual({ path, status: 403 });
    }
    expect((await child.post('head', 'removal', { ground: '9(1)(g)', urn: OTHER })).status).toBe(403);
    // What the other school has begun is not this school's to decide either.
    const there = await program.as('school-staff', OTHER);
    const asked = await there<{ leaveId: string; proposalId: string }>('POST', child.address('leave-requests'), {
      body: { first: '2099-06-01', last: '2099-06-05', urn: OTHER },
    });
    expect(asked.status).toBe(201);
    const refusal = `leave-requests/${asked.body.leaveId}/refusal`;
    expect((await child.post('head', refusal, {})).status).toBe(403);
    expect((await (await program.as('head-teacher', OTHER))('POST', child.address(refusal), { body: {} })).status).toBe(
      201,
    );
    const proposed = await there<{ proposalId: string }>('POST', child.address('removal-proposals'), {
      body: { ground: '9(1)(g)', urn: OTHER },
    });
    const decision = `removal-proposals/${proposed.body.proposalId}/decision`;
    expect((await child.post('head', decision, {})).status).toBe(403);
    // Where the child goes is said of another school.
    expect((await child.post('staff', 'destinations', { urn: '900003' })).status).toBe(201);
  });

  it('a correction takes back only what its author may record', async () => {
    const child = await ToldChild.registered(await people(program), 504);
    const correction = { eventId: AN_ID, why: 'Another family.' };
    const withdrawn = (kind: string) => ({ ...correction, withdrawn: { kind, id: AN_ID } });
    expect((await child.post('staff', 'corrections', withdrawn('agency-enquiry'))).status).toBe(403);
    expect((await child.post('staff', 'corrections', withdrawn('exclusion'))).status).toBe(403);
    expect((await child.post('staff', 'corrections', withdrawn('contact'))).status).toBe(201);
  });
});

describe('those whose work is about single records', () => {
  it('R41: EHCP Co-ordinators see children with a plan, and no caseload', async () => {
    const coordinator = persons.get('ehcp-coordinator') as Person;
    const assistant = persons.get('cme-assistant') as Person;
    const without = await register(assistant, 505);
    expect((await coordinator('GET', `/v1/children/${childId}`)).status).toBe(200);
    expect((await coordinator('GET', `/v1/children/${without}`)).status).toBe(404);
    expect((await coordinator('GET', '/v1/caseload')).status).toBe(403);
    const shared = await assistant('POST', `/v1/children/${without}/off-roll-notices`, { body: { sen: 'E' } });
    expect(shared.status).toBe(201);
    expect((await coordinator('GET', `/v1/children/${without}`)).status).toBe(200);
  });

  it('R33: the Exclusions team records the first exclusion of a pupil, and sees the pupil from then on', async () => {
    const team = persons.get('exclusions-team') as Person;
    const id = await register(persons.get('cme-assistant') as Person, 506);
    expect((await team('GET', `/v1/children/${id}`)).status).toBe(404);
    const body = { kind: 'permanent', first: '2026-11-09', reasons: ['PP'] };
    const recorded = await team<{ exclusionId: string }>('POST', `/v1/children/${id}/exclusions`, { body });
    expect(recorded.status).toBe(201);
    expect((await team('GET', `/v1/children/${id}`)).status).toBe(200);
    expect((await team('GET', '/v1/caseload')).status).toBe(403);
  });

  it('R41 R34: each team has the list of the children who wait for it, until its work is done', async () => {
    interface Waiting extends Record<string, unknown> {
      readonly items: readonly { readonly childId: string; readonly nextAction: string; readonly owner: string }[];
      readonly total: number;
      readonly next: string | null;
    }
    const coordinator = persons.get('ehcp-coordinator') as Person;
    const exclusions = persons.get('exclusions-team') as Person;
    const assistant = persons.get('cme-assistant') as Person;
    const [withPlan, excluded] = [await register(assistant, 561), await register(assistant, 562)];
    await assistant('POST', `/v1/children/${withPlan}/off-roll-notices`, { body: { sen: 'E' } });
    const body = { kind: 'permanent', first: '2026-11-09', reasons: ['PP'] };
    const { body: written } = await exclusions<{ position: number }>('POST', `/v1/children/${excluded}/exclusions`, {
      body,
    });
    const list = async (person: Person, after: number) => {
      const { status, body: page } = await person<Waiting>('GET', `/v1/team-work?limit=200&minPosition=${after}`);
      expect(status).toBe(200);
      return page.items;
    };
    const forPlans = await list(coordinator, written.position);
    expect(forPlans).toContainEqual(
      expect.objectContaining({ childId: withPlan, nextAction: 'Follow up the child’s plan' }),
    );
    expect(forPlans.map(({ childId: id }) => id)).not.toContain(excluded);
    const forExclusions = await list(exclusions, written.position);
    expect(forExclusions).toContainEqual(expect.objectContaining({ childId: excluded, owner: 'exclusions-team@926' }));
    expect(forExclusions.map(({ childId: id }) => id)).not.toContain(withPlan);
    // Whoever is in the list can be looked at from it.
    for (const { childId: id } of forPlans) expect((await coordinator('GET', `/v1/children/${id}`)).status).toBe(200);
    // A page at a time, in the same order.
    const paged: string[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const page: Waiting = (await coordinator<Waiting>('GET', `/v1/team-work?limit=1${next && `&after=${next}`}`))
        .body;
      paged.push(...page.items.map(({ childId: id }) => id));
      next = page.next;
    }
    expect(paged).toEqual(forPlans.map(({ childId: id }) => id));
    const html = { headers: { accept: 'text/html' } };
    const page = await coordinator('GET', '/team-work', html);
    expect([page.status, page.text.includes(`href="/children/${withPlan}"`)]).toEqual([200, true]);
    expect((await coordinator('GET', '/caseload', html)).headers.get('location')).toBe('/team-work');
    // A named co-ordinator's work is still the team's, until it is done.
    const { body: record } = await coordinator<{ notices: { noticeId: string }[] }>('GET', `/v1/children/${withPlan}`);
    const notice = `/v1/children/${withPlan}/off-roll-notices/${encodeURIComponent(record.notices[0]?.noticeId ?? '')}`;
    const given = await coordinator<{ position: number }>('POST', `${notice}/follow-up`, {
      body: { owner: 'staff-a38c' },
    });
    expect(await list(coordinator, given.body.position)).toContainEqual(
      expect.objectContaining({ childId: withPlan, owner: 'staff-a38c' }),
    );
    const done = await coordinator<{ position: number }>('POST', `${notice}/follow-up/completion`, { body: {} });
    expect((await list(coordinator, done.body.position)).map(({ childId: id }) => id)).not.toContain(withPlan);
    for (const role of ['cme-assistant', 'auditor', 'school-staff'] as const)
      expect((await (persons.get(role) as Person)('GET', '/v1/team-work')).status).toBe(403);
  });

  it('R44: the Attendance Team sees the list, records its visits, and touches no case', async () => {
    const team = persons.get('attendance-team') as Person;
    expect((await team('GET', '/v1/caseload')).status).toBe(200);
    expect((await team('POST', `/v1/children/${childId}/case`, { body: {} })).status).toBe(403);
    const visit = { by: 'attendance-team', outcome: 'NO_ANSWER' };
    expect((await team('POST', `/v1/children/${childId}/home-visits`, { body: visit })).status).toBe(201);
  });
});
