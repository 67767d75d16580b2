import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { StaleRevision, StreamNotFound } from '../../platform/event-store/errors.js';
import type { Caller } from '../../platform/http/caller.js';
import { ChildStreams } from '../child-streams.js';
import { DayContexts } from '../day-contexts.js';
import { type Child, type ChildCommand, decide } from '../domain/child.js';
import {
  assertMayAddTo,
  assertMayOrder,
  assertMayOrderSo,
  assertMaySee,
  schoolNamedIn,
  unknownChild,
} from '../permissions.js';
import type { ChildWritten, DecidingContext } from './child-written.js';
import { PupilNumbers } from './pupil-numbers.js';

/** What someone asks of a child that is on record. Where the order depends on the child, it is made from the state. */
export class ChangeChild extends Command<ChildWritten> {
  constructor(
    readonly childId: string,
    readonly caller: Caller,
    readonly type: ChildCommand['type'],
    readonly order: (child: Child) => ChildCommand,
  ) {
    super();
  }
}

@CommandHandler(ChangeChild)
export class ChangeChildHandler implements ICommandHandler<ChangeChild> {
  constructor(
    @Inject(ChildStreams) private readonly children: ChildStreams,
    @Inject(DayContexts) private readonly days: DayContexts,
    @Inject(PupilNumbers) private readonly numbers: PupilNumbers,
  ) {}

  /** @throws Problem (403, 404, 409) · Refusal · StaleRevision · CommandIdReused · StoreUnavailable */
  async execute(change: ChangeChild): Promise<ChildWritten> {
    const { childId, caller, type, order } = change;
    assertMayOrder(caller.person, type);
    if (type !== 'ChangeDetails') return this.change(change);
    return this.numbers.keptFor(childId, caller.person, order, () => this.change(change));
  }

  private async change({ childId, caller, type, order }: ChangeChild): Promise<ChildWritten> {
    const { person, ifRevision } = caller;
    const context: DecidingContext = { ...caller.context };
    const decision = (child: Child) => {
      assertMayAddTo(person, child, type);
      const command = order(child);
      assertMayOrderSo(person, child, command);
      // An order about one school's register or roll is decided on that school's calendar.
      const day = this.days.decision(child, context.now, context.actor, schoolNamedIn(command, child));
      context.policy = day.policy.reference;
      return decide(child, command, day);
    };
    try {
      const options = ifRevision === undefined ? {} : { ifRevision };
      return { childId, written: await this.children.execute(childId, context, decision, options) };
    } catch (error) {
      if (error instanceof StreamNotFound) throw unknownChild();
      // It tells what changed, and is found before the decision: nobody else's child may be looked at that way.
      if (error instanceof StaleRevision) assertMaySee(person, (await this.children.load(childId)).state);
      throw error;
    }
  }
}
