/** A mail with everything that its recipient gets. */
export interface Mail {
  /** The same for the same mail, however often it is sent. */
  readonly messageId: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Instant of the mail's date. */
  readonly date: string;
  readonly attachments: readonly MailAttachment[];
}

export interface MailAttachment {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Buffer;
}

/** Hands mails to a mail server. */
export interface Mailer {
  /**
   * Resolves with the server's code (250) when it has taken the mail over.
   * @throws MailRefused · MailDeferred · MailServerAway
   */
  send(mail: Mail): Promise<number>;
  /** The mailbox that mails come from. */
  readonly from: string;
  close(): void;
}

/** The server will never take this mail (5xx). Its words are not kept: they repeat addresses. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused';

  constructor(readonly reply: number) {
    super(`the mail server refused the mail: ${reply}`);
  }
}

/** The server does not take this mail now (4xx): a mailbox is full, it wants to be asked again. */
export class MailDeferred extends Error {
  override readonly name = 'MailDeferred';
  readonly transient = true;

  constructor(readonly reply: number) {
    super(`the mail server put the mail off: ${reply}`);
  }
}

/** No mail can be sent now, this one or another: the server is away, or does not let the program in. */
export class MailServerAway extends Error {
  override readonly name = 'MailServerAway';
  readonly transient = true;

  constructor(options?: ErrorOptions) {
    super('the mail server is away', options);
  }
}
