import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FixedClock } from '../support/fixed-clock.js';
import { until } from '../support/views/servers.js';
import { browsing, type Fields } from './support/forms.js';
import { register, startTestProgram, type TestProgram, upn } from './support/program.js';

let program: TestProgram;
let token: string;

beforeAll(async () => {
  program = await startTestProgram({ clock: new FixedClock(Date.parse('2026-11-24T09:00:00.000Z')) });
  token = await program.tokenOf('cme-assistant');
});

afterAll(() => program.stop());

/** As the CME Assistant, or whoever holds another token. */
const as = (holder = token) => browsing(program, holder);
const get = (path: string, holder?: string) => as(holder).get(path);
const send = (path: string, fields: Fields, headers?: Readonly<Record<string, string>>, holder?: string) =>
  as(holder).send(path, fields, headers);
const fill = (path: string, form: string, fields?: Fields) => as().fill(path, form, fields);

const text = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

async function recorded(path: string, form: string, action: string, fields: Fields = {}) {
  const answer = await send(`${path}/${action}`, await fill(path, form, fields));
  expect([action, answer.status, answer.status === 303 ? '' : text(answer.html)]).toEqual([action, 303, '']);
  return (await get(answer.location)).html;
}

async function refused(path: string, action: string, fields: Fields) {
  const answer = await send(`${path}/${action}`, fields);
  expect(answer.html).toContain('There is a problem');
  expect(answer.html).toContain('<title>Error: ');
  return { status: answer.status, words: text(answer.html), html: answer.html };
}

const told = {
  kind: 'enquiry',
  channel: 'email',
  referrerKind: 'authority',
  organisation: 'Suffolk County Council',
  reference: 'SCC-118',
  name: 'Ida Thorne',
  contact: 'cme@suffolk.example',
};

async function receive(fields: Fields): Promise<string> {
  const answer = await send('/enquiries/new', await fill('/enquiries/new', 'new', { ...told, ...fields }));
  expect([answer.status, text(answer.html)]).toEqual([303, expect.any(String)]);
  const [path = ''] = answer.location.split('?');
  expect(path).toMatch(/^\/enquiries\/[0-9a-f-]{36}$/);
  return path;
}

const shown = (path: string) => get(path).then(({ html }) => text(html));

/** Whether the list shows the enquiry, within what a reader would wait: it is a view, and a moment behind. */
async function listed(path: string): Promise<boolean> {
  for (let tries = 0; tries < 100; tries++) {
    if ((await get('/enquiries')).html.includes(`href="${path}"`)) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

/** Waits until a search by names can find the child: that is a view as well. */
function searchable(childId: string): Promise<void> {
  const { viewReader } = program.program.services;
  return until('the search to know the child', async () => !!(await viewReader.findOne('child-search', childId)));
}

describe('an enquiry on its page', () => {
  it('R37 R38 R39 A15 from arrival to closing, in that order, by forms alone', async () => {
    const assistant = await program.as('school-staff', '900001');
    const childId = await register(assistant, 901);
    const path = await receive({
      givenName: 'Matilda',
      familyName: 'Marlow901',
      dateOfBirth: '2017-03-14',
      upn: upn(901),
    });
    const id = path.split('/').at(-1);
    expect(await listed(path)).toBe(true);
    expect(await shown(path)).toMatch(
      /Enquiry about Matilda MARLOW901.*Identity Not verified.*Acknowledge the enquiry/,
    );

    expect(await refused(path, 'school-contact', { channel: 'phone' })).toMatchObject({ status: 409 });
    const early = await refused(path, 'close', {});
    expect(early).toMatchObject({ status: 409, words: expect.stringContaining('R46: Riverside CME policy') });

    await recorded(path, 'acknowledge', 'acknowledge', { channel: 'email' });
    await recorded(path, 'verify', 'verify', { how: 'Called back on the published number' });
    const found = await recorded(path, 'roll-check', 'roll-check');
    expect(text(found)).toMatch(/Our records have been searched.*Matilda MARLOW901: Reads as the same child/);
    expect(text(found)).toMatch(/Unique pupil number \S+ \S+ the same \(speaks for it\)/);
    expect(text(found)).toContain('1.00 of 1');

    const decided = { decision: 'same', reason: 'Number, name and birthday agree' };
    const confirmed = await recorded(path, `match-${childId}`, 'match', decided);
    expect(text(confirmed)).toContain('Confirmed as the child.');
    await recorded(path, 'school-contact', 'school-contact', { channel: 'phone' });
    await recorded(path, 'school-answer', 'school-answer', { attending: 'yes', lastAttended: '2026-11-23' });
    const before = await refused(path, 'close', {});
    expect(before.words).toContain('The referrer has not been told what the enquiry came to.');
    await recorded(path, 'referrer-update', 'referrer-update', {
      channel: 'secure-email',
      disclosed: ['on-roll', 'attending'],
    });
    const closed = await recorded(path, 'close', 'close');
    expect(text(closed)).toMatch(/Closed Outcome: attending/);
    expect(text(closed)).toContain('told of the child: attending, on roll');

    const history = await (await program.as('cme-assistant'))<{ items: { type: string }[] }>(
      'GET',
      `/v1/enquiries/${id}/history`,
    );
    // The letter to the referrer follows when its process gets to it.
    const byPeople = history.body.items.map(({ type }) => type).filter((type) => !type.startsWith('Letter'));
    expect(byPeople).toEqual([
      'EnquiryReceived',
      'EnquiryAcknowledged',
      'ReferrerVerified',
      'RollChecked',
      'MatchProposed',
      'MatchConfirmed',
      'SchoolContacted',
      'AttendanceConfirmed',
      'ReferrerUpdated',
      'EnquiryClosed',
    ]);
  }, 30_000);

  it('R38 A16 of two records one is confirmed by a person, and the link can be undone; both histories stay', async () => {
    const staff = await program.as('school-staff', '900001');
    const [one, other] = [await register(staff, 911), await register(staff, 912)];
    for (const childId of [one, other]) await searchable(childId);
    const path = await receive({ givenName: 'Matilda', familyName: 'Marlow91', dateOfBirth: '2017-03-14' });
    await recorded(path, 'acknowledge', 'acknowledge', { channel: 'email' });
    const found = await recorded(path, 'roll-check', 'roll-check');
    for (const childId of [one, other]) expect(found).toContain(`id="form-match-${childId}"`);

    const unsure = { decision: 'unsure', reason: 'The middle name, from Suffolk' };
    expect(text(await recorded(path, `match-${one}`, 'match', unsure))).toContain(
      'Needed: The middle name, from Suffolk',
    );
    await recorded(path, `match-${other}`, 'match', { decision: 'other', reason: 'A cousin' });
    await recorded(path, `match-${one}`, 'match', { decision: 'same', reason: 'The address agrees' });
    const undone = await recorded(path, `undo-${one}`, 'undo', { reason: 'The school says that it is another' });
    expect(text(undone)).toMatch(/The link is undone.*The link was undone: The school says that it is another/);
    expect(text(undone)).toContain('The record was confirmed as the child’s: The address agrees.');
    expect((await get(`/children/${one}`)).status).toBe(200);
  }, 30_000);

  it('R37 a case asks for what was not told of the child, and for no more', async () => {
    const path = await receive({
      givenName: 'Matilda',
      familyName: '',
      dateOfBirth: '2017-03-14',
      channel: 'secure-email',
    });
    const { html, words } = await get(path);
    expect(html).toContain('id="form-case"');
    expect(html).toContain('id="case-familyName"');
    expect(html).not.toContain('id="case-givenName"');
    expect(html).not.toContain('id="case-dateOfBirth"');
    expect(words).toContain('An enquiry came by secure e-mail from');
  });

  it('R67 what was told is corrected with its reason, and the records are searched again', async () => {
    const path = await receive({
      givenName: 'Sarah',
      familyName: 'Ameen',
      dateOfBirth: '2013-07-04',
      lines: '4 Mill Lane\nHollowmere',
    });
    await recorded(path, 'acknowledge', 'acknowledge', { channel: 'email' });
    await recorded(path, 'roll-check', 'roll-check');
    const form = await get(`${path}/amend`);
    expect(form.html).toMatch(/value="2013-07-04"/);
    expect(form.html).toContain('4 Mill Lane\nHollowmere');
    const same = { ...told, givenName: 'Sarah', familyName: 'Ameen', lines: '4 Mill Lane\nHollowmere' };
    const nameless = await send(`${path}/amend`, { ...same, dateOfBirth: '2013-04-07' });
    expect([nameless.status, text(nameless.html)]).toEqual([400, expect.stringContaining('Enter why it is corrected')]);
    const fields = await fill(`${path}/amend`, 'amend', {
      ...same,
      dateOfBirth: '2013-04-07',
      reason: 'Day and month exchanged',
    });
    expect((await send(`${path}/amend`, fields)).status).toBe(303);
    expect(await shown(path)).toMatch(
      /7 April 2013.*before the enquiry was corrected.*was corrected: Day and month exchanged/,
    );
    expect(await shown(path)).toMatch(/What is due .*Check whether the child is on a roll/);
  }, 30_000);

  it('R50 R43 a notification becomes a case; what was not told is filled in', async () => {
    const path = await receive({
      kind: 'notification',
      channel: 'phone',
      referrerKind: 'public',
      organisation: '',
      contact: '',
      givenName: 'Ada',
      familyName: 'Wren',
      lines: '4 Mill Lane',
      authority: '926',
    });
    const early = await refused(path, 'case', { dateOfBirth: '2016-02-03' });
    expect(early.status).toBe(409);
    await recorded(path, 'triage', 'triage', { decision: 'accept', reason: 'Seen at home for two weeks' });
    await recorded(path, 'roll-check', 'roll-check');
    const missing = await refused(path, 'case', {});
    expect(missing).toMatchObject({ status: 422, words: expect.stringContaining('needs a given name') });
    await recorded(path, 'case', 'case', { dateOfBirth: '2016-02-03' });
    expect(await shown(path)).toContain('A case was opened for a child new on record; a visit was asked for on CME3.');
    expect(text(await recorded(path, 'close', 'close'))).toContain('Outcome: case opened');
  }, 30_000);

  it('R45 it passes to another owner', async () => {
    const path = await receive({ familyName: 'Owned' });
    await recorded(path, 'assign', 'assign', { owner: 'strategy-manager' });
    expect(await shown(path)).toContain('Owner: Strategy Manager');
    expect(await shown(`${path}?atRevision=0`)).toContain('You are looking at');
    expect((await get(`${path}?atRevision=0`)).html).not.toContain('<form method="post" action="/enquiries');
  });
});

describe('a form of an enquiry', () => {
  it('comes back as it was sent, each mistake led to its field', async () => {
    const path = await receive({ familyName: 'Kept' });
    const { status, html } = await refused(path, 'verify', { how: 'x'.repeat(501) });
    expect(status).toBe(400);
    expect(html).toContain('href="#verify-how"');
    expect(html).toContain('x'.repeat(501));
    const [, details = ''] = /<details class="govuk-details" open>([\s\S]*?)<\/details>/.exec(html) ?? [];
    expect(details).toContain('id="form-verify"');
    const wrong = await refused(path, 'acknowledge', { channel: 'pigeon', occurredOn: '2026-02-30' });
    expect(wrong.html).toContain('href="#acknowledge-occurredOn"');
    expect(wrong.html).toContain('href="#acknowledge-channel"');
  });

  it('sent twice records once, and is refused when others have recorded since', async () => {
    const path = await receive({ familyName: 'Twice' });
    const fields = await fill(path, 'acknowledge', { channel: 'email' });
    const verify = await fill(path, 'verify', { how: 'Called back' });
    expect((await send(`${path}/acknowledge`, fields)).status).toBe(303);
    expect((await send(`${path}/acknowledge`, fields)).status).toBe(303);
    const late = await send(`${path}/verify`, verify);
    expect([late.status, text(late.html)]).toEqual([412, expect.stringContaining('after you opened the page')]);
    expect(late.html).toContain('value="Called back"');
    expect((await send(`${path}/acknowledge`, { ...fields, channel: 'phone' })).status).toBe(422);
    expect((await shown(path)).match(/The arrival was acknowledged/g)).toHaveLength(1);
  });

  it('is taken from this site only, and from who works on enquiries', async () => {
    const path = await receive({ familyName: 'Ours' });
    const other = await send(`${path}/acknowledge`, { channel: 'email' }, { 'sec-fetch-site': 'cross-site' });
    expect(other.status).toBe(403);
    const auditor = await program.tokenOf('auditor');
    expect((await send(`${path}/acknowledge`, { channel: 'email' }, {}, auditor)).status).toBe(403);
    const page = await get(path, auditor);
    expect([page.status, page.html.includes('<form method="post" action="/enquiries')]).toEqual([200, false]);
    expect((await get('/enquiries/new', auditor)).status).toBe(403);
    const school = await program.tokenOf('school-staff', '900001');
    expect((await get(path, school)).status).toBe(403);
    expect((await get('/enquiries/7c9e6679-7425-40de-944b-e07fc1f90ae7')).status).toBe(404);
    expect((await send(`${path}/nonsense`, {})).status).toBe(404);
  });

  it('needs no script, has one heading, a label for each field and no id twice', async () => {
    const path = await receive({ familyName: 'Plain' });
    for (const address of [path, '/enquiries/new', `${path}/amend`]) {
      const { html } = await get(address);
      expect(html).not.toMatch(/<script|<style|\sstyle=|\son\w+=/i);
      expect(html.match(/<h1/g)).toHaveLength(1);
      const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
      expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
      for (const [, id] of html.matchAll(/<(?:input|textarea)[^>]* id="([^"]+)"/g))
        expect(html).toContain(`for="${id}"`);
    }
  });
});
