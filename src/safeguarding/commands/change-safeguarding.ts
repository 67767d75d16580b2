import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ChildStreams } from '../../children/child-streams.js';
import type { DecidingContext } from '../../children/commands/child-written.js';
import { DayContexts } from '../../children/day-contexts.js';
import { unknownChild } from '../../children/permissions.js';
import type { Written } from '../../platform/event-store/envelope.js';
import type { Caller } from '../../platform/http/caller.js';
import { decide, type Safeguarding, type SafeguardingCommand } from '../domain/safeguarding.js';
import { assertMaySafeguard, assertMayTell, maySafeguard } from '../permissions.js';
import { SafeguardingStreams } from '../safeguarding-streams.js';

export interface SafeguardingWritten {
  readonly childId: string;
  readonly written: Written;
  /** Whether the caller may know more than that it was recorded: a revision tells how much there is. */
  readonly reader: boolean;
}

/** What somebody asks of a child's restricted record. */
export class ChangeSafeguarding extends Command<SafeguardingWritten> {
  constructor(
    readonly childId: string,
    readonly caller: Caller,
    readonly order: SafeguardingCommand,
  ) {
    super();
  }
}

@CommandHandler(ChangeSafeguarding)
export class ChangeSafeguardingHandler implements ICommandHandler<ChangeSafeguarding> {
  constructor(
    @Inject(SafeguardingStreams) private readonly safeguarding: SafeguardingStreams,
    @Inject(ChildStreams) private readonly children: ChildStreams,
    @Inject(DayContexts) private readonly days: DayContexts,
  ) {}

  /** @throws Problem (404) · Refusal · StaleRevision · CommandIdReused · StoreUnavailable */
  async execute({ childId, caller, order }: ChangeSafeguarding): Promise<SafeguardingWritten> {
    const { person, ifRevision } = caller;
    const { state: child, revision } = await this.children.load(childId);
    if (revision < 0) throw unknownChild();
    if (order.type === 'RaiseConcern') assertMayTell(person, child);
    else assertMaySafeguard(person, child);
    const reader = maySafeguard(person, child);
    const day = this.days.decision(child, caller.context.now, caller.context.actor);
    const context: DecidingContext = { ...caller.context, policy: day.policy.reference };
    const decision = (state: Safeguarding) => decide(state, order, day);
    // Who may not read is not told either which revision the record is at.
    const seen = reader && ifRevision !== undefined ? { ifRevision } : {};
    const written = await this.safeguarding.execute(childId, context, decision, { stream: 'any', ...seen });
    return { childId, written, reader };
  }
}
