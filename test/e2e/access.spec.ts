import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FixedClock } from '../support/fixed-clock.js';
import { type Person, register, SCHOOL, startTestProgram, type TestProgram, upn } from './support/program.js';

interface Look {
  readonly type: string;
  readonly at: string;
  readonly actor: { readonly id: string; readonly role: string; readonly organisation: string };
  readonly purpose?: string;
  readonly what?: readonly string[];
  readonly reason?: string;
  readonly accessId?: string;
}
interface Looks extends Record<string, unknown> {
  readonly items: readonly Look[];
  readonly total: number;
  readonly next: string | null;
}

const UNKNOWN = '7c9e6679-7425-40de-944b-e07fc1f90ae7';

let clock: FixedClock;
let program: TestProgram;
let staff: Person;
let lead: Person;
let assistant: Person;
let auditor: Person;
let manager: Person;

beforeAll(async () => {
  clock = new FixedClock(Date.parse('2026-06-02T09:00:00.000Z'));
  program = await startTestProgram({ clock });
  staff = await program.as('school-staff', SCHOOL);
  lead = await program.as('safeguarding-lead', SCHOOL);
  assistant = await program.as('cme-assistant');
  auditor = await program.as('auditor');
  manager = await program.as('strategy-manager');
});

afterAll(() => program.stop());

const looksAt = async (childId: string) => (await auditor<Looks>('GET', `/v1/children/${childId}/access`)).body.items;
const raise = (person: Person, childId: string) =>
  person('POST', `/v1/children/${childId}/safeguarding/concerns`, {
    body: { kind: 'forced-marriage', indicators: [], account: 'he waits at the gate' },
  });

describe('who looked', () => {
  it('R65 A26 the auditor opens a case: the log shows auditor, time, purpose and a clerk’s earlier reads', async () => {
    const childId = await register(staff, 921);
    await assistant('GET', `/v1/children/${childId}`);
    clock.advance(60_000);
    await assistant('GET', `/v1/children/${childId}/history`, { headers: { purpose: 'complaint' } });
    clock.advance(60_000);
    await auditor('GET', `/v1/children/${childId}`);
    await auditor('GET', `/children/${childId}`, { headers: { accept: 'text/html' } });
    const { body, headers } = await auditor<Looks>('GET', `/v1/children/${childId}/access`);
    const looks = body.items.map(({ at, purpose, what, actor }) => [at, actor.role, actor.organisation, purpose, what]);
    expect(looks).toEqual([
      ['2026-06-02T09:02:00.000Z', 'auditor', '926', 'audit', ['history']],
      ['2026-06-02T09:02:00.000Z', 'auditor', '926', 'audit', ['record']],
      ['2026-06-02T09:01:00.000Z', 'cme-assistant', '926', 'complaint', ['history']],
      ['2026-06-02T09:00:00.000Z', 'cme-assistant', '926', 'case-work', ['record']],
    ]);
    expect(headers.get('etag')).toBe('"3"');
    expect(body.items.map(({ actor }) => actor.id)).toEqual(['staff-e95a', 'staff-e95a', 'staff-4c1d', 'staff-4c1d']);
    expect(await looksAt(childId)).toMatchObject([{ what: ['access'], actor: { role: 'auditor' } }, {}, {}, {}, {}]);
  });

  it('R65 the same look within five minutes is one, another purpose or part is another', async () => {
    const childId = await register(staff, 922);
    const read = (headers: Record<string, string> = {}) => assistant('GET', `/v1/children/${childId}`, { headers });
    await read();
    await read();
    clock.advance(4 * 60_000);
    await read();
    expect(await looksAt(childId)).toHaveLength(1);
    await read({ purpose: 'subject-access' });
    clock.advance(2 * 60_000);
    await read();
    const looks = (await looksAt(childId)).filter(({ actor }) => actor.role === 'cme-assistant');
    expect(looks.map(({ purpose }) => purpose)).toEqual(['case-work', 'subject-access', 'case-work']);
  });

  it('R65 a refused read is none, a purpose that is no purpose is refused, a browser’s prefetch is no purpose', async () => {
    const childId = await register(staff, 923);
    const other = await program.as('school-staff', '900002');
    expect((await other('GET', `/v1/children/${childId}`)).status).toBe(404);
    const odd = await assistant('GET', `/v1/children/${childId}`, { headers: { purpose: 'nosiness' } });
    expect([odd.status, odd.body.type]).toEqual([400, 'urn:cme-tracker:problem:malformed']);
    expect(await looksAt(childId)).toEqual([]);
    await assistant('GET', `/v1/children/${childId}`, { headers: { purpose: 'prefetch' } });
    expect((await looksAt(childId)).at(-2)).toMatchObject({ purpose: 'case-work' });
  });

  it('R65 who looked is told in pages, to who may know, and of no child that is not on record', async () => {
    const childId = await register(staff, 924);
    for (let minute = 0; minute < 3; minute++) {
      clock.advance(6 * 60_000);
      await staff('GET', `/v1/children/${childId}`);
    }
    const first = (await auditor<Looks>('GET', `/v1/children/${childId}/access?limit=2`)).body;
    expect([first.items.length, first.total, first.next]).toEqual([2, 3, '1']);
    const rest = (await manager<Looks>('GET', `/v1/children/${childId}/access?limit=2&after=${first.next}`)).body;
    expect([rest.items.length, rest.next]).toEqual([1, null]);
    expect((await staff('GET', `/v1/children/${childId}/access`)).status).toBe(403);
    expect((await auditor('GET', `/v1/children/${UNKNOWN}/access`)).status).toBe(404);
  });

  it('R65 reads of an enquiry are recorded, by program and page, with the children that it shows, for who may know', async () => {
    const childId = await register(staff, 939);
    const told = { givenName: 'Matilda', familyName: 'Marlow939', dateOfBirth: '2017-03-14', upn: upn(939) };
    const referrer = { kind: 'authority', organisation: 'Suffolk', name: 'Ida Thorne', contact: 's@example.org' };
    const received = { kind: 'enquiry', channel: 'email', referrer, child: told };
    const { body } = await assistant<{ enquiryId: string }>('POST', '/v1/enquiries', { body: received });
    const path = `/v1/enquiries/${body.enquiryId}`;
    await manager('GET', path, { headers: { purpose: 'supervision' } });
    const searched = async () => {
      const found = await assistant<{ candidates: unknown[] }>('POST', `${path}/roll-check`, { body: {} });
      return found.body.candidates.length > 0;
    };
    for (let tries = 0; !(await searched()) && tries < 200; tries++) await new Promise((next) => setTimeout(next, 25));
    await assistant('GET', path.slice(3), { headers: { accept: 'text/html' } });
    await assistant('GET', `${path}/letters`);
    const { body: looks, headers } = await auditor<Looks>('GET', `${path}/access`);
    expect(looks.items.map(({ actor, purpose, what }) => [actor.role, purpose, what])).toEqual([
      ['cme-assistant', 'case-work', ['letters']],
      ['cme-assistant', 'case-work', ['history', 'record']],
      ['strategy-manager', 'supervision', ['record']],
    ]);
    expect(headers.get('etag')).toBe('"2"');
    // The page compared the enquiry with the child's record: that was a look at the child.
    const ofChild = (await looksAt(childId)).filter(({ actor }) => actor.role === 'cme-assistant');
    expect(ofChild).toMatchObject([{ what: ['enquiry'], purpose: 'case-work' }]);
    const page = await auditor('GET', `${path.slice(3)}/access`, { headers: { accept: 'text/html' } });
    expect([page.status, page.text.includes('Looked at letters')]).toEqual([200, true]);
    for (const person of [assistant, staff, lead]) expect((await person('GET', `${path}/access`)).status).toBe(403);
    expect((await auditor('GET', `/v1/enquiries/${UNKNOWN}/access`)).status).toBe(404);
  });

  it('R65 a page of a list is one entry, with what it was narrowed to and without names', async () => {
    await assistant('GET', '/v1/caseload?school=900001&due=overdue&owner=staff-9');
    await assistant('GET', '/v1/caseload?school=900001&due=overdue&owner=staff-9');
    await program.program.services.accessRecorder.flush();
    const events = await program.program.services.access.history('lists-926-2026-06');
    expect(events.map(({ data }) => data)).toMatchObject([
      { list: 'caseload', purpose: 'case-work', filters: { due: 'overdue', school: '900001' } },
    ]);
    expect(JSON.stringify(events[0]?.data)).not.toContain('staff-9');
  });
});

describe('emergency access', () => {
  const reason = 'the police ask whether she is safe, the lead cannot be reached';

  it('R65 A26 an auditor cannot see the restricted record, unless in an emergency: with a reason, for an hour, on record', async () => {
    const childId = await register(staff, 931);
    expect((await raise(lead, childId)).status).toBe(201);
    const restricted = `/v1/children/${childId}/safeguarding`;
    expect((await auditor('GET', restricted)).status).toBe(404);

    const broken = `/v1/children/${childId}/emergency-access`;
    expect((await auditor('POST', broken, { body: { reason: 'because' } })).body).toMatchObject({ rule: 'R65' });
    const opened = await auditor('POST', broken, { body: { reason } });
    expect([opened.status, opened.body.until]).toEqual([201, new Date(clock.epoch() + 3_600_000).toISOString()]);
    expect((await auditor('POST', broken, { body: { reason } })).body.accessId).toBe(opened.body.accessId);
    const read = await auditor('GET', restricted);
    expect([read.status, read.body.emergency]).toEqual([200, true]);
    expect(read.text).toContain('he waits at the gate');
    expect((await assistant('GET', restricted)).status).toBe(404);
    expect(
      (await auditor('POST', `${restricted}/missing-person-reports`, { body: { reference: 'NP-1' } })).status,
    ).toBe(404);

    clock.advance(59 * 60_000);
    expect((await auditor('GET', restricted)).status).toBe(200);
    clock.advance(60_000);
    expect((await auditor('GET', restricted)).status).toBe(404);

    const looks = await looksAt(childId);
    const { accessId } = opened.body as { accessId: string };
    expect(looks.filter(({ type }) => type === 'EmergencyAccessUsed')).toMatchObject([{ reason, accessId }]);
    expect(looks.filter(({ purpose }) => purpose === 'emergency')).toMatchObject([
      { what: ['safeguarding'], accessId, actor: { role: 'auditor' } },
      { what: ['safeguarding'], accessId },
    ]);

    const review = `${broken}/${accessId}/review`;
    expect((await auditor('POST', review, { body: { outcome: 'justified' } })).status).toBe(403);
    expect((await manager('POST', review, { body: { outcome: 'justified' } })).status).toBe(201);
    expect((await manager('POST', review, { body: { outcome: 'justified' } })).status).toBe(200);
  });

  it('R65 an emergency access is in the list of those to review until somebody has judged it, the oldest first', async () => {
    interface Awaited extends Record<string, unknown> {
      readonly items: readonly { readonly accessId: string; readonly childId: string; readonly due: string }[];
      readonly next: string | null;
    }
    const [first, second] = [await register(staff, 971), await register(staff, 972)];
    const take = async (childId: string) => {
      const reason = 'The police ask whether she is safe';
      const path = `/v1/children/${childId}/emergency-access`;
      return (await assistant<{ accessId: string }>('POST', path, { body: { reason } })).body.accessId;
    };
    const accesses = [await take(first)];
    clock.advance(60_000);
    accesses.push(await take(second));
    const list = async (query = '') => (await manager<Awaited>('GET', `/v1/emergency-accesses${query}`)).body;
    const ofThese = async () => (await list()).items.filter(({ childId }) => [first, second].includes(childId));
    for (let tries = 0; (await ofThese()).length < 2 && tries < 400; tries++)
      await new Promise((go) => setTimeout(go, 25));
    expect(await ofThese()).toMatchObject([
      {
        accessId: accesses[0],
        childId: first,
        owner: 'strategy-manager@926',
        due: '2026-06-03',
        rule: 'R65',
        overdue: false,
      },
      { accessId: accesses[1], childId: second, by: 'staff-4c1d', role: 'cme-assistant' },
    ]);
    // A page at a time.
    const paged: string[] = [];
    for (let next: string | null = '', tries = 0; next !== null && tries < 50; tries++) {
      const page: Awaited = await list(`?limit=1${next === '' ? '' : `&after=${next}`}`);
      paged.push(...page.items.map(({ accessId }) => accessId));
      next = page.next;
    }
    expect(paged).toEqual((await list()).items.map(({ accessId }) => accessId));
    const page = await manager('GET', '/emergency-accesses', { headers: { accept: 'text/html' } });
    expect(page.text).toContain(`href="/children/${first}/emergency-access/${accesses[0]}"`);
    expect(page.text).not.toContain('police');
    const asAuditor = await auditor('GET', '/emergency-accesses', { headers: { accept: 'text/html' } });
    expect([asAuditor.status, asAuditor.text.includes('/emergency-access/')]).toEqual([200, false]);
    for (const person of [staff, lead, assistant])
      expect((await person('GET', '/v1/emergency-accesses')).status).toBe(403);
    const judge = `/v1/children/${first}/emergency-access/${accesses[0]}/review`;
    expect((await manager('POST', judge, { body: { outcome: 'justified' } })).status).toBe(201);
    for (let tries = 0; (await ofThese()).length > 1 && tries < 400; tries++)
      await new Promise((go) => setTimeout(go, 25));
    expect(await ofThese()).toMatchObject([{ accessId: accesses[1] }]);
  });

  it('R65 nobody judges their own, and whoever has the right needs none', async () => {
    const childId = await register(staff, 932);
    const broken = `/v1/children/${childId}/emergency-access`;
    const { body } = await manager('POST', broken, { body: { reason } });
    const own = await manager('POST', `${broken}/${body.accessId}/review`, { body: { outcome: 'justified' } });
    expect([own.status, own.body.type]).toEqual([409, 'urn:cme-tracker:problem:own-emergency-access']);
    const officer = await program.as('safeguarding-officer');
    expect(
      (await officer('POST', `${broken}/${body.accessId}/review`, { body: { outcome: 'not-justified' } })).status,
    ).toBe(201);
    expect((await lead('POST', broken, { body: { reason } })).status).toBe(409);
  });

  it('R65 what cannot be recorded is not shown', async () => {
    const childId = await register(staff, 933);
    await raise(lead, childId);
    await auditor('POST', `/v1/children/${childId}/emergency-access`, { body: { reason } });
    const { access } = program.program.services;
    const execute = access.execute.bind(access);
    access.execute = () => Promise.reject(Object.assign(new Error('away'), { name: 'StoreUnavailable' }));
    const refused = await auditor('GET', `/v1/children/${childId}/safeguarding`).finally(() => {
      access.execute = execute;
    });
    expect(refused.status).toBeGreaterThanOrEqual(500);
    expect(refused.text).not.toContain('gate');
  });
});

describe('the restricted record', () => {
  const WITHOUT_RIGHT: readonly [string, string?][] = [
    ['school-staff', SCHOOL],
    ['head-teacher', SCHOOL],
    ['safeguarding-lead', '900002'],
    ['cme-assistant'],
    ['strategy-manager'],
    ['attendance-team'],
    ['ehcp-coordinator'],
    ['exclusions-team'],
    ['auditor'],
    ['subscriber'],
  ];

  it('R57 R65 answers everybody without the right as if there were no such child, whatever there is', async () => {
    const [empty, full] = [await register(staff, 941), await register(staff, 942)];
    const { body: raised } = await raise(lead, full);
    const concern = `concerns/${raised.concernId}`;
    const routes: readonly [string, string, object?][] = [
      ['GET', ''],
      ['POST', `/${concern}/assessment`, { kind: 'fgm' }],
      ['POST', `/${concern}/indicators`, { code: 'SPECIAL_PROCEDURE' }],
      ['POST', `/${concern}/confirmation`, {}],
      ['POST', `/${concern}/decision`, { decision: 'refer', rationale: 'x' }],
      ['POST', `/${concern}/police-report`, { reference: 'NP-1' }],
      ['POST', `/${concern}/escalations`, { to: 'MASH' }],
      ['POST', `/${concern}/actions`, { owner: 'me', due: '2026-06-09', action: 'x' }],
      ['POST', `/${concern}/closure`, {}],
      ['POST', `/escalations/${raised.concernId}/acknowledgement`, {}],
      ['POST', `/actions/${raised.concernId}/completion`, {}],
      ['POST', '/missing-person-reports', { reference: 'NP-1' }],
    ];
    for (const [role, school] of WITHOUT_RIGHT) {
      const person = await program.as(role, school);
      for (const [method, path, body] of routes) {
        const answers = [];
        for (const childId of [empty, full, UNKNOWN]) {
          const url = `/v1/children/${childId}/safeguarding${path}`;
          const { status, text } = await person(method, url, body ? { body } : {});
          answers.push({ role, path, status, text });
        }
        expect(answers[0]).toMatchObject({ status: 404 });
        expect(answers[1]).toEqual(answers[0]);
        expect(answers[2]).toEqual(answers[0]);
      }
    }
    for (const person of [lead, await program.as('safeguarding-officer')]) {
      expect((await person('GET', `/v1/children/${full}/safeguarding`)).body).toMatchObject({ concerns: [{}] });
      expect((await person('GET', `/v1/children/${empty}/safeguarding`)).body).toMatchObject({ concerns: [] });
    }
  });

  it('R57 whoever works with a child may say that they fear for it, and is told nothing of what others said', async () => {
    const childId = await register(staff, 943);
    await raise(lead, childId);
    for (const [role, school] of WITHOUT_RIGHT) {
      const person = await program.as(role, school);
      const { status, body, headers } = await raise(person, childId);
      const tells = ['school-staff', 'head-teacher', 'cme-assistant', 'strategy-manager', 'attendance-team'].includes(
        role,
      );
      expect([role, status]).toEqual([role, tells ? 201 : 404]);
      if (tells) expect(Object.keys(body).sort()).toEqual(['childId', 'concernId']);
      expect(headers.get('etag')).toBeNull();
    }
    const stale = await staff('POST', `/v1/children/${childId}/safeguarding/concerns`, {
      body: { kind: 'other', indicators: [] },
      headers: { 'if-match': '"0"' },
    });
    expect(stale.status).toBe(201);
  });
});

describe('a normal stop', () => {
  it('R65 what is noted when the program stops is recorded', async () => {
    const childId = await register(staff, 925);
    await assistant('GET', `/v1/children/${childId}`);
    await program.program.services.accessRecorder.stop();
    const { state, revision } = await program.program.services.access.load(childId);
    expect([revision, state.emergencies]).toEqual([0, []]);
  });
});
