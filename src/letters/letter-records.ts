import type { ChildStreams } from '../children/child-streams.js';
import type { DayContexts } from '../children/day-contexts.js';
import { type Child, decide as decideChild } from '../children/domain/child.js';
import { decide as decideEnquiry, type Enquiry } from '../enquiries/domain/enquiry.js';
import type { EnquiryPolicies } from '../enquiries/enquiry-policies.js';
import type { EnquiryStreams } from '../enquiries/enquiry-streams.js';
import { dateInEngland } from '../platform/clock/clock.js';
import type { CommandContext, RecordedEvent, Written } from '../platform/event-store/envelope.js';
import { StreamNotFound } from '../platform/event-store/errors.js';
import type { LetterCommand } from './domain/decisions.js';
import type { Letter, LetterEvent, LetterWritten } from './domain/letter.js';

/** Where letters are recorded: the stream of a child, or of an enquiry. */
export type RecordKind = 'child' | 'enquiry';

export interface LetterOfRecord {
  readonly letter: Letter;
  readonly written: LetterWritten;
  /** Where the last attempt goes; undefined where no address is known. */
  readonly address?: string;
  /** Instant. */
  readonly writtenAt: string;
}

export interface LetterRecordsParts {
  readonly children: ChildStreams;
  readonly enquiries: EnquiryStreams;
  readonly days: DayContexts;
  readonly enquiryPolicies: EnquiryPolicies;
}

/** Letters in the streams of both kinds: read, and carried on. */
export class LetterRecords {
  constructor(private readonly parts: LetterRecordsParts) {}

  /** One letter with its words; undefined when the record has none of that id. @throws StoreUnavailable */
  async find(kind: RecordKind, id: string, letterId: string): Promise<LetterOfRecord | undefined> {
    const letter = (await this.letters(kind, id)).find((each) => each.letterId === letterId);
    if (letter === undefined) return undefined;
    let written: RecordedEvent<Extract<LetterEvent, { type: 'LetterWritten' }>> | undefined;
    let address: string | undefined;
    for (const event of await this.history(kind, id)) {
      if (event.type === 'LetterWritten' && event.data.letterId === letterId) {
        written = event as typeof written;
        address = event.data.address;
      }
      if (event.type === 'LetterSentAgain' && event.data.letterId === letterId) address = event.data.address ?? address;
    }
    if (written === undefined) return undefined;
    const { recordedAt } = written.metadata;
    return { letter, written: written.data, writtenAt: recordedAt, ...(address === undefined ? {} : { address }) };
  }

  async letters(kind: RecordKind, id: string): Promise<readonly Letter[]> {
    const { children, enquiries } = this.parts;
    return (kind === 'child' ? await children.load(id) : await enquiries.load(id)).state.letters;
  }

  /** @throws Refusal · StreamNotFound · StaleRevision · CommandIdReused · StoreUnavailable */
  order(kind: RecordKind, id: string, context: CommandContext, command: LetterCommand): Promise<Written> {
    const { children, enquiries, days, enquiryPolicies } = this.parts;
    const { now, actor } = context;
    if (kind === 'child') {
      const decide = (child: Child) => decideChild(child, command, days.decision(child, now, actor));
      return children.execute(id, context, decide);
    }
    const day = { today: dateInEngland(now), policy: enquiryPolicies.at(now), role: actor.role };
    return enquiries.execute(id, context, (enquiry: Enquiry) => decideEnquiry(enquiry, command, day));
  }

  private async history(kind: RecordKind, id: string): Promise<readonly RecordedEvent<LetterEvent>[]> {
    const { children, enquiries } = this.parts;
    const events = kind === 'child' ? children.history(id) : enquiries.history(id);
    return (await events.catch((error: unknown) => {
      if (error instanceof StreamNotFound) return [];
      throw error;
    })) as readonly RecordedEvent<LetterEvent>[];
  }
}

/** `child-<uuid>` taken apart; undefined for a stream that keeps no letters. */
export function recordOf(streamId: string): { readonly kind: RecordKind; readonly id: string } | undefined {
  const [, kind, id] = /^(child|enquiry)-(.+)$/.exec(streamId) ?? [];
  return (kind === 'child' || kind === 'enquiry') && id !== undefined ? { kind, id } : undefined;
}
