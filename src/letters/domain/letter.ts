import type { LocalDate } from '../../schools/domain/local-date.js';

/** What is written of itself when something has happened. Each is the name of a form in the policy packs. */
export const LETTER_KINDS = [
  'CME1',
  'CME3',
  'NON_REPORT_LETTER',
  'SEN_SHARE',
  'REFERRER_UPDATE',
  'AGENCY_ENQUIRY',
  'AGENCY_CHASER',
] as const;
export type LetterKind = (typeof LETTER_KINDS)[number];

export type Recipient = 'authority' | 'sen' | 'attendance-team' | 'school' | 'agency' | 'referrer';

/**
 * `mail` leaves through the outbox. `by-hand`: no mailbox is known, somebody sends or posts it. `record`: the recipient
 * reads it in this program.
 */
export type Delivery = 'mail' | 'by-hand' | 'record';

export type LetterState = 'to-send' | 'sent' | 'not-delivered' | 'to-send-by-hand' | 'sent-by-hand' | 'on-record';

/** A form or letter as a policy names it: its code for people, and the text that was filled in. */
export interface LetterForm {
  readonly form: string;
  readonly formVersion: string;
  readonly title: string;
  readonly template: string;
  readonly templateVersion: string;
}

/** The words that were filled into the text: dates as `2026-03-24`, everything else as it is printed. */
export type LetterContent = Readonly<Record<string, string | readonly string[]>>;

export type LetterWritten = LetterForm & {
  readonly letterId: string;
  readonly kind: LetterKind;
  readonly occurredOn: LocalDate;
  readonly recipient: Recipient;
  /** The URN of a school, the code of an agency. */
  readonly organisation?: string;
  readonly delivery: Delivery;
  /** The name that the policy gives the mailbox. */
  readonly mailbox?: string;
  readonly address?: string;
  readonly messageId: string;
  /** The fact that it was written because of. */
  readonly cause: { readonly type: string; readonly revision: number };
  /** Other forms that go with it, filled in with the same words. */
  readonly enclosures?: readonly LetterForm[];
  readonly content: LetterContent;
  /** SHA-256 of the letter as HTML, and of its enclosures. */
  readonly renderHash: string;
};

/** A letter as its stream tells it; its words are in the stream only. */
export interface Letter extends LetterForm {
  readonly letterId: string;
  readonly kind: LetterKind;
  readonly recipient: Recipient;
  readonly organisation?: string;
  readonly mailbox?: string;
  readonly writtenOn: LocalDate;
  readonly state: LetterState;
  /** Of the state. */
  readonly since: LocalDate;
  /** How often it has been set on its way: 1, and one more each time a person sends it again. */
  readonly attempt: number;
  readonly messageId: string;
  /** An address is known that it can be sent to. */
  readonly addressed: boolean;
  /** The mail server's code: 250, 550. */
  readonly reply?: number;
}

interface About {
  readonly letterId: string;
  readonly occurredOn: LocalDate;
}

interface Attempt extends About {
  readonly attempt: number;
}

interface Fact<T extends string, D extends object> {
  readonly type: T;
  readonly data: Readonly<D>;
}

export type LetterEvent =
  | Fact<'LetterWritten', LetterWritten>
  /** The mail server of the sender or of the recipient has taken it over. Whether it is read, nobody tells. */
  | Fact<'LetterSent', Attempt & { readonly messageId: string; readonly reply: number }>
  /** A mail server will not have it, however often it is tried. */
  | Fact<'LetterNotDelivered', Attempt & { readonly messageId: string; readonly reply: number }>
  | Fact<'LetterSentAgain', Attempt & { readonly messageId: string; readonly address?: string }>
  | Fact<'LetterSentByHand', About & { readonly how: string }>;

type LetterFolds = {
  readonly [T in LetterEvent['type']]: (
    letters: readonly Letter[],
    data: Extract<LetterEvent, { type: T }>['data'],
  ) => readonly Letter[];
};

const STATE_OF: Readonly<Record<Delivery, LetterState>> = {
  mail: 'to-send',
  'by-hand': 'to-send-by-hand',
  record: 'on-record',
};

function change(letters: readonly Letter[], letterId: string, to: Partial<Letter>): readonly Letter[] {
  return letters.some((letter) => letter.letterId === letterId)
    ? letters.map((letter) => (letter.letterId === letterId ? { ...letter, ...to } : letter))
    : letters;
}

/** How facts change the letters of a record. None throws, whatever came before it. */
export const letterFolds: LetterFolds = {
  LetterWritten: (letters, written) => {
    const { letterId, kind, recipient, organisation, mailbox, address, occurredOn, delivery, messageId } = written;
    const { form, formVersion, title, template, templateVersion } = written;
    const letter: Letter = {
      letterId,
      kind,
      form,
      formVersion,
      title,
      template,
      templateVersion,
      recipient,
      ...(organisation === undefined ? {} : { organisation }),
      ...(mailbox === undefined ? {} : { mailbox }),
      writtenOn: occurredOn,
      state: STATE_OF[delivery],
      since: occurredOn,
      attempt: 1,
      messageId,
      addressed: address !== undefined,
    };
    return [...letters, letter];
  },
  LetterSent: (letters, { letterId, occurredOn, reply }) =>
    change(letters, letterId, { state: 'sent', since: occurredOn, reply }),
  LetterNotDelivered: (letters, { letterId, occurredOn, reply }) =>
    change(letters, letterId, { state: 'not-delivered', since: occurredOn, reply }),
  LetterSentAgain: (letters, { letterId, occurredOn, attempt, messageId }) =>
    change(letters, letterId, { state: 'to-send', since: occurredOn, attempt, messageId, addressed: true }),
  LetterSentByHand: (letters, { letterId, occurredOn }) =>
    change(letters, letterId, { state: 'sent-by-hand', since: occurredOn }),
};
