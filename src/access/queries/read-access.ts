import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ChildStreams } from '../../children/child-streams.js';
import { unknownChild } from '../../children/permissions.js';
import { EnquiryStreams } from '../../enquiries/enquiry-streams.js';
import { assertReadsEnquiries, unknownEnquiry } from '../../enquiries/permissions.js';
import type { Person } from '../../platform/identity/person.js';
import { AccessRecorder } from '../access-recorder.js';
import { AccessStreams, ofEnquiry } from '../access-streams.js';
import { assertReadsAccess } from '../permissions.js';
import { type AccessPage, looksIn, type PartOfLooks } from './looks.js';

/** Who looked at a child's record, when and why; the latest first. */
export class ReadAccess extends Query<AccessPage> {
  constructor(
    readonly person: Person,
    readonly childId: string,
    readonly part: PartOfLooks = {},
  ) {
    super();
  }
}

@QueryHandler(ReadAccess)
export class ReadAccessHandler implements IQueryHandler<ReadAccess> {
  constructor(
    @Inject(AccessStreams) readonly access: AccessStreams,
    @Inject(ChildStreams) private readonly children: ChildStreams,
    @Inject(AccessRecorder) readonly recorder: AccessRecorder,
  ) {}

  /** @throws Problem (403, 404) · StoreUnavailable */
  async execute({ person, childId, part }: ReadAccess): Promise<AccessPage> {
    assertReadsAccess(person);
    if ((await this.children.load(childId)).revision < 0) throw unknownChild();
    return looksIn(this, childId, part);
  }
}

/** Who looked at an outside enquiry, when and why; the latest first. */
export class ReadEnquiryAccess extends Query<AccessPage> {
  constructor(
    readonly person: Person,
    readonly enquiryId: string,
    readonly part: PartOfLooks = {},
  ) {
    super();
  }
}

@QueryHandler(ReadEnquiryAccess)
export class ReadEnquiryAccessHandler implements IQueryHandler<ReadEnquiryAccess> {
  constructor(
    @Inject(AccessStreams) readonly access: AccessStreams,
    @Inject(EnquiryStreams) private readonly enquiries: EnquiryStreams,
    @Inject(AccessRecorder) readonly recorder: AccessRecorder,
  ) {}

  /** For who may read enquiries and who looked: auditors and the manager. @throws Problem (403, 404) · StoreUnavailable */
  async execute({ person, enquiryId, part }: ReadEnquiryAccess): Promise<AccessPage> {
    assertReadsAccess(person);
    assertReadsEnquiries(person);
    if ((await this.enquiries.load(enquiryId)).revision < 0) throw unknownEnquiry();
    return looksIn(this, ofEnquiry(enquiryId), part);
  }
}
