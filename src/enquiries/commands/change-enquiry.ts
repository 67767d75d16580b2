import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { idWithin } from '../../children/commands/child-written.js';
import { dateInEngland } from '../../platform/clock/clock.js';
import type { Written } from '../../platform/event-store/envelope.js';
import { StreamNotFound } from '../../platform/event-store/errors.js';
import type { Caller } from '../../platform/http/caller.js';
import { decide, type Enquiry, type EnquiryCommand } from '../domain/enquiry.js';
import { EnquiryPolicies } from '../enquiry-policies.js';
import { EnquiryStreams } from '../enquiry-streams.js';
import { assertWorksEnquiries, unknownEnquiry } from '../permissions.js';

export interface EnquiryWritten {
  readonly enquiryId: string;
  readonly written: Written;
}

type OrderOf<T extends EnquiryCommand['type']> = Omit<Extract<EnquiryCommand, { type: T }>, 'type'>;

/** An enquiry or a notification arrives (R37, R50). */
export class ReceiveEnquiry extends Command<EnquiryWritten> {
  constructor(
    readonly caller: Caller,
    readonly order: OrderOf<'ReceiveEnquiry'>,
  ) {
    super();
  }
}

/** What someone asks of an enquiry that has arrived. */
export class ChangeEnquiry extends Command<EnquiryWritten> {
  constructor(
    readonly enquiryId: string,
    readonly caller: Caller,
    readonly order: EnquiryCommand,
  ) {
    super();
  }
}

@CommandHandler(ReceiveEnquiry)
export class ReceiveEnquiryHandler implements ICommandHandler<ReceiveEnquiry> {
  constructor(
    @Inject(EnquiryStreams) private readonly enquiries: EnquiryStreams,
    @Inject(EnquiryPolicies) private readonly policies: EnquiryPolicies,
  ) {}

  /** @throws Problem (403) · Refusal · CommandIdReused · StoreUnavailable */
  async execute({ caller, order }: ReceiveEnquiry): Promise<EnquiryWritten> {
    assertWorksEnquiries(caller.person);
    const enquiryId = idWithin(caller.context, 'enquiry');
    const whole = { ...order, type: 'ReceiveEnquiry' } as const;
    const { context, decision } = deciding(caller, this.policies, whole);
    return { enquiryId, written: await this.enquiries.execute(enquiryId, context, decision, { stream: 'any' }) };
  }
}

@CommandHandler(ChangeEnquiry)
export class ChangeEnquiryHandler implements ICommandHandler<ChangeEnquiry> {
  constructor(
    @Inject(EnquiryStreams) private readonly enquiries: EnquiryStreams,
    @Inject(EnquiryPolicies) private readonly policies: EnquiryPolicies,
  ) {}

  /** @throws Problem (403, 404) · Refusal · StaleRevision · CommandIdReused · StoreUnavailable */
  async execute({ enquiryId, caller, order }: ChangeEnquiry): Promise<EnquiryWritten> {
    assertWorksEnquiries(caller.person);
    const { context, decision } = deciding(caller, this.policies, order);
    const { ifRevision } = caller;
    try {
      const options = ifRevision === undefined ? {} : { ifRevision };
      return { enquiryId, written: await this.enquiries.execute(enquiryId, context, decision, options) };
    } catch (error) {
      if (error instanceof StreamNotFound) throw unknownEnquiry();
      throw error;
    }
  }
}

function deciding({ context, person }: Caller, policies: EnquiryPolicies, order: EnquiryCommand) {
  const policy = policies.at(context.now);
  const day = { today: dateInEngland(context.now), policy, role: person.role };
  return {
    context: { ...context, policy: policy.reference },
    decision: (enquiry: Enquiry) => decide(enquiry, order, day),
  };
}
