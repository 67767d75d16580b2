import type { AddressInfo } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';

export interface Taken {
  readonly messageId: string;
  readonly to: readonly string[];
  readonly subject: string;
}

/** What a server says to a recipient: a code to refuse with, or nothing to take the mail. */
export type Says = (address: string) => number | undefined;

/** A mail server of a test's own, that can say no, go away and come back at the same port. */
export class MailServer {
  readonly taken: Taken[] = [];
  says: Says = () => undefined;
  /** Instead of taking a mail after its data. */
  afterData: () => number | undefined = () => undefined;
  #server: SMTPServer | undefined;
  #port = 0;

  get url(): string {
    return `smtp://127.0.0.1:${this.#port}`;
  }

  async open(): Promise<this> {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      logger: false,
      onRcptTo: ({ address }, _session, callback) => callback(refusal(this.says(address))),
      onData: (stream, session, callback) => {
        const pieces: Buffer[] = [];
        stream.on('data', (piece: Buffer) => pieces.push(piece));
        stream.on('end', async () => {
          const no = refusal(this.afterData());
          if (no) return callback(no);
          const mail = await PostalMime.parse(Buffer.concat(pieces));
          const to = session.envelope.rcptTo.map(({ address }) => address);
          this.taken.push({ messageId: mail.messageId ?? '', to, subject: mail.subject ?? '' });
          callback(null, 'taken');
        });
      },
    });
    server.on('error', () => undefined);
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', () => resolve()));
    this.#port = (server.server.address() as AddressInfo).port;
    this.#server = server;
    return this;
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  }
}

function refusal(code: number | undefined): Error | undefined {
  return code === undefined ? undefined : Object.assign(new Error('no'), { responseCode: code });
}
