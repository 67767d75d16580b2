import { Day, OneOf, Text } from '../../platform/http/fields.js';
import { GUIDANCE_KINDS, type GuidanceKind, WITHDRAWAL_REASONS, type WithdrawalReason } from '../domain/guidance.js';

const SHORT_NAME = {
  pattern: /^[a-z0-9]+(-[a-z0-9]+)*$/,
  wants: 'Must be lower-case words joined by hyphens.',
  max: 80,
};
const KIND = {
  is: 'Guidance with the force of law, which schools acknowledge, or the authority’s own practice.',
  example: 'statutory',
};

export class DesignateOfficerBody {
  @Text({ is: 'The staff id that tokens name the person by.', example: 'staff-7b20', max: 80 })
  staffId!: string;

  @Text({ is: 'Their name.', example: 'M. Okafor', max: 120 })
  name!: string;

  @Text({ is: 'Their post.', example: 'Attendance and Exclusions Strategy Manager', max: 160 })
  title!: string;

  @Day({ is: 'The first day; today unless one is given.', example: '2026-09-01', optional: true })
  from?: string;
}

export class AdoptPolicyVersionBody {
  @Text({ is: 'The policy pack.', example: 'norfolk', max: 60 })
  pack!: string;

  @Text({ is: 'Its version.', example: '1.0.0', max: 40 })
  version!: string;

  @Day({ is: 'From when; today unless one is given.', example: '2026-09-01', optional: true })
  from?: string;
}

class DocumentBody {
  @Text({
    is: 'The short name of the document, which stays.',
    example: 'dfe-children-missing-education',
    ...SHORT_NAME,
  })
  document!: string;

  @Text({ is: 'Its title.', example: 'Children missing education', max: 200 })
  title!: string;

  @OneOf(GUIDANCE_KINDS, KIND)
  kind!: GuidanceKind;
}

export class GuidanceNotSuppliedBody extends DocumentBody {
  @Text({ is: 'Where the policy refers to it.', example: 'Riverside CME policy, section 14', max: 200 })
  namedIn!: string;
}

export class PublishGuidanceBody extends DocumentBody {
  @Text({ is: 'Who issued it.', example: 'Department for Education', max: 160, optional: true })
  issuer?: string;

  @Text({ is: 'The version of this edition.', example: '2025-09', max: 40 })
  version!: string;

  @Day({ is: 'The date that the document bears.', example: '2025-09-08' })
  dated!: string;

  @Text({
    is: 'Where it can be read. A link or a hash is needed.',
    example: 'https://www.gov.uk/government/publications/children-missing-education',
    pattern: /^https:\/\/[^\s"<>]{3,400}$/,
    wants: 'Must be a web address that begins with https://.',
    max: 410,
    optional: true,
  })
  link?: string;

  @Text({
    is: 'SHA-256 of the document, in hex.',
    example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    pattern: /^[0-9a-f]{64}$/,
    wants: 'Must be 64 hexadecimal digits, lower case.',
    max: 64,
    optional: true,
  })
  sha256?: string;
}

export class WithdrawGuidanceBody {
  @Text({ is: 'The version that counts no longer.', example: '2025-09', max: 40 })
  version!: string;

  @OneOf(WITHDRAWAL_REASONS, { is: 'Why.', example: 'superseded' })
  why!: WithdrawalReason;
}
