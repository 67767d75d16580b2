import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Written } from '../../platform/event-store/envelope.js';
import type { Caller } from '../../platform/http/caller.js';
import { AuthorityStreams } from '../authority-streams.js';
import { type AuthorityCommand, decide } from '../domain/authority.js';
import { assertDecidesForAuthority } from '../permissions.js';
import { ServedAuthority } from '../served-authority.js';

/** What someone decides for the authority. */
export class ChangeAuthority extends Command<Written> {
  constructor(
    readonly caller: Caller,
    readonly order: AuthorityCommand,
  ) {
    super();
  }
}

@CommandHandler(ChangeAuthority)
export class ChangeAuthorityHandler implements ICommandHandler<ChangeAuthority> {
  constructor(
    @Inject(AuthorityStreams) private readonly streams: AuthorityStreams,
    @Inject(ServedAuthority) private readonly served: ServedAuthority,
  ) {}

  /** @throws Problem (403) · Refusal · StaleRevision · CommandIdReused · StoreUnavailable */
  async execute({ caller, order }: ChangeAuthority): Promise<Written> {
    assertDecidesForAuthority(caller.person);
    const { now } = caller.context;
    const day = this.served.contextAt(now);
    const context = { ...caller.context, policy: day.policy.reference };
    const options = caller.ifRevision === undefined ? {} : { ifRevision: caller.ifRevision };
    const decision = (authority: Parameters<typeof decide>[0]) => decide(authority, order, day);
    return this.streams.execute(this.served.codeAt(now), context, decision, { stream: 'any', ...options });
  }
}
