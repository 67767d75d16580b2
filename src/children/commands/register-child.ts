import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { BlindIndex } from '../../platform/crypto/blind-index.js';
import type { Caller } from '../../platform/http/caller.js';
import { problem } from '../../platform/http/problem.js';
import { Refusal } from '../../policy/domain/refusal.js';
import { ChildStreams } from '../child-streams.js';
import { DayContexts } from '../day-contexts.js';
import { type Child, type ChildCommand, decide } from '../domain/child.js';
import { assertMayOrder, isAtSchool, maySee } from '../permissions.js';
import { type ChildWritten, type DecidingContext, idWithin, withParentIds } from './child-written.js';

type RegisterOrder = Extract<ChildCommand, { type: 'RegisterChild' }>;
type Parent = NonNullable<RegisterOrder['parents']>[number];

/** What is known of the child; parents may come without ids. */
export type RegistrationOrder = Omit<RegisterOrder, 'type' | 'childId' | 'parents'> & {
  readonly parents?: readonly (Omit<Parent, 'parentId'> & Partial<Pick<Parent, 'parentId'>>)[];
};

/** A child comes on record, on a school's roll or on none. */
export class RegisterChild extends Command<ChildWritten> {
  constructor(
    readonly caller: Caller,
    readonly order: RegistrationOrder,
  ) {
    super();
  }
}

@CommandHandler(RegisterChild)
export class RegisterChildHandler implements ICommandHandler<RegisterChild> {
  constructor(
    @Inject(ChildStreams) private readonly children: ChildStreams,
    @Inject(DayContexts) private readonly days: DayContexts,
    @Inject(BlindIndex) private readonly index: BlindIndex,
  ) {}

  /**
   * One child has one stream: a pupil number that a child on record holds is refused, unless this is the same
   * registration once more.
   * @throws Problem (403, 409) · Refusal · StoreUnavailable
   */
  async execute({ caller, order }: RegisterChild): Promise<ChildWritten> {
    assertMayOrder(caller.person, 'RegisterChild');
    if (isAtSchool(caller.person) && !caller.person.schools.includes(order.school?.urn ?? '')) {
      throw problem('forbidden', 'School staff register children on the roll of their own school.');
    }
    const newId = idWithin(caller.context, 'child');
    const childId = order.upn === undefined ? newId : await this.index.reserve('upn', order.upn, newId);
    try {
      return { childId, written: await this.record(childId, { caller, order }) };
    } catch (error) {
      // A number reserved for a child who was refused would keep that child out for good.
      if (order.upn !== undefined && childId === newId && error instanceof Refusal) {
        await this.index.release('upn', order.upn, newId);
      }
      throw error;
    }
  }

  private record(childId: string, { caller, order }: Pick<RegisterChild, 'caller' | 'order'>) {
    const context: DecidingContext = { ...caller.context };
    const decision = (child: Child) => {
      if (child.identity !== undefined && !maySee(caller.person, child)) {
        throw problem('already-exists', 'A child with this pupil number is on record already, at another school.');
      }
      const day = this.days.decision(child, context.now, context.actor, order.school?.urn);
      context.policy = day.policy.reference;
      const { parents, ...rest } = order;
      const identified = withParentIds(parents, context, child.identity?.parents);
      return decide(child, { ...rest, ...identified, type: 'RegisterChild', childId }, day);
    };
    return this.children.execute(childId, context, decision, { stream: 'any' });
  }
}
