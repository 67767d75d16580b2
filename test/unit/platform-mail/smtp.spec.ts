import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type MailCatcher, startMailCatcher } from '../../../src/embedded/mail/index.js';
import type { Mail } from '../../../src/platform/mail/mailer.js';
import { SmtpMailer } from '../../../src/platform/mail/smtp-mailer.js';
import { MailServer } from './mail-server.js';

const mail: Mail = {
  messageId: '<5b1c.1@cme.example>',
  to: 'team@county.example',
  subject: 'CME3, reference CME-1',
  text: 'Żółć is attached.\n',
  date: '2026-03-24T10:00:00.000Z',
  attachments: [{ filename: 'cme3.pdf', contentType: 'application/pdf', content: Buffer.from('%PDF-1.7 x') }],
};
const from = 'cme@authority.example';

describe('mails through SMTP', () => {
  let server: MailServer;
  let mailer: SmtpMailer;
  beforeEach(async () => {
    server = await new MailServer().open();
    mailer = new SmtpMailer({ url: server.url, from, patienceMs: 5_000 });
  });
  afterEach(async () => {
    mailer.close();
    await server.close();
  });

  it('R60: hands a mail over, with its own Message-ID, and answers the server’s code', async () => {
    expect(await mailer.send(mail)).toBe(250);
    expect(server.taken).toEqual([{ messageId: mail.messageId, to: [mail.to], subject: mail.subject }]);
  });

  it.each([
    [550, 'MailRefused'],
    [552, 'MailRefused'],
    [451, 'MailDeferred'],
    [421, 'MailServerAway'],
  ])('R60: %i from the server is %s', async (code, name) => {
    server.says = () => code;
    await expect(mailer.send(mail)).rejects.toMatchObject({ name });
    server.says = () => undefined;
    server.afterData = () => code;
    await expect(mailer.send(mail)).rejects.toMatchObject({ name });
    expect(server.taken).toEqual([]);
  });

  it('an address that is none is refused for good, without asking the server', async () => {
    await expect(mailer.send({ ...mail, to: 'nobody' })).rejects.toMatchObject({ name: 'MailRefused' });
  });

  it('a server that is not there, or speaks something else, is away', async () => {
    await server.close();
    await expect(mailer.send(mail)).rejects.toMatchObject({ name: 'MailServerAway' });
    const other = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const wrong = new SmtpMailer({ url: `smtp://127.0.0.1:${port}`, from, patienceMs: 2_000 });
    await expect(wrong.send(mail)).rejects.toMatchObject({ name: 'MailServerAway' });
    await new Promise((resolve) => other.close(resolve));
  });

  it('what an error tells holds no address and no subject', async () => {
    server.says = () => 550;
    const error = await mailer.send(mail).catch((failure: Error) => failure);
    expect(`${(error as Error).message}${JSON.stringify(error)}`).not.toMatch(/county|CME-1/);
  });

  it('sends nothing unencrypted to a server elsewhere unless the address says so', async () => {
    // The same server under a name that the mailer does not know as this machine's; it offers no encryption.
    const elsewhere = server.url.replace('127.0.0.1', '[::ffff:127.0.0.1]');
    const careful = new SmtpMailer({ url: elsewhere, from, patienceMs: 5_000 });
    await expect(careful.send(mail)).rejects.toMatchObject({ name: 'MailServerAway' });
    expect(server.taken).toEqual([]);
    const told = new SmtpMailer({ url: `${elsewhere}?requireTLS=false`, from, patienceMs: 5_000 });
    expect(await told.send(mail)).toBe(250);
  });
});

describe('the mail catcher', () => {
  let catcher: MailCatcher;
  let mailer: SmtpMailer;
  beforeEach(async () => {
    catcher = await startMailCatcher({ port: 0, most: 3 });
    mailer = new SmtpMailer({ url: catcher.url, from });
  });
  afterEach(async () => {
    mailer.close();
    await catcher.close();
  });

  it('keeps a mail with its attachments, as it was sent', async () => {
    await mailer.send(mail);
    expect(catcher.mails()).toMatchObject([
      {
        number: 1,
        from,
        to: [mail.to],
        subject: mail.subject,
        text: expect.stringMatching(/^Żółć is attached\.\s*$/),
        repeats: 0,
        date: mail.date,
      },
    ]);
    expect(catcher.mails()[0]?.attachments).toEqual([
      { filename: 'cme3.pdf', contentType: 'application/pdf', content: Buffer.from('%PDF-1.7 x') },
    ]);
  });

  it('A17 R40: drops a mail whose Message-ID it has seen, and says how often', async () => {
    for (let time = 0; time < 3; time++) await mailer.send(mail);
    await mailer.send({ ...mail, messageId: '<5b1c.2@cme.example>' });
    expect(catcher.mails().map(({ messageId, repeats }) => [messageId, repeats])).toEqual([
      ['<5b1c.2@cme.example>', 0],
      ['<5b1c.1@cme.example>', 2],
    ]);
  });

  it('is bounded: the oldest mail gives way, and does not come again', async () => {
    for (let at = 1; at <= 5; at++) await mailer.send({ ...mail, messageId: `<${at}.1@cme.example>` });
    await mailer.send({ ...mail, messageId: '<1.1@cme.example>' });
    expect(catcher.mails().map(({ number }) => number)).toEqual([5, 4, 3]);
  });
});
