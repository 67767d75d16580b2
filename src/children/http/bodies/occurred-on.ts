import { Day } from '../../../platform/http/fields.js';

/** Facts are dated by the world's date; today unless one is given. */
export class Dated {
  @Day({ is: 'The day on which it happened, when it was not today.', example: '2026-11-09', optional: true })
  occurredOn?: string;
}
