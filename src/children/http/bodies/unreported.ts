import { Text } from '../../../platform/http/fields.js';
import { URN } from './child.js';
import { Dated } from './occurred-on.js';

export class DetectUnreportedBody extends Dated {
  @Text({ is: 'How the authority came to know.', example: 'Found by the police', max: 120 })
  how!: string;

  @Text({
    is: 'The school that did not report, by its URN; the child’s main school unless one is given.',
    example: '900001',
    ...URN,
    optional: true,
  })
  urn?: string;
}

export class SchoolReplyBody extends Dated {
  @Text({
    is: 'What the school answered.',
    example: 'Absent since 5 October; the register is enclosed.',
    optional: true,
  })
  details?: string;
}
