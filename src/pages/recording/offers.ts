import type { ChildDocument } from '../../children/queries/read-child.js';
import { type AttendanceCodes, codeListOn } from '../../policy/domain/attendance-codes.js';
import type { Policy } from '../../policy/domain/policy-pack.js';
import type { Choice } from '../form-fields.js';
import type { Offers } from './controls.js';
import { thingsOnRecord } from './things-on-record.js';

interface Valid {
  readonly validFrom?: string;
  readonly validTo?: string;
}

const holdsOn =
  (date: string) =>
  ({ validFrom = '', validTo = '9999-12-31' }: Valid): boolean =>
    validFrom <= date && date <= validTo;

/** What the forms about a child offer: the code lists of the policy that governs on that day, and what is on record. */
export function offersOf(
  document: ChildDocument,
  policy: Policy,
  attendance: AttendanceCodes,
  date: string,
  schools: readonly Choice[] = [],
): Offers {
  return {
    codes: (list) => codesOf(list, policy, attendance, date),
    // A brother or sister who is linked already need not be linked again: it is another whom a form asks for.
    things: (field) => (field === 'siblingId' ? undefined : thingsOnRecord(document, field)),
    ...(schools.length === 0 ? {} : { schools }),
  };
}

function codesOf(
  list: string,
  policy: Policy,
  attendance: AttendanceCodes,
  date: string,
): readonly Choice[] | undefined {
  if (list === 'attendance_code') {
    const codes = codeListOn(attendance, date)?.codes.filter(holdsOn(date));
    return codes?.map(({ code, meaning }) => ({ value: code, text: `${code}: ${meaning}` }));
  }
  if (list === 'grounds')
    return policy.grounds?.map(({ ground, text }) => ({ value: ground, text: `${ground} ${text}` }));
  const entries = policy.codeLists[list]?.entries.filter(holdsOn(date));
  return entries?.map(({ code, label }) => ({ value: code, text: label }));
}
