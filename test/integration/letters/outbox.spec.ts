import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { extractText } from 'unpdf';
import { personWith, SCHOOL } from '../../e2e/support/program.js';
import { MailServer } from '../../unit/platform-mail/mail-server.js';
import { MailDesk, until } from './mail-desk.js';

const PATIENCE = 120_000;

async function textOf(pdf: Buffer | undefined): Promise<string> {
  const { text } = await extractText(new Uint8Array(pdf ?? Buffer.alloc(0)), { mergePages: true });
  return text.replace(/\s+/g, ' ');
}

describe('from a fact to the mailbox', () => {
  let desk: MailDesk;
  beforeAll(async () => {
    desk = await MailDesk.open();
  }, PATIENCE);
  afterAll(() => desk?.stop());

  it(
    'R43 R60 A18: a visit asked for goes to the Attendance Team on CME3, once, and the record says so',
    async () => {
      const childId = await desk.unplaced(1);
      const asked = await desk.assistant('POST', `/v1/children/${childId}/visit-requests`, {
        body: { reason: 'No answer by telephone' },
      });
      expect(asked.status).toBe(201);
      const [letter] = await desk.untilSent(childId, 1);
      expect(letter).toMatchObject({ kind: 'CME3', state: 'sent', attempt: 1, reply: 250 });
      const [mail, ...others] = desk.caughtAbout(childId);
      expect(others).toEqual([]);
      expect(mail).toMatchObject({ to: ['csattendance@norfolk.gov.uk'], messageId: letter?.messageId });
      expect(`${mail?.subject}${mail?.text}`).not.toMatch(/Marlow|Matilda|Quay/);
      const text = await textOf(mail?.attachments[0]?.content);
      expect(text).toContain('Matilda Marlow1');
      expect(text).toContain('12 Quay Street, NR29 4AB');

      const path = `/v1/children/${childId}/letters/${letter?.letterId}`;
      const pdf = await fetch(desk.program.origin + path, {
        headers: { authorization: `Bearer ${await desk.program.tokenOf('cme-assistant')}`, accept: 'application/pdf' },
      });
      expect(pdf.headers.get('content-type')).toBe('application/pdf');
      expect(Buffer.from(await pdf.arrayBuffer()).equals(mail?.attachments[0]?.content ?? Buffer.alloc(0))).toBe(true);
      const html = await desk.assistant('GET', `${path}.html`);
      expect([html.status, html.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(html.text).toContain('<dd>12 Quay Street, NR29 4AB</dd>');
      expect((await desk.assistant('GET', path)).body).toMatchObject({ letterId: letter?.letterId, form: 'CME3' });
      expect((await desk.assistant('GET', `${path}?enclosure=7`, { headers: { accept: 'text/html' } })).status).toBe(
        404,
      );
      const school = await desk.program.as('school-staff', SCHOOL);
      expect((await school('GET', path)).status).toBe(404);
      const subscriber = await desk.program.as('subscriber');
      expect((await subscriber('GET', path)).status).toBe(403);
      expect((await personWith(desk.program.origin, undefined)('GET', path)).status).toBe(401);
    },
    PATIENCE,
  );

  it(
    'A18 R43: an address in Suffolk: no CME3',
    async () => {
      const childId = await desk.unplaced(2, { address: { lines: ['1 Quay'], postcode: 'IP1 1AA', authority: '935' } });
      const { status, body } = await desk.assistant('POST', `/v1/children/${childId}/visit-requests`, { body: {} });
      expect([status, body.rule]).toEqual([409, 'R43']);
      expect(await desk.letters(childId)).toEqual([]);
    },
    PATIENCE,
  );

  it(
    'A17 R40: CME1 for a child with a plan is shared with the SEN centre once, though it is redelivered three times',
    async () => {
      const childId = await desk.unplaced(3, { sen: 'E' });
      const notice = { urn: SCHOOL, ground: '9(1)(g)', sen: 'E' };
      for (let time = 0; time < 3; time++) {
        const { status } = await desk.assistant('POST', `/v1/children/${childId}/off-roll-notices`, { body: notice });
        expect([200, 201]).toContain(status);
      }
      const letters = await until(
        () => desk.letters(childId),
        (all) => all.some(({ kind, state }) => kind === 'SEN_SHARE' && state === 'sent'),
      );
      expect(letters.map(({ kind, state }) => [kind, state])).toEqual([
        ['CME1', 'on-record'],
        ['SEN_SHARE', 'sent'],
      ]);
      // The process is told of the facts three times more, as after a crash: the same letters, nothing new.
      await desk.redeliver(childId, 3);
      expect(await desk.letters(childId)).toEqual(letters);
      const [mail, ...others] = desk.caughtAbout(childId);
      expect(others).toEqual([]);
      expect(mail).toMatchObject({ to: ['csehcp@norfolk.gov.uk'], repeats: 0 });
      expect(mail?.attachments.map(({ filename }) => filename.replace(/CME-.*/, ''))).toEqual(['sen-share-', 'cme1-']);
      expect(await textOf(mail?.attachments[1]?.content)).toMatch(/Notice that a pupil has left.*9\(1\)\(g\).*plan/);
    },
    PATIENCE,
  );

  it(
    'A17 R40: with SEN support only nothing is shared',
    async () => {
      const childId = await desk.unplaced(4, { sen: 'K' });
      const notice = { urn: SCHOOL, ground: '9(1)(g)', sen: 'K' };
      await desk.assistant('POST', `/v1/children/${childId}/off-roll-notices`, { body: notice });
      const letters = await until(
        () => desk.letters(childId),
        (all) => all.length > 0,
      );
      expect(letters.map(({ kind }) => kind)).toEqual(['CME1']);
      expect(desk.caughtAbout(childId)).toEqual([]);
    },
    PATIENCE,
  );

  it(
    'R48 R60: the enquiry to an agency without a mailbox waits for a person, who names one',
    async () => {
      const childId = await desk.unplaced(5);
      const asked = { agency: 'HEALTH', purpose: 'To find the family' };
      expect((await desk.assistant('POST', `/v1/children/${childId}/agency-enquiries`, { body: asked })).status).toBe(
        201,
      );
      const [letter] = await until(
        () => desk.letters(childId),
        (all) => all.length > 0,
      );
      expect(letter).toMatchObject({ kind: 'AGENCY_ENQUIRY', state: 'to-send-by-hand' });
      const sending = `/v1/children/${childId}/letters/${letter?.letterId}/sending`;
      expect((await desk.assistant('POST', sending, { body: {} })).status).toBe(422);
      const school = await desk.program.as('school-staff', SCHOOL);
      expect((await school('POST', sending, { body: { address: 'a@b.example' } })).status).toBe(403);
      const { status } = await desk.assistant('POST', sending, { body: { address: 'records@health.example' } });
      expect(status).toBe(201);
      await desk.untilSent(childId, 1);
      expect(desk.caughtAbout(childId)).toMatchObject([{ to: ['records@health.example'] }]);
    },
    PATIENCE,
  );

  it(
    'R39 A15: the referrer is answered at their mailbox, with no name in the letter',
    async () => {
      const post = <T = Record<string, unknown>>(path: string, body: unknown) =>
        desk.assistant<T>('POST', `/v1/enquiries${path}`, { body });
      const received = await post<{ enquiryId: string }>('', {
        kind: 'notification',
        channel: 'email',
        referrer: {
          kind: 'agency',
          organisation: 'Harbour Housing',
          reference: 'HH-7',
          contact: 'desk@harbour.example',
        },
        child: { givenName: 'Zelda', familyName: 'Quist' },
      });
      const { enquiryId } = received.body;
      await post(`/${enquiryId}/triage`, { decision: 'not-cme', reason: 'Under five' });
      expect((await post(`/${enquiryId}/referrer-update`, { channel: 'email', disclosed: [] })).status).toBe(201);
      const list = await until(
        async () =>
          (await desk.assistant<{ items: { state: string }[] }>('GET', `/v1/enquiries/${enquiryId}/letters`)).body
            .items,
        (items) => items[0]?.state === 'sent',
      );
      expect(list).toHaveLength(1);
      const mail = desk.caught().find(({ to }) => to.includes('desk@harbour.example'));
      expect(mail?.subject).toContain('HH-7');
      const text = await textOf(mail?.attachments[0]?.content);
      expect(text).toContain('It is not one of a child missing education');
      expect(`${text}${mail?.subject}${mail?.text}`).not.toMatch(/Zelda|Quist/);
    },
    PATIENCE,
  );
});

describe('a mail server that is away, or says no', () => {
  let server: MailServer;
  let desk: MailDesk;
  beforeAll(async () => {
    server = await new MailServer().open();
    desk = await MailDesk.open({ SMTP_URL: server.url, MAIL_FROM: 'cme@norfolk.example' });
  }, PATIENCE);
  afterAll(async () => {
    await desk?.stop();
    await server?.close();
  });

  const visit = async (serial: number): Promise<string> => {
    const childId = await desk.unplaced(serial);
    await desk.assistant('POST', `/v1/children/${childId}/visit-requests`, { body: {} });
    return childId;
  };

  it(
    'R60: nothing is lost while it is away, and the letter leaves when it is back',
    async () => {
      await server.close();
      const childId = await visit(11);
      await until(
        () => desk.letters(childId),
        ([letter]) => letter?.state === 'to-send',
      );
      await desk.untilMetric(/cme_mail_put_off_total\{error="MailServerAway"\} [1-9]/);
      await server.open();
      const [letter] = await desk.untilSent(childId, 1);
      expect(server.taken).toMatchObject([{ messageId: letter?.messageId, to: ['csattendance@norfolk.gov.uk'] }]);
    },
    PATIENCE,
  );

  it(
    'R60: a refusal for good is on the record and on the caseload, and a person sends it again',
    async () => {
      server.says = () => 550;
      const childId = await visit(12);
      const [letter] = await until(
        () => desk.letters(childId),
        ([first]) => first?.state === 'not-delivered',
      );
      expect(letter).toMatchObject({ reply: 550, attempt: 1 });
      const { body } = await desk.assistant<{ duties: { kind: string; rule: string }[] }>(
        'GET',
        `/v1/children/${childId}`,
      );
      expect(body.duties).toContainEqual(expect.objectContaining({ kind: 'resend-letter', rule: 'R60' }));
      server.says = () => undefined;
      const sending = `/v1/children/${childId}/letters/${letter?.letterId}/sending`;
      expect((await desk.assistant('POST', sending, { body: {} })).status).toBe(201);
      const [sent] = await desk.untilSent(childId, 1);
      expect(sent).toMatchObject({ attempt: 2, reply: 250 });
      expect(server.taken.at(-1)?.messageId).toBe(sent?.messageId);
      expect(sent?.messageId).not.toBe(letter?.messageId);
    },
    PATIENCE,
  );
});
