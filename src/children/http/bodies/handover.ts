import { Text } from '../../../platform/http/fields.js';
import { Dated } from './occurred-on.js';

const AUTHORITY = {
  example: '935',
  pattern: /^\d{3}$/,
  wants: 'Must be the three-digit code of an authority.',
  max: 3,
};

export class TransferCaseBody extends Dated {
  @Text({ is: 'The other authority, by its three-digit code; 935 is Suffolk.', ...AUTHORITY })
  toAuthority!: string;

  @Text({ is: 'What it is told.', example: 'The family is said to live in Lowestoft.', optional: true })
  notes?: string;
}

export class AcknowledgeTransferBody extends Dated {
  @Text({ is: 'The other authority’s own reference.', example: 'SCC-CME-4471', max: 120, optional: true })
  reference?: string;
}

export class ReceiveCaseBody extends Dated {
  @Text({ is: 'The authority that sent it, by its three-digit code.', ...AUTHORITY })
  fromAuthority!: string;

  @Text({ is: 'That authority’s own reference.', example: 'SCC-CME-4471', max: 120, optional: true })
  reference?: string;
}
