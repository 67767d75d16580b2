import { OneOf, Part, Text } from '../../../platform/http/fields.js';
import { CORRECTABLE, type Correctable } from '../../domain/corrections.js';
import { Dated } from './occurred-on.js';

const A_CHILD = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const UUID = {
  pattern: /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  wants: 'Must be a UUID in small letters.',
  max: 36,
};

/** Where nothing but a reason is asked for. */
export class WhyBody extends Dated {
  @Text({ is: 'Why.', example: 'It was recorded for the wrong child.', optional: true })
  why?: string;
}

export class LinkSiblingBody extends Dated {
  @Text({ is: 'The brother or sister, by the id of that child.', example: A_CHILD, ...UUID })
  siblingId!: string;

  @Text({ is: 'What the link rests on.', example: 'same-household', max: 60, optional: true })
  basis?: string;
}

export class WithdrawnBody {
  @OneOf(CORRECTABLE, { is: 'What kind of thing no longer counts.', example: 'contact' })
  kind!: Correctable;

  @Text({ is: 'Its id; of a cause, its code.', example: '4f0f6a3e-5d3c-5a39-9d2b-3f6f1b9e8a11', max: 64 })
  id!: string;
}

export class CorrectFactBody extends Dated {
  @Text({
    is: 'The event that told it wrongly, by its id in the history.',
    example: '0b6c2f0a-6a0e-4a61-9d0c-3b6a4f1d2e77',
    ...UUID,
  })
  eventId!: string;

  @Text({ is: 'Why it was wrong.', example: 'The call was to another family of the same name.' })
  why!: string;

  @Text({ is: 'How it reads put right.', example: 'No call was made on that day.', optional: true })
  correctly?: string;

  @Part(() => WithdrawnBody, {
    is: 'What is taken out of account from now on; its event stays in the history.',
    example: { kind: 'contact', id: '4f0f6a3e-5d3c-5a39-9d2b-3f6f1b9e8a11' },
    optional: true,
    reference: true,
  })
  withdrawn?: WithdrawnBody;
}
