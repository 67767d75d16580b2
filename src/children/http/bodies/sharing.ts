import { Text, Texts } from '../../../platform/http/fields.js';
import { Dated } from './occurred-on.js';

const RECIPIENT = {
  is: 'Who was, or would have been, told.',
  example: 'Suffolk County Council, CME officer',
  max: 200,
};

export class ShareBody extends Dated {
  @Text(RECIPIENT)
  recipient!: string;

  @Text({ is: 'The lawful basis.', example: 'Children Act 2004 s. 10', max: 200 })
  basis!: string;

  @Text({ is: 'What for.', example: 'To find out whether the child is on a roll there', max: 300 })
  purpose!: string;

  @Texts({
    is: 'Which fields were told, and no others.',
    example: ['name', 'date-of-birth', 'last-address'],
    most: 40,
    max: 60,
  })
  fields!: string[];
}

export class DeclineToShareBody extends Dated {
  @Text(RECIPIENT)
  recipient!: string;

  @Text({ is: 'Why it was not told.', example: 'The caller could not be identified.' })
  why!: string;
}
