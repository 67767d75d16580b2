import { Day, OneOf, Text, Texts, WholeNumber } from '../../../platform/http/fields.js';
import { URN } from './child.js';
import { Dated } from './occurred-on.js';

export class RecordExclusionBody {
  @OneOf(['suspension', 'permanent'], {
    is: 'A suspension (fixed term), or a permanent exclusion.',
    example: 'suspension',
  })
  kind!: 'suspension' | 'permanent';

  @Day({ is: 'The first day of it.', example: '2026-11-09' })
  first!: string;

  @WholeNumber({
    is: 'How many sessions a suspension lasts; two make a day.',
    example: 3,
    least: 1,
    most: 90,
    optional: true,
  })
  sessions?: number;

  @Texts({
    is: 'Why: codes of the list suspension_reason.',
    list: 'suspension_reason',
    example: ['DB'],
    most: 3,
    max: 10,
  })
  reasons!: string[];

  @Text({ is: 'What happened.', example: 'Shouting in two lessons, after a warning.', optional: true })
  notes?: string;

  @Text({
    is: 'The school that excludes, by its URN; the child’s main school unless one is given.',
    example: '900001',
    ...URN,
    optional: true,
  })
  urn?: string;
}

export class NotifyExclusionBody extends Dated {
  @Texts({
    is: 'Who else was told: parents, social-worker, virtual-school-head.',
    example: ['parents', 'social-worker'],
    most: 10,
    max: 60,
    optional: true,
  })
  others?: string[];
}
