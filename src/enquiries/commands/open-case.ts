import { Inject } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ChildStreams } from '../../children/child-streams.js';
import { ChangeChild } from '../../children/commands/change-child.js';
import { idWithin, withParentIds } from '../../children/commands/child-written.js';
import { RegisterChild } from '../../children/commands/register-child.js';
import { isOpen } from '../../children/domain/case-upkeep.js';
import { uuidOf } from '../../platform/crypto/derived-uuid.js';
import type { Caller } from '../../platform/http/caller.js';
import { Refusal } from '../../policy/domain/refusal.js';
import type { Enquiry } from '../domain/enquiry.js';
import { paragraphOf } from '../domain/facet.js';
import { mayOpenCase } from '../domain/settlement.js';
import { EnquiryStreams } from '../enquiry-streams.js';
import { assertWorksEnquiries, unknownEnquiry } from '../permissions.js';
import { ChangeEnquiry, type EnquiryWritten } from './change-enquiry.js';

/** What the referrer did not tell and a child cannot be registered without. */
export interface Supplement {
  readonly givenName?: string;
  readonly familyName?: string;
  readonly dateOfBirth?: string;
}

/** A case is opened for the confirmed child, or for one that comes on record for it; in the county a visit is asked for (A18). */
export class OpenCaseForEnquiry extends Command<EnquiryWritten> {
  constructor(
    readonly enquiryId: string,
    readonly caller: Caller,
    readonly supplement: Supplement = {},
  ) {
    super();
  }
}

interface Opened {
  readonly childId: string;
  readonly caseId: string;
  readonly registered: boolean;
  readonly visitRequested: boolean;
}

@CommandHandler(OpenCaseForEnquiry)
export class OpenCaseForEnquiryHandler implements ICommandHandler<OpenCaseForEnquiry> {
  constructor(
    @Inject(CommandBus) private readonly bus: CommandBus,
    @Inject(EnquiryStreams) private readonly enquiries: EnquiryStreams,
    @Inject(ChildStreams) private readonly children: ChildStreams,
  ) {}

  /**
   * Goes through the child's own commands. Their ids come from the enquiry, so that a call that was cut off is taken up by
   * the next and no child comes on record twice.
   * @throws as ChangeEnquiry, RegisterChild and ChangeChild
   */
  async execute({ enquiryId, caller, supplement }: OpenCaseForEnquiry): Promise<EnquiryWritten> {
    assertWorksEnquiries(caller.person);
    const { state, revision } = await this.enquiries.load(enquiryId);
    if (revision < 0) throw unknownEnquiry();
    if (state.case === undefined) mayOpenCase(state);
    const opened = state.case ? { ...state.case, registered: false, visitRequested: false } : undefined;
    const order = opened ?? (await this.open(enquiryId, state, caller, supplement));
    return this.bus.execute(new ChangeEnquiry(enquiryId, caller, { ...order, type: 'OpenCaseForEnquiry' }));
  }

  private async open(enquiryId: string, enquiry: Enquiry, caller: Caller, supplement: Supplement): Promise<Opened> {
    const as = (what: string) => within(caller, `${what} for enquiry ${enquiryId}, ${enquiry.rejected.length}`);
    const { kind = 'enquiry', link } = enquiry;
    const childId = link?.childId ?? (await this.register(enquiry, as('child'), supplement));
    const { case: held } = (await this.children.load(childId)).state;
    const opening = as(`case of ${childId}`);
    const caseId = isOpen(held) ? held.caseId : idWithin(opening.context, 'case');
    if (!isOpen(held)) {
      const order = { type: 'OpenCase', caseId, source: kind } as const;
      await this.bus.execute(new ChangeChild(childId, opening, 'OpenCase', () => order));
    }
    const visitRequested = link === undefined && enquiry.place === 'in-county';
    if (visitRequested) {
      const asking = as('visit');
      const order = { type: 'RequestVisit', requestId: idWithin(asking.context, 'visit-request') } as const;
      await this.bus.execute(new ChangeChild(childId, asking, 'RequestVisit', () => order));
    }
    return { childId, caseId, registered: link === undefined, visitRequested };
  }

  private async register({ child = {} }: Enquiry, caller: Caller, supplement: Supplement): Promise<string> {
    const { givenName, familyName, dateOfBirth } = { ...child, ...supplement };
    if (givenName === undefined || familyName === undefined || dateOfBirth === undefined) throw notEnough();
    const { knownAs, sex, upn, address, parents } = child;
    const known = { knownAs, sex, upn, address };
    const told = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
    const carers = withParentIds(
      parents?.map((name) => ({ name })),
      caller.context,
    );
    const order = { givenName, familyName, dateOfBirth, ...told, ...carers };
    const { childId } = await this.bus.execute(new RegisterChild(caller, order));
    return childId;
  }
}

/** The caller, for a command to another record: an id of its own, and the enquiry's revision does not count there. */
function within({ person, context }: Caller, what: string): Caller {
  const { fingerprint: _, ...rest } = context;
  return { person, context: { ...rest, commandId: uuidOf(what) } };
}

function notEnough(): Refusal {
  return new Refusal({
    name: 'child-not-described',
    rule: 'R46',
    paragraph: paragraphOf('R46'),
    detail: 'To come on record a child needs a given name, a family name and a date of birth.',
    failed: ['GIVEN_NAME', 'FAMILY_NAME', 'DATE_OF_BIRTH'],
    kind: 'invalid',
  });
}
