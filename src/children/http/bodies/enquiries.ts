import { OneOf, Parts, Text } from '../../../platform/http/fields.js';
import type { Conclusion, Side } from '../../domain/enquiries.js';
import { TIME_OF_DAY } from './contact.js';
import { HASH, SOME_HASH } from './leave.js';
import { Dated } from './occurred-on.js';

const SIDE = {
  is: 'Which side says so: the school or the local authority. Each speaks for itself.',
  example: 'school',
};

export class MakeEnquiryBody extends Dated {
  @Text({
    is: 'Which enquiry: a code of the list reasonable_enquiry, RE the school’s, RL the authority’s.',
    list: 'reasonable_enquiry',
    example: 'RE02',
    max: 20,
  })
  code!: string;

  @Text({
    is: 'What came of it: a code of the list enquiry_outcome.',
    list: 'enquiry_outcome',
    example: 'NO_ANSWER',
    max: 60,
  })
  outcome!: string;

  @Text({ is: 'The time of day in England.', example: '18:40', ...TIME_OF_DAY, optional: true })
  at?: string;

  @Text({ is: 'Who was asked.', example: 'Both emergency contacts', max: 200, optional: true })
  target?: string;

  @Text({ is: 'Anything else worth keeping.', example: 'Rang twice, morning and evening.', optional: true })
  note?: string;

  @Text({
    is: 'SHA-256 of a document that shows it, which is kept elsewhere.',
    example: SOME_HASH,
    ...HASH,
    optional: true,
  })
  evidenceHash?: string;
}

export class NotDoneBody {
  @Text({ is: 'The enquiry that was not made, by its code.', example: 'RE04', max: 20 })
  code!: string;

  @Text({ is: 'Why not.', example: 'The family left no address.' })
  reason!: string;
}

export class CertifyEnquiriesBody extends Dated {
  @OneOf(['school', 'la'], SIDE)
  side!: Side;

  @Parts(() => NotDoneBody, {
    is: 'What was not done of the minimum, and why.',
    example: ['RE01', 'RE02', 'RE04', 'RE07', 'RE09'].map((code) => ({ code, reason: 'The family left no trace.' })),
    most: 40,
    optional: true,
  })
  notDone?: NotDoneBody[];
}

export class ConcludeEnquiriesBody extends Dated {
  @OneOf(['school', 'la'], SIDE)
  side!: Side;

  @OneOf(['not-found', 'found-will-not-return', 'found'], {
    is: 'What the enquiries came to.',
    example: 'not-found',
  })
  outcome!: Conclusion['outcome'];
}
