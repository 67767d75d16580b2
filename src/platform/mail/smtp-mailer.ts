import { createTransport } from 'nodemailer';
import { type Mail, MailDeferred, type Mailer, MailRefused, MailServerAway } from './mailer.js';

export interface SmtpOptions {
  /** `smtp://user:password@host:587` or `smtps://…`; nodemailer's options may follow as a query. */
  readonly url: string;
  readonly from: string;
  /** Milliseconds that a silent server is waited for. */
  readonly patienceMs?: number;
}

const PATIENCE_MS = 20_000;
const HERE = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Mails through SMTP. To a server elsewhere nothing goes unencrypted unless the address says `?requireTLS=false`. */
export class SmtpMailer implements Mailer {
  readonly from: string;
  readonly #transport: ReturnType<typeof transportTo>;

  constructor(options: SmtpOptions) {
    this.from = options.from;
    this.#transport = transportTo(options);
  }

  async send({ to, subject, text, messageId, date, attachments }: Mail): Promise<number> {
    try {
      const sent = await this.#transport.sendMail({
        from: this.from,
        to,
        subject,
        text,
        messageId,
        date,
        attachments: [...attachments],
        // No file and no address is opened for a mail: everything in it was made here.
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      return Number(/^\d{3}/.exec(sent.response ?? '')?.[0] ?? 250);
    } catch (error) {
      throw failureOf(error);
    }
  }

  close(): void {
    this.#transport.close();
  }
}

function transportTo({ url, patienceMs = PATIENCE_MS }: SmtpOptions) {
  const server = new URL(url);
  const secure = server.protocol === 'smtps:' || HERE.has(server.hostname);
  if (!secure && !server.searchParams.has('requireTLS')) server.searchParams.set('requireTLS', 'true');
  server.searchParams.set('connectionTimeout', String(patienceMs));
  server.searchParams.set('greetingTimeout', String(patienceMs));
  server.searchParams.set('socketTimeout', String(patienceMs));
  return createTransport(server.href);
}

interface SmtpFailure {
  readonly code?: unknown;
  readonly command?: unknown;
  readonly responseCode?: unknown;
}

/** Codes of nodemailer for what concerns one mail; everything else concerns the server. */
const OF_THE_MAIL: ReadonlySet<unknown> = new Set(['EENVELOPE', 'EMESSAGE', 'ESTREAM']);
/** Mailbox name not allowed: what a server would say to an address that never left the program. */
const NOT_AN_ADDRESS = 553;

function failureOf(error: unknown): Error {
  const { code, command, responseCode } = (error ?? {}) as SmtpFailure;
  const reply = typeof responseCode === 'number' && responseCode > 0 ? responseCode : NOT_AN_ADDRESS;
  // A sender that is not taken is a fault of the settings, and 421 is the server going away: neither is the mail's.
  const ofTheServer = !OF_THE_MAIL.has(code) || (command === 'MAIL FROM' && code === 'EENVELOPE') || reply === 421;
  if (ofTheServer) return new MailServerAway({ cause: error });
  return reply < 500 ? new MailDeferred(reply) : new MailRefused(reply);
}
