import { Day, OneOf, Text } from '../../../platform/http/fields.js';
import { CONTACT_OUTCOMES, type ContactOutcome } from '../../domain/contact.js';
import { PARENT, URN } from './child.js';
import { Dated } from './occurred-on.js';

export const TIME_OF_DAY = {
  pattern: /^([01]\d|2[0-3]):[0-5]\d$/,
  wants: 'Must be a time of day, such as 09:40.',
  max: 5,
};

export class ContactBody extends Dated {
  @Text({
    is: 'How the parent was contacted: a code of the policy’s list contact_channel.',
    list: 'contact_channel',
    example: 'phone',
    max: 60,
  })
  channel!: string;

  @OneOf(CONTACT_OUTCOMES, {
    is: 'What came of it; an attempt that nobody answered is kept too.',
    example: 'no-answer',
  })
  outcome!: ContactOutcome;

  @Text({ is: 'The time of day in England.', example: '09:40', ...TIME_OF_DAY, optional: true })
  at?: string;

  @Text({ is: 'Which parent, by the parent’s id.', example: PARENT, max: 64, optional: true, reference: true })
  parentId?: string;

  @Text({
    is: 'The reason for the absence that was given.',
    example: 'Visiting a grandmother who is ill.',
    optional: true,
  })
  reason?: string;

  @Day({ is: 'When the child is expected back.', example: '2026-11-16', optional: true })
  expectedReturn?: string;

  @Text({ is: 'Anything else worth keeping.', example: 'Will ring again at noon.', optional: true })
  notes?: string;

  @Text({ is: 'The school that made the contact, by its URN.', example: '900001', ...URN, optional: true })
  urn?: string;

  @Text({
    is: 'The after-holiday check that the contact belongs to.',
    example: '2026-11-02',
    max: 64,
    optional: true,
    reference: true,
  })
  checkId?: string;
}
