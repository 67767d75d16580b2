import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { extractText } from 'unpdf';
import { MailDesk, until } from './mail-desk.js';

describe('from a fact to the mailbox', () => {
  let desk: MailDesk;
  beforeAll(async () => {
    desk = await MailDesk.open();
  });
  afterAll(() => desk.stop());

  it('R43 R60 A18: a visit asked for goes to the Attendance Team on CME3, once, and the record says so', async () => {
    const childId = await desk.unplaced(1);
    const asked = await desk.assistant('POST', `/v1/children/${childId}/visit-requests`, {
      body: { reason: 'No answer by telephone' },
    });
    expect(asked.status).toBe(201);
    const letters = await until(
      () => desk.letters(childId),
      ([first]) => first?.state === 'sent',
    );
    expect(letters).toMatchObject([{ kind: 'CME3', state: 'sent', attempt: 1, reply: 250 }]);
    const [mail, ...others] = desk.caught();
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ to: ['csattendance@norfolk.gov.uk'], messageId: letters[0]?.messageId });
    expect(mail?.subject).not.toMatch(/Marlow|Matilda/);
    expect(mail?.text).not.toMatch(/Marlow|Matilda|Quay/);
    const [pdf] = mail?.attachments ?? [];
    const { text } = await extractText(new Uint8Array(pdf?.content ?? Buffer.alloc(0)), { mergePages: true });
    expect(text).toContain('Matilda Marlow1');
    expect(text).toContain('12 Quay Street, NR29 4AB');
  });
});
