import type { Chapter } from '../recording.js';
import { ABSENCE } from './absence.js';
import { AGENCIES } from './agencies.js';
import { AT_RISK } from './at-risk.js';
import { CASE } from './case.js';
import { EDUCATION } from './education.js';
import { EXCLUSIONS } from './exclusions.js';
import { LEAVE } from './leave.js';
import { LETTERS } from './letters.js';
import { RECORD } from './record.js';
import { REFERRAL } from './referral.js';
import { REMOVAL } from './removal.js';
import { SAFEGUARDING } from './safeguarding.js';
import { TRACING } from './tracing.js';

/** Everything that can be recorded of a child on record, in the order of the policy. */
export const CHAPTERS: readonly Chapter[] = [
  RECORD,
  ABSENCE,
  LEAVE,
  REMOVAL,
  REFERRAL,
  EDUCATION,
  AT_RISK,
  EXCLUSIONS,
  CASE,
  TRACING,
  AGENCIES,
  LETTERS,
  SAFEGUARDING,
];
