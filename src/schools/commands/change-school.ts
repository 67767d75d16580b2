import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { dateInEngland } from '../../platform/clock/clock.js';
import type { CommandContext, PolicyReference, Written } from '../../platform/event-store/envelope.js';
import { StreamNotFound } from '../../platform/event-store/errors.js';
import type { Caller } from '../../platform/http/caller.js';
import { problem } from '../../platform/http/problem.js';
import { wrong } from '../../platform/http/query-values.js';
import { PolicyUnknown } from '../../policy/domain/policy-on.js';
import { PolicyBook } from '../../policy/policy-packs.js';
import { decide, type School, type SchoolCommand } from '../domain/school.js';
import { KnownSchools } from '../known-schools.js';
import { assertMayOrder } from '../permissions.js';
import { PUBLISHED_GUIDANCE, type PublishedGuidance } from '../published-guidance.js';
import { SchoolStreams } from '../school-streams.js';
import { FOLLOWER, type Follower } from './follower.js';

/** What someone asks of a school. */
export class ChangeSchool extends Command<Written> {
  constructor(
    readonly urn: string,
    readonly caller: Caller,
    readonly order: SchoolCommand,
    /** The children on its roll, where the order is about all of them. */
    readonly enrolled?: readonly string[],
  ) {
    super();
  }
}

@CommandHandler(ChangeSchool)
export class ChangeSchoolHandler implements ICommandHandler<ChangeSchool> {
  constructor(
    @Inject(SchoolStreams) private readonly streams: SchoolStreams,
    @Inject(KnownSchools) private readonly schools: KnownSchools,
    @Inject(PolicyBook) private readonly policies: PolicyBook,
    @Inject(FOLLOWER) private readonly follower: Follower,
    @Inject(PUBLISHED_GUIDANCE) private readonly published: PublishedGuidance,
  ) {}

  /** Nothing of a school under a pack that is not held could be decided any more. @throws Problem (400) */
  private assertPackHeld(order: SchoolCommand, today: string): void {
    const field = order.type === 'AdoptPolicy' ? 'pack' : 'policyPack';
    const name =
      order.type === 'AdoptPolicy' ? order.pack : order.type === 'RegisterSchool' ? order.policyPack : undefined;
    if (name === undefined) return;
    try {
      this.policies.policyOn(name, today);
    } catch (error) {
      if (!(error instanceof PolicyUnknown)) throw error;
      throw wrong(`#/${field}`, 'No policy pack of this name is in force.');
    }
  }

  /** @throws Problem (400, 403, 404) · Refusal · StaleRevision · CommandIdReused · StoreUnavailable */
  async execute({ urn, caller, order, enrolled = [] }: ChangeSchool): Promise<Written> {
    assertMayOrder(caller.person, urn, order.type);
    const context: CommandContext & { policy?: PolicyReference } = { ...caller.context };
    const today = dateInEngland(context.now);
    this.assertPackHeld(order, today);
    const policy = this.policies.policyOn(this.schools.policyOf(urn, context.now), today);
    context.policy = policy.reference;
    const authority = this.schools.school(urn)?.authority;
    const guidance = order.type === 'AcknowledgeGuidance' ? await this.published.of(authority) : [];
    const decision = (school: School) => decide(school, order, { today, policy, enrolled, guidance });
    const stream = order.type === 'RegisterSchool' ? ('any' as const) : ('existing' as const);
    const options = { stream, ...(caller.ifRevision === undefined ? {} : { ifRevision: caller.ifRevision }) };
    try {
      const written = await this.streams.execute(urn, context, decision, options);
      // The next decision about a child of the school must know its calendar.
      await this.follower.caughtUpWith(urn, written.revision);
      return written;
    } catch (error) {
      if (error instanceof StreamNotFound)
        throw problem('not-found', 'There is no school with this URN.', { what: 'school' });
      throw error;
    }
  }
}
