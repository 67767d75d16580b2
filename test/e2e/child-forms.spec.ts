import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FixedClock } from '../support/fixed-clock.js';
import { browsing } from './support/forms.js';
import { register, SCHOOL, startTestProgram, type TestProgram } from './support/program.js';

describe('the forms of a child’s record', () => {
  let program: TestProgram;
  let record: string;
  let at: ReturnType<typeof browsing>;

  beforeAll(async () => {
    program = await startTestProgram({ clock: new FixedClock(Date.parse('2026-11-24T09:00:00.000Z')) });
    const school = await program.as('school-staff', SCHOOL);
    const childId = await register(school, 1);
    await school('POST', `/v1/children/${childId}/absences`, { body: { date: '2026-11-23', code: 'N' } });
    record = `/children/${childId}`;
    at = browsing(program, await program.tokenOf('cme-assistant'));
  });

  afterAll(() => program.stop());

  const facts = async () => {
    const { body } = await (await program.as('cme-assistant'))<{ items: { type: string }[] }>(
      'GET',
      `/v1${record}/history`,
    );
    return body.items.map(({ type }) => type);
  };

  it('are offered from the record, and a duty names the one that does it', async () => {
    const { html } = await at.get(record);
    expect(html).toContain(`href="${record}/record"`);
    expect(html).toContain(`href="${record}/record/contact-parent"`);
    const { words, html: list } = await at.get(`${record}/record`);
    const forms = [...list.matchAll(/href="(\/children\/[^"]*\/record\/[^"]*)"/g)].map(([, href = '']) => href);
    expect(forms.length).toBeGreaterThan(40);
    for (const form of forms) expect([form, (await at.get(form)).status]).toEqual([form, 200]);
    expect(words).toContain('Open a case');
    // Decided by the head teacher; and there is no request for leave to be about.
    expect(words).not.toContain('Grant leave');
    expect(words).not.toContain('Record that copies of flight details were given');
  });

  it('record what is written, once however often they are sent', async () => {
    const path = `${record}/record/contact-parent`;
    const before = await facts();
    const sent = await at.fill(path, 'contact-parent', { channel: 'phone', outcome: 'no-answer' });
    const answer = await at.send(path, sent);
    expect(answer).toMatchObject({ status: 303, location: `${record}?recorded=contact-parent` });
    expect((await at.get(answer.location)).words).toContain('Record that a parent was contacted');
    expect((await at.send(path, sent)).status).toBe(303);
    const after = await facts();
    expect(after.filter((type) => type === 'ParentContacted')).toHaveLength(1);
    expect(after.length).toBe(before.length + 1);
  });

  it('come back with what was written and a sentence at each field that is wrong', async () => {
    const path = `${record}/record/log-home-visit`;
    const sent = await at.fill(path, 'log-home-visit', { by: 'school', at: 'noon', notes: 'Curtains drawn' });
    const { status, html, words } = await at.send(path, sent);
    expect(status).toBe(400);
    expect(html).toContain('<title>Error: ');
    expect(words).toContain('Choose outcome');
    expect(html).toContain('href="#log-home-visit-outcome"');
    expect(html).toContain('Curtains drawn');
    expect(html).not.toContain('[object Object]');
    const again = await at.send(path, { ...sent, outcome: 'NO_ANSWER' });
    expect(again.status).toBe(400);
    expect(again.html).toContain('href="#log-home-visit-at"');
    expect(again.words).toContain('Time of day: must be a time of day, such as 09:40.');
    expect(await facts()).not.toContain('HomeVisitLogged');
  });

  it('name the rule and the paragraph that refuse', async () => {
    const path = `${record}/record/review-case`;
    const { status, words } = await at.send(path, await at.fill(path, 'review-case', { finding: 'Nothing new' }));
    expect(status).toBe(409);
    expect(words).toMatch(/There is a problem R45: /);
  });

  it('tell who looked at an older record to look again', async () => {
    const path = `${record}/record/open-case`;
    const sent = await at.fill(path, 'open-case');
    const school = await program.as('school-staff', SCHOOL);
    const contact = { channel: 'letter', outcome: 'sent' };
    expect((await school('POST', `/v1${record}/contacts`, { body: contact })).status).toBe(201);
    expect(await at.send(path, sent)).toMatchObject({ status: 412 });
    expect(await facts()).not.toContain('CaseOpened');
  });

  it('tell a refusal with its dates in words', async () => {
    const path = `${record}/record/record-absence`;
    const { status, words } = await at.send(
      path,
      await at.fill(path, 'record-absence', { date: '2026-11-21', code: 'N' }),
    );
    expect(status).toBe(409);
    expect(words).toContain('21 November 2026 is no school day');
  });

  it('link a brother or sister by the address of that record', async () => {
    const sibling = await register(await program.as('school-staff', SCHOOL), 2);
    const path = `${record}/record/link-sibling`;
    const empty = await at.send(path, await at.fill(path, 'link-sibling'));
    expect(empty.words).toContain('Enter brother or sister');
    expect(empty.html).toContain('href="#link-sibling-siblingId"');
    expect(empty.html).toContain('id="link-sibling-siblingId"');
    const siblingId = `${program.origin}/children/${sibling}?timeline=all`;
    expect(await at.send(path, await at.fill(path, 'link-sibling', { siblingId }))).toMatchObject({ status: 303 });
    expect((await at.get(record)).html).toContain(`href="/children/${sibling}"`);
  });

  it('say so where nothing was written that was not on record', async () => {
    const path = `${record}/record/change-details`;
    const answer = await at.send(path, await at.fill(path, 'change-details'));
    expect(answer).toMatchObject({ status: 303, location: `${record}?unchanged=change-details` });
    const { words } = await at.get(answer.location);
    expect(words).toContain('Nothing new was recorded');
    expect(words).not.toMatch(/Recorded Change what is known/);
  });

  it('take nothing from another site, from who may not, and at addresses that are none', async () => {
    const path = `${record}/record/open-case`;
    expect((await at.send(path, {}, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await at.get(`${record}/record/grant-leave`)).status).toBe(403);
    expect((await at.get(`${record}/record/nothing`)).status).toBe(404);
    expect((await at.get(`${record}/record/review-child`)).status).toBe(404);
    const auditor = browsing(program, await program.tokenOf('auditor'));
    expect((await auditor.get(`${record}/record`)).words).toContain('records nothing');
    expect((await auditor.get(record)).html).not.toContain(`${record}/record`);
    expect((await auditor.send(path, {})).status).toBe(403);
    const other = browsing(program, await program.tokenOf('school-staff', '900002'));
    expect((await other.get(`${record}/record`)).status).toBe(404);
    expect((await other.send(`${record}/record/contact-parent`, { channel: 'phone', outcome: 'spoke' })).status).toBe(
      404,
    );
  });
});
