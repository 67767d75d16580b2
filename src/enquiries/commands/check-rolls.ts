import { Inject } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { idWithin } from '../../children/commands/child-written.js';
import type { Caller } from '../../platform/http/caller.js';
import { type CheckResult, OWN_RECORDS, personAsTold } from '../domain/roll-check.js';
import { EnquiryStreams } from '../enquiry-streams.js';
import { assertWorksEnquiries, unknownEnquiry } from '../permissions.js';
import { Candidates } from '../queries/candidates.js';
import { ChangeEnquiry, type EnquiryWritten } from './change-enquiry.js';

/** What a person found in a system that the program cannot search. */
export interface CheckedByHand {
  readonly system: string;
  readonly result: CheckResult;
}

/** The records are searched for the child asked about (R38); what another system showed is recorded beside it. */
export class CheckRollsForEnquiry extends Command<EnquiryWritten> {
  constructor(
    readonly enquiryId: string,
    readonly caller: Caller,
    readonly byHand?: CheckedByHand,
  ) {
    super();
  }
}

@CommandHandler(CheckRollsForEnquiry)
export class CheckRollsForEnquiryHandler implements ICommandHandler<CheckRollsForEnquiry> {
  constructor(
    @Inject(CommandBus) private readonly bus: CommandBus,
    @Inject(EnquiryStreams) private readonly enquiries: EnquiryStreams,
    @Inject(Candidates) private readonly candidates: Candidates,
  ) {}

  /** @throws as ChangeEnquiry · ViewNotBuilt */
  async execute({ enquiryId, caller, byHand }: CheckRollsForEnquiry): Promise<EnquiryWritten> {
    assertWorksEnquiries(caller.person);
    const { child } = (await this.enquiries.load(enquiryId)).state;
    if (child === undefined) throw unknownEnquiry();
    const found = byHand ? { ...byHand, proposals: [] } : await this.candidates.of(personAsTold(child));
    const order = {
      type: 'CheckRolls',
      checkId: idWithin(caller.context, 'roll-check'),
      system: OWN_RECORDS,
      ...found,
    } as const;
    return this.bus.execute(new ChangeEnquiry(enquiryId, caller, order));
  }
}
