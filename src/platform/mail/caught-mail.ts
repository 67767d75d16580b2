/** A mail that never left this machine, as the pages show it. */
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
  readonly attachments: readonly {
    readonly filename: string;
    readonly contentType: string;
    readonly content: Buffer;
  }[];
  /** How often the same mail came again and was dropped. */
  readonly repeats: number;
}

/** Mails in place of a mail server that nobody has configured. */
export interface CaughtMails {
  /** How many are kept; the oldest gives way. */
  readonly most: number;
  /** The latest first. */
  mails(): readonly CaughtMail[];
}

/** Provided with null where mails go to a real server. */
export const CAUGHT_MAILS = Symbol('CaughtMails');
