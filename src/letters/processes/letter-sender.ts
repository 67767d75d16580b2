import type { Clock } from '../../platform/clock/clock.js';
import { uuidOf } from '../../platform/crypto/derived-uuid.js';
import { ERASED } from '../../platform/event-store/definition.js';
import type { Actor } from '../../platform/event-store/envelope.js';
import { failpoint } from '../../platform/failpoints.js';
import { type Mail, type Mailer, MailRefused, MailServerAway } from '../../platform/mail/mailer.js';
import type { OutboxObserver } from '../../platform/mail/outbox-observer.js';
import type { OutboxStore, Waiting } from '../../platform/mail/outbox-store.js';
import { errorClass } from '../../platform/subscriptions/failures.js';
import type { WakingProcess } from '../../platform/waking/waker.js';
import type { LetterCommand } from '../domain/decisions.js';
import { type LetterOfRecord, type LetterRecords, recordOf } from '../letter-records.js';
import type { LetterPrinting } from '../printing.js';

export interface LetterSenderParts {
  readonly records: LetterRecords;
  readonly outbox: OutboxStore;
  readonly mailer: Mailer;
  readonly printing: LetterPrinting;
  readonly actor: Actor;
  readonly clock: Clock;
  readonly observer: OutboxObserver;
  /** Milliseconds before the second attempt; each further one waits twice as long, up to five minutes. */
  readonly patienceMs?: number;
}

const AT_ONCE = 50;
const PATIENCE_MS = 5_000;
const LONGEST_MS = 5 * 60_000;

/**
 * Sends what waits in the outbox. Whether a letter is still to be sent is asked of its stream each time; the outcome is
 * recorded there before the entry goes. When the program dies between sending and recording, the same mail goes once more
 * under the same Message-ID: SMTP cannot promise more, and receivers drop a Message-ID that they have seen.
 */
export class LetterSender implements WakingProcess {
  readonly name = 'letter-sender';

  constructor(private readonly parts: LetterSenderParts) {}

  /** One letter that cannot be sent holds up no other; a mail server that is away is asked for one letter at a time. */
  async wake(now: string, lease: { check(): void }): Promise<number> {
    const { outbox, observer } = this.parts;
    const due = await outbox.due(now, AT_ONCE);
    let recorded = 0;
    for (const waiting of due) {
      lease.check();
      try {
        if (await this.send(waiting)) recorded++;
      } catch (error) {
        const failures = waiting.failures + 1;
        await outbox.postpone(waiting.id, this.nextAttempt(failures), failures);
        observer.putOff(errorClass(error), failures);
        if (error instanceof MailServerAway) break;
      }
    }
    if (due.length > 0) observer.waiting(await outbox.count());
    return recorded;
  }

  private async send(waiting: Waiting): Promise<boolean> {
    const { records, outbox, observer } = this.parts;
    const { letterId, attempt, streamId } = waiting;
    const record = recordOf(streamId);
    const found = record && (await records.find(record.kind, record.id, letterId));
    const mail = found && isToSend(found, attempt) ? await this.mailOf(found) : undefined;
    if (record === undefined || found === undefined || mail === undefined) {
      await outbox.remove(waiting.id);
      return false;
    }
    const outcome = await this.outcomeOf(mail, letterId, attempt);
    failpoint('after-mail-sent');
    await records.order(record.kind, record.id, this.context(waiting), outcome);
    await outbox.remove(waiting.id);
    if (outcome.type === 'RecordLetterSent') observer.sent(found.letter.kind);
    else observer.refused(found.letter.kind, outcome.reply);
    return true;
  }

  private async outcomeOf(mail: Mail, letterId: string, attempt: number) {
    try {
      const reply = await this.parts.mailer.send(mail);
      return { type: 'RecordLetterSent', letterId, attempt, reply } satisfies LetterCommand;
    } catch (error) {
      if (!(error instanceof MailRefused)) throw error;
      return { type: 'RecordLetterNotDelivered', letterId, attempt, reply: error.reply } satisfies LetterCommand;
    }
  }

  /** Undefined when the person's key is destroyed: then there is nothing left to send. */
  private async mailOf({ letter, written, address, writtenAt }: LetterOfRecord): Promise<Mail | undefined> {
    if (address === undefined || address === ERASED) return undefined;
    const { printing } = this.parts;
    const printed = printing.printed(written);
    const [{ filled }] = printed;
    const attachments = await Promise.all(
      printed.map(async (each) => ({
        filename: `${each.filename}.pdf`,
        contentType: 'application/pdf',
        content: await printing.pdf(each, writtenAt),
      })),
    );
    const text = `${filled.cover.join('\n\n')}\n`;
    return { messageId: letter.messageId, to: address, subject: filled.subject, text, date: writtenAt, attachments };
  }

  private context({ id }: Waiting) {
    const commandId = uuidOf(`letter-outcome\n${id}`);
    const { actor, clock } = this.parts;
    return { commandId, correlationId: commandId, causationId: commandId, actor, now: clock.now() };
  }

  private nextAttempt(failures: number): string {
    const wait = Math.min((this.parts.patienceMs ?? PATIENCE_MS) * 2 ** Math.min(failures - 1, 20), LONGEST_MS);
    return new Date(this.parts.clock.epoch() + wait).toISOString();
  }
}

const isToSend = ({ letter }: LetterOfRecord, attempt: number): boolean =>
  letter.state === 'to-send' && letter.attempt === attempt;
