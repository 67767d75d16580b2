import { type AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

/** A mail that was caught, as pages show it. */
export interface CaughtMail {
  /** 1 for the first that was caught since the start. */
  readonly number: number;
  readonly messageId: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  /** Instant of the mail's own date. */
  readonly date: string;
  readonly text: string;
  readonly attachments: readonly CaughtAttachment[];
  /** How often the same mail came again and was dropped. */
  readonly repeats: number;
}

export interface CaughtAttachment {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Buffer;
}

export interface MailCatcher {
  /** `smtp://127.0.0.1:<port>` */
  readonly url: string;
  readonly port: number;
  /** How many mails are kept; the oldest gives way. */
  readonly most: number;
  /** The latest first. */
  mails(): readonly CaughtMail[];
  close(): Promise<void>;
}

const MOST_MAILS = 200;
const MOST_BYTES = 10 * 1024 * 1024;
/** Message-IDs remembered, so that a mail that is sent twice is caught once. */
const MOST_IDS = 10_000;

/**
 * A mail server of this machine alone that keeps what it is sent and passes nothing on: no mail leaves. In memory, so a
 * restart empties it.
 * @param port 0 takes any free one
 */
export async function startMailCatcher(options: {
  readonly port: number;
  readonly most?: number;
}): Promise<MailCatcher> {
  const most = options.most ?? MOST_MAILS;
  const kept = new Mailbox(most);
  const server = new SMTPServer({
    authOptional: true,
    // Nothing leaves the machine, so there is nothing to encrypt; and no certificate that could be taken for a real one.
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: MOST_BYTES,
    logger: false,
    onData(stream, session, callback) {
      const pieces: Buffer[] = [];
      stream.on('data', (piece: Buffer) => pieces.push(piece));
      stream.on('error', callback);
      stream.on('end', () => {
        const recipients = session.envelope.rcptTo.map(({ address }) => address);
        kept.add(Buffer.concat(pieces), recipients).then(
          () => callback(null, 'caught, and going nowhere'),
          (error: unknown) => callback(error instanceof Error ? error : new Error('not a mail')),
        );
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(options.port, '127.0.0.1', () => resolve());
  });
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    port,
    most,
    mails: () => kept.latestFirst(),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

class Mailbox {
  readonly #mails: CaughtMail[] = [];
  readonly #seen = new Map<string, number>();
  #caught = 0;

  constructor(private readonly most: number) {}

  latestFirst(): readonly CaughtMail[] {
    return [...this.#mails].reverse();
  }

  async add(raw: Buffer, to: readonly string[]): Promise<void> {
    const mail = await PostalMime.parse(raw);
    const messageId = mail.messageId ?? '';
    const before = this.#seen.get(messageId);
    if (messageId !== '' && before !== undefined) return this.#repeated(before);
    const number = ++this.#caught;
    this.#seen.set(messageId, number);
    if (this.#seen.size > MOST_IDS) this.#seen.delete(this.#seen.keys().next().value ?? '');
    this.#mails.push(caught(number, messageId, mail, to));
    if (this.#mails.length > this.most) this.#mails.shift();
  }

  #repeated(number: number): void {
    const at = this.#mails.findIndex((mail) => mail.number === number);
    const mail = this.#mails[at];
    if (mail !== undefined) this.#mails[at] = { ...mail, repeats: mail.repeats + 1 };
  }
}

function caught(number: number, messageId: string, mail: Email, to: readonly string[]): CaughtMail {
  return {
    number,
    messageId,
    from: mail.from?.address ?? '',
    to,
    subject: mail.subject ?? '',
    date: mail.date ?? '',
    text: mail.text ?? '',
    attachments: mail.attachments.map(({ filename, mimeType, content }, at) => ({
      filename: filename ?? `attachment-${at + 1}`,
      contentType: mimeType,
      content: typeof content === 'string' ? Buffer.from(content) : Buffer.from(new Uint8Array(content)),
    })),
    repeats: 0,
  };
}
