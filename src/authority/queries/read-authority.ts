import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type HistoryItem, toldAs } from '../../children/history-item.js';
import { CLOCK, type Clock, dateInEngland } from '../../platform/clock/clock.js';
import { StreamNotFound } from '../../platform/event-store/errors.js';
import type { Person } from '../../platform/identity/person.js';
import { AuthorityStreams } from '../authority-streams.js';
import { type Adoption, adoptedOn } from '../domain/adoption.js';
import { currentEdition, type Edition, type GuidanceDocument } from '../domain/guidance.js';
import { type Designation, officerOn } from '../domain/officer.js';
import { assertReadsAuthority } from '../permissions.js';
import { sentenceOf } from '../sentences.js';
import { ServedAuthority } from '../served-authority.js';

export interface DocumentRead extends GuidanceDocument {
  /** The edition that counts; null while the document is named and not supplied, or withdrawn. */
  readonly current: Edition | null;
  readonly state: 'published' | 'not-supplied' | 'withdrawn';
}

export interface AuthorityRead {
  readonly code: string;
  readonly revision: number;
  /** The designated officer of the day; null before the first. */
  readonly officer: Designation | null;
  readonly officers: readonly Designation[];
  /** The policy that governs decisions of the day, by its layers; null for a day of before what is held. */
  readonly policy: { readonly pack: string; readonly version: string } | null;
  /** What of the packs was adopted and counts on the day. */
  readonly adopted: readonly Adoption[];
  readonly adoptions: readonly Adoption[];
  readonly documents: readonly DocumentRead[];
}

/** The authority: its designated officer, its policy packs and its guidance, now or as it stood at an instant. */
export class ReadAuthority extends Query<AuthorityRead> {
  constructor(
    readonly person: Person,
    readonly asOf?: string,
  ) {
    super();
  }
}

@QueryHandler(ReadAuthority)
export class ReadAuthorityHandler implements IQueryHandler<ReadAuthority> {
  constructor(
    @Inject(AuthorityStreams) private readonly streams: AuthorityStreams,
    @Inject(ServedAuthority) private readonly served: ServedAuthority,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws Problem (403) · StoreUnavailable */
  async execute({ person, asOf }: ReadAuthority): Promise<AuthorityRead> {
    assertReadsAuthority(person);
    const instant = asOf ?? this.clock.now();
    const code = this.served.codeAt(this.clock.now());
    const { state, revision } = await this.streams.load(code, asOf === undefined ? {} : { asOf });
    const today = dateInEngland(instant);
    return {
      code,
      revision,
      officer: officerOn(state, today) ?? null,
      officers: state.officers,
      policy: this.served.policyHeldAt(instant)?.reference ?? null,
      adopted: adoptedOn(state.packs, today),
      adoptions: state.packs,
      documents: Object.values(state.documents).map(documentRead),
    };
  }
}

function documentRead(held: GuidanceDocument): DocumentRead {
  const current = currentEdition(held) ?? null;
  const state = current !== null ? 'published' : held.editions.length > 0 ? 'withdrawn' : 'not-supplied';
  return { ...held, current, state };
}

/** Every fact of the authority's stream, oldest first. */
export class ReadAuthorityHistory extends Query<readonly HistoryItem[]> {
  constructor(readonly person: Person) {
    super();
  }
}

@QueryHandler(ReadAuthorityHistory)
export class ReadAuthorityHistoryHandler implements IQueryHandler<ReadAuthorityHistory> {
  constructor(
    @Inject(AuthorityStreams) private readonly streams: AuthorityStreams,
    @Inject(ServedAuthority) private readonly served: ServedAuthority,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws Problem (403) · StoreUnavailable */
  async execute({ person }: ReadAuthorityHistory): Promise<readonly HistoryItem[]> {
    assertReadsAuthority(person);
    const events = await this.streams.history(this.served.codeAt(this.clock.now())).catch((error: unknown) => {
      if (error instanceof StreamNotFound) return [];
      throw error;
    });
    return events.map((event) => toldAs(event, sentenceOf(event)));
  }
}
