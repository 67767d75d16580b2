import { Refusal, type RefusalReason } from '../../policy/domain/refusal.js';
import { isLocalDate, type LocalDate } from '../../schools/domain/local-date.js';
import type { Letter, LetterEvent, LetterWritten } from './letter.js';

type Order<T extends string, D extends object> = { readonly type: T } & Readonly<D>;

export type LetterCommand =
  /** The outbox gives these three. */
  | Order<'WriteLetter', Omit<LetterWritten, 'occurredOn'>>
  | Order<'RecordLetterSent', { readonly letterId: string; readonly attempt: number; readonly reply: number }>
  | Order<'RecordLetterNotDelivered', { readonly letterId: string; readonly attempt: number; readonly reply: number }>
  /** A person gives these two. */
  | Order<'SendLetterAgain', { readonly letterId: string; readonly address?: string }>
  | Order<
      'RecordLetterSentByHand',
      { readonly letterId: string; readonly how: string; readonly occurredOn?: LocalDate }
    >;

type LetterDecisions = {
  readonly [T in LetterCommand['type']]: (
    letters: readonly Letter[],
    command: Extract<LetterCommand, { type: T }>,
    today: LocalDate,
  ) => readonly LetterEvent[];
};

const PARAGRAPH = 'DOMAIN R60: every form and letter has its template, version, recipient and delivery state';
const ADDRESS = /^[^@\s<>,;"]{1,64}@[^@\s<>,;"]{1,190}\.[^@\s<>,;".]{2,63}$/;

/** Whether a text is the address of a mailbox, by its form. */
export const isMailAddress = (text: string): boolean => ADDRESS.test(text);

function refuse(name: string, detail: string, kind: RefusalReason['kind'] = 'conflict'): never {
  throw new Refusal({ name, rule: 'R60', paragraph: PARAGRAPH, detail, kind });
}

function written(letters: readonly Letter[], letterId: string): Letter {
  return (
    letters.find((letter) => letter.letterId === letterId) ??
    refuse('no-such-letter', 'No letter with this id has been written.')
  );
}

/** The letter while that attempt is on its way; undefined when its outcome is known or another attempt has begun. */
function underWay(letters: readonly Letter[], letterId: string, attempt: number): Letter | undefined {
  const letter = written(letters, letterId);
  return letter.state === 'to-send' && letter.attempt === attempt ? letter : undefined;
}

/** How the letters of a record answer commands: nothing for a repeat. */
export const letterDecisions: LetterDecisions = {
  WriteLetter: (letters, { type: _, ...letter }, today) =>
    letters.some(({ letterId }) => letterId === letter.letterId)
      ? []
      : [{ type: 'LetterWritten', data: { ...letter, occurredOn: today } }],
  RecordLetterSent: (letters, { letterId, attempt, reply }, today) => {
    const letter = underWay(letters, letterId, attempt);
    if (letter === undefined) return [];
    const { messageId } = letter;
    return [{ type: 'LetterSent', data: { letterId, attempt, messageId, reply, occurredOn: today } }];
  },
  RecordLetterNotDelivered: (letters, { letterId, attempt, reply }, today) => {
    const letter = underWay(letters, letterId, attempt);
    if (letter === undefined) return [];
    const { messageId } = letter;
    return [{ type: 'LetterNotDelivered', data: { letterId, attempt, messageId, reply, occurredOn: today } }];
  },
  SendLetterAgain: (letters, { letterId, address }, today) => {
    const letter = written(letters, letterId);
    if (letter.state === 'to-send') return [];
    if (address !== undefined && !isMailAddress(address)) {
      refuse('not-an-address', 'An address of a mailbox is needed, such as office@school.example.', 'invalid');
    }
    if (address === undefined && !letter.addressed) {
      refuse('no-mailbox', 'No mailbox is known for this letter: say to which address it goes.', 'invalid');
    }
    const attempt = letter.attempt + 1;
    const again = {
      letterId,
      attempt,
      messageId: messageIdOfAttempt(letter.messageId, attempt),
      occurredOn: today,
      ...(address === undefined ? {} : { address }),
    };
    return [{ type: 'LetterSentAgain', data: again }];
  },
  RecordLetterSentByHand: (letters, { letterId, how, occurredOn }, today) => {
    const letter = written(letters, letterId);
    if (letter.state === 'sent-by-hand') return [];
    if (letter.state === 'to-send' || letter.state === 'sent') {
      refuse('letter-goes-by-mail', 'The letter goes, or has gone, by mail.');
    }
    if (how.trim() === '')
      refuse('no-way-named', 'Say how it was sent: by post, by hand, through a portal.', 'invalid');
    const on = occurredOn ?? today;
    if (!isLocalDate(on) || on > today) {
      refuse('date-in-the-future', 'Give the date on which it was sent: today or earlier.', 'invalid');
    }
    return [{ type: 'LetterSentByHand', data: { letterId, how, occurredOn: on } }];
  },
};

/** `<letter>.<attempt>@<domain>`: the same for the same attempt, so that a mail that is sent twice is known as one. */
export function messageIdOf(letterId: string, domain: string): string {
  return `<${letterId}.1@${domain}>`;
}

function messageIdOfAttempt(first: string, attempt: number): string {
  return first.replace(/\.\d+@/, `.${attempt}@`);
}
