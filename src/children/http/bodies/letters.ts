import { Text } from '../../../platform/http/fields.js';
import { Dated } from './occurred-on.js';

export class SendLetterBody {
  @Text({
    is: 'The mailbox that it goes to this time; the one on record unless given.',
    example: 'office@school.example',
    max: 254,
    optional: true,
  })
  address?: string;
}

export class LetterSentByHandBody extends Dated {
  @Text({ is: 'How it was sent: by post, by hand, through a portal.', example: 'by post', max: 200 })
  how!: string;
}
