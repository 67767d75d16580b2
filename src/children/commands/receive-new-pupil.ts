import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { BlindIndex } from '../../platform/crypto/blind-index.js';
import type { Caller } from '../../platform/http/caller.js';
import { problem } from '../../platform/http/problem.js';
import { Refusal } from '../../policy/domain/refusal.js';
import { ChildStreams } from '../child-streams.js';
import { DayContexts } from '../day-contexts.js';
import { type Child, type ChildCommand, type ChildEvent, decide, evolve } from '../domain/child.js';
import type { DecisionContext } from '../domain/facet.js';
import { RULES } from '../domain/rules.js';
import { assertMayOrder, isAtSchool } from '../permissions.js';
import { type ChildWritten, type DecidingContext, idWithin, withParentIds } from './child-written.js';
import type { RegistrationOrder } from './register-child.js';

/** What a school's return tells of a pupil whom it has entered in its register. */
export type NewPupilOrder = Omit<RegistrationOrder, 'school'> & { readonly enteredOn?: string };

/** A return, and whether the pupil's record was there already. */
export interface NewPupilWritten extends ChildWritten {
  readonly matched: boolean;
}

/** A school returns a new pupil (reg. 13): the record is found by the pupil's number, or begins here. */
export class ReceiveNewPupil extends Command<NewPupilWritten> {
  constructor(
    readonly urn: string,
    readonly caller: Caller,
    readonly order: NewPupilOrder,
  ) {
    super();
  }
}

@CommandHandler(ReceiveNewPupil)
export class ReceiveNewPupilHandler implements ICommandHandler<ReceiveNewPupil> {
  constructor(
    @Inject(ChildStreams) private readonly children: ChildStreams,
    @Inject(DayContexts) private readonly days: DayContexts,
    @Inject(BlindIndex) private readonly index: BlindIndex,
  ) {}

  /**
   * The school that has entered the pupil need not have been able to see the record before: a number and a date of birth
   * that agree are what lets it in. Nothing of the record is told to who has only one of them.
   * @throws Problem (403) · Refusal · StoreUnavailable
   */
  async execute({ urn, caller, order }: ReceiveNewPupil): Promise<NewPupilWritten> {
    assertMayOrder(caller.person, 'MakeNewPupilReturn');
    if (isAtSchool(caller.person) && !caller.person.schools.includes(urn)) {
      throw problem('forbidden', 'A school returns the pupils of its own register.');
    }
    const newId = idWithin(caller.context, 'child');
    const childId = order.upn === undefined ? newId : await this.index.reserve('upn', order.upn, newId);
    const matched = childId !== newId;
    try {
      return { childId, matched, written: await this.record(childId, urn, caller, order) };
    } catch (error) {
      // A number reserved for a child who was refused would keep that child out for good.
      if (order.upn !== undefined && !matched && error instanceof Refusal)
        await this.index.release('upn', order.upn, newId);
      throw error;
    }
  }

  private record(childId: string, urn: string, caller: Caller, order: NewPupilOrder) {
    const context: DecidingContext = { ...caller.context };
    const decision = (child: Child) => {
      const day = this.days.decision(child, context.now, context.actor, urn);
      context.policy = day.policy.reference;
      const commands = ordersOf(childId, urn, order, child, context);
      return inOneGo(child, commands, day);
    };
    return this.children.execute(childId, context, decision, { stream: 'any' });
  }
}

/** Registered if nobody knows the child; else what the register has newly; and then the return itself. */
function ordersOf(
  childId: string,
  urn: string,
  { enteredOn, yearGroup, occurredOn, parents, ...person }: NewPupilOrder,
  child: Child,
  context: DecidingContext,
): readonly ChildCommand[] {
  const entered = { ...(enteredOn ? { enteredOn } : {}), ...(yearGroup ? { yearGroup } : {}) };
  const dated = occurredOn === undefined ? {} : { occurredOn };
  const made: ChildCommand = { type: 'MakeNewPupilReturn', urn, ...entered, ...dated };
  const known = child.identity;
  const identified = withParentIds(parents, context, known?.parents);
  if (known === undefined) {
    const year = yearGroup === undefined ? {} : { yearGroup };
    return [{ type: 'RegisterChild', childId, ...person, ...year, ...identified }, made];
  }
  if (known.dateOfBirth !== person.dateOfBirth) differs();
  const { address } = person;
  const changes = { ...(address ? { address } : {}), ...(yearGroup ? { yearGroup } : {}), ...identified };
  return [{ type: 'ChangeDetails', ...changes }, made];
}

function differs(): never {
  throw new Refusal({
    name: 'identity-differs',
    rule: 'R36',
    paragraph: RULES.R36,
    detail:
      'A child with this number is on record with another date of birth. The local authority settles who it is; nothing was recorded.',
    kind: 'conflict',
  });
}

function inOneGo(child: Child, commands: readonly ChildCommand[], day: DecisionContext): readonly ChildEvent[] {
  const events: ChildEvent[] = [];
  let state = child;
  for (const command of commands) {
    const facts = decide(state, command, day);
    events.push(...facts);
    state = facts.reduce(evolve, state);
  }
  return events;
}
