import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ChildStreams } from '../../children/child-streams.js';
import { idWithin } from '../../children/commands/child-written.js';
import { maySee, unknownChild } from '../../children/permissions.js';
import type { Written } from '../../platform/event-store/envelope.js';
import type { Caller } from '../../platform/http/caller.js';
import { problem } from '../../platform/http/problem.js';
import { maySafeguard } from '../../safeguarding/permissions.js';
import { AccessStreams } from '../access-streams.js';
import { type Access, decide, type ReviewOutcome, runningEmergency } from '../domain/access.js';
import { assertReviewsEmergencies, mayBreakGlass, readsAccess } from '../permissions.js';

export interface EmergencyOpened {
  readonly childId: string;
  readonly accessId: string;
  /** Instant. */
  readonly until: string;
  readonly written: Written;
}

/** Somebody without the right to a child's restricted record must read it now, and says why. */
export class UseEmergencyAccess extends Command<EmergencyOpened> {
  constructor(
    readonly childId: string,
    readonly caller: Caller,
    readonly reason: string,
  ) {
    super();
  }
}

@CommandHandler(UseEmergencyAccess)
export class UseEmergencyAccessHandler implements ICommandHandler<UseEmergencyAccess> {
  constructor(
    @Inject(AccessStreams) private readonly access: AccessStreams,
    @Inject(ChildStreams) private readonly children: ChildStreams,
  ) {}

  /** @throws Problem (404, 409) · Refusal · CommandIdReused · StoreUnavailable */
  async execute({ childId, caller, reason }: UseEmergencyAccess): Promise<EmergencyOpened> {
    const { person, context } = caller;
    const { state: child, revision } = await this.children.load(childId);
    if (revision < 0 || !maySee(person, child)) throw unknownChild();
    if (maySafeguard(person, child)) throw problem('refused', 'You may read this record without it.');
    if (!mayBreakGlass(person)) throw unknownChild();
    const order = {
      type: 'UseEmergencyAccess',
      accessId: idWithin(context, 'accessId'),
      by: person.id,
      reason,
    } as const;
    const decision = (state: Access) => decide(state, order, context.now);
    const written = await this.access.execute(childId, context, decision, { stream: 'any', ...revisionSeen(caller) });
    const { state } = await this.access.load(childId);
    const opened =
      state.emergencies.find(({ accessId }) => accessId === order.accessId) ??
      runningEmergency(state, person.id, context.now);
    if (opened === undefined) throw problem('internal');
    return { childId, accessId: opened.accessId, until: opened.until, written };
  }
}

/** Another person judges an emergency access. */
export class ReviewEmergencyAccess extends Command<Written> {
  constructor(
    readonly childId: string,
    readonly caller: Caller,
    readonly review: { readonly accessId: string; readonly outcome: ReviewOutcome; readonly note?: string },
  ) {
    super();
  }
}

@CommandHandler(ReviewEmergencyAccess)
export class ReviewEmergencyAccessHandler implements ICommandHandler<ReviewEmergencyAccess> {
  constructor(
    @Inject(AccessStreams) private readonly access: AccessStreams,
    @Inject(ChildStreams) private readonly children: ChildStreams,
  ) {}

  /** @throws Problem (403, 404) · Refusal · StaleRevision · CommandIdReused · StoreUnavailable */
  async execute({ childId, caller, review }: ReviewEmergencyAccess): Promise<Written> {
    const { person, context } = caller;
    assertReviewsEmergencies(person);
    if ((await this.children.load(childId)).revision < 0) throw unknownChild();
    const order = { ...review, type: 'ReviewEmergencyAccess', by: person.id } as const;
    const decision = (state: Access) => decide(state, order, context.now);
    return this.access.execute(childId, context, decision, { stream: 'any', ...revisionSeen(caller) });
  }
}

/** Who may not read who looked is not told either which revision that is at. */
function revisionSeen({ person, ifRevision }: Caller): { readonly ifRevision?: number } {
  return ifRevision === undefined || !readsAccess(person) ? {} : { ifRevision };
}
