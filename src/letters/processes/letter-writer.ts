import type { ChildStreams } from '../../children/child-streams.js';
import type { DayContexts } from '../../children/day-contexts.js';
import type { ChildEvent } from '../../children/domain/child.js';
import type { EnquiryEvent } from '../../enquiries/domain/enquiry.js';
import type { EnquiryPolicies } from '../../enquiries/enquiry-policies.js';
import type { EnquiryStreams } from '../../enquiries/enquiry-streams.js';
import type { Clock } from '../../platform/clock/clock.js';
import { uuidOf } from '../../platform/crypto/derived-uuid.js';
import type { Actor, RecordedEvent } from '../../platform/event-store/envelope.js';
import type { OutboxStore } from '../../platform/mail/outbox-store.js';
import type { ReactingProcess, Reaction } from '../../platform/subscriptions/process.js';
import type { Policy } from '../../policy/domain/policy-pack.js';
import { childCauses, childLetter } from '../domain/child-letters.js';
import { messageIdOf } from '../domain/decisions.js';
import { type DraftContext, formOf, type LetterDraft } from '../domain/draft.js';
import { enquiryCauses, enquiryLetter } from '../domain/enquiry-letters.js';
import type { LetterEvent } from '../domain/letter.js';
import { type LetterRecords, type RecordKind, recordOf } from '../letter-records.js';
import type { LetterPrinting } from '../printing.js';

export interface LetterWriterParts {
  readonly records: LetterRecords;
  readonly children: Pick<ChildStreams, 'load'>;
  readonly enquiries: Pick<EnquiryStreams, 'load'>;
  readonly days: DayContexts;
  readonly enquiryPolicies: EnquiryPolicies;
  /** As it was known at an instant. */
  readonly schoolOf: (urn: string, asOf: string) => ReturnType<DraftContext['schoolOf']>;
  readonly printing: LetterPrinting;
  readonly outbox: OutboxStore;
  /** Of the Message-ID: the domain that mails come from. */
  readonly mailDomain: string;
  readonly actor: Actor;
  readonly clock: Clock;
}

/** The types of fact that it acts on. */
export const LETTER_WRITER_HEARS: ReadonlySet<string> = new Set([
  ...childCauses,
  ...enquiryCauses,
  'LetterWritten',
  'LetterSentAgain',
]);

interface Drafted {
  readonly draft: LetterDraft;
  readonly policy: Policy;
}

/**
 * Turns each fact that asks for a letter into one letter, and each letter that is to be sent into one entry of the outbox.
 * Both have ids made from the fact, so a fact that is delivered again makes nothing new. It begins at the first start of the
 * program with what happens from then on: neither a demonstration nor a view that is built again writes a letter.
 */
export class LetterWriter implements ReactingProcess {
  readonly name = 'letter-writer';
  readonly streamPrefixes = ['child-', 'enquiry-'];
  readonly startFrom = 'now';

  constructor(private readonly parts: LetterWriterParts) {}

  async react(event: RecordedEvent, reaction: Reaction): Promise<void> {
    const record = recordOf(event.streamId);
    if (record === undefined) return;
    if (event.type === 'LetterWritten' || event.type === 'LetterSentAgain') {
      return this.toOutbox(event as RecordedEvent<LetterEvent>);
    }
    const drafted = await this.drafted(event, record.kind, record.id);
    if (drafted !== undefined) await this.write(event, record, drafted, reaction);
  }

  private async toOutbox({ streamId, type, data }: RecordedEvent<LetterEvent>): Promise<void> {
    if (type === 'LetterWritten' && data.delivery !== 'mail') return;
    const { letterId } = data;
    const attempt = type === 'LetterSentAgain' ? data.attempt : 1;
    const id = `${letterId}/${attempt}`;
    await this.parts.outbox.put({ id, streamId, letterId, attempt, due: this.parts.clock.now(), failures: 0 });
  }

  private async drafted(event: RecordedEvent, kind: RecordKind, id: string): Promise<Drafted | undefined> {
    const { children, enquiries, days, enquiryPolicies, schoolOf } = this.parts;
    const { recordedAt } = event.metadata;
    const context = (policy: Policy) => ({ policy, schoolOf: (urn: string) => schoolOf(urn, recordedAt) });
    if (kind === 'child') {
      if (!childCauses.has(event.type)) return undefined;
      const { state } = await children.load(id, { revision: event.revision });
      const { policy } = days.day(state, recordedAt);
      const draft = childLetter(event as unknown as ChildEvent, state, context(policy));
      return draft && { draft, policy };
    }
    if (!enquiryCauses.has(event.type)) return undefined;
    const { state } = await enquiries.load(id, { revision: event.revision });
    const policy = enquiryPolicies.at(recordedAt);
    const draft = enquiryLetter(event as unknown as EnquiryEvent, state, { ...context(policy), enquiryId: id });
    return draft && { draft, policy };
  }

  private async write(
    cause: RecordedEvent,
    { kind, id }: { readonly kind: RecordKind; readonly id: string },
    { draft, policy }: Drafted,
    reaction: Reaction,
  ): Promise<void> {
    const { enclosures = [], ...letter } = draft;
    const letterId = uuidOf(`letter\n${cause.id}\n${draft.kind}`);
    const forms = enclosures.map((enclosed) => formOf(policy, enclosed));
    const written = {
      ...letter,
      ...formOf(policy, draft.kind),
      ...(forms.length === 0 ? {} : { enclosures: forms }),
    };
    const { records, printing, mailDomain, actor, clock } = this.parts;
    const context = {
      commandId: reaction.commandId('letter'),
      correlationId: cause.metadata.correlationId,
      causationId: cause.id,
      actor,
      now: clock.now(),
      policy: policy.reference,
    };
    await records.order(kind, id, context, {
      type: 'WriteLetter',
      ...written,
      letterId,
      messageId: messageIdOf(letterId, mailDomain),
      cause: { type: cause.type, revision: cause.revision },
      renderHash: printing.hashOf(written),
    });
  }
}
