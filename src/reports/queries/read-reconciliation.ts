import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { AuthorityStreams } from '../../authority/authority-streams.js';
import type { Orphan, Reconciled } from '../../authority/domain/reconciliation.js';
import { assertAtAuthority } from '../../authority/permissions.js';
import { ServedAuthority } from '../../authority/served-authority.js';
import { CLOCK, type Clock } from '../../platform/clock/clock.js';
import type { Person } from '../../platform/identity/person.js';

export interface ReconciliationRead {
  readonly code: string;
  /** The last check of everything; null before the first. */
  readonly last: Reconciled | null;
  readonly count: number;
  /** What is found and not mended, the oldest first. */
  readonly orphans: readonly Orphan[];
  readonly total: number;
}

/** What the last reconciliation came to, and what is still open of all of them; as it stood, where an instant is given. */
export class ReadReconciliation extends Query<ReconciliationRead> {
  constructor(
    readonly person: Person,
    readonly asOf?: string,
  ) {
    super();
  }
}

@QueryHandler(ReadReconciliation)
export class ReadReconciliationHandler implements IQueryHandler<ReadReconciliation> {
  constructor(
    @Inject(AuthorityStreams) private readonly streams: AuthorityStreams,
    @Inject(ServedAuthority) private readonly served: ServedAuthority,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws Problem (403) · StoreUnavailable */
  async execute({ person, asOf }: ReadReconciliation): Promise<ReconciliationRead> {
    assertAtAuthority(person);
    const code = this.served.codeAt(this.clock.now());
    const { state } = await this.streams.load(code, asOf === undefined ? {} : { asOf });
    const orphans = Object.values(state.orphans).sort((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0));
    const { count, last = null } = state.reconciliations;
    return { code, last, count, orphans, total: orphans.length };
  }
}
