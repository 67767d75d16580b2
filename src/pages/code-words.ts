import { type AttendanceCodes, codeListOn } from '../policy/domain/attendance-codes.js';
import type { Policy } from '../policy/domain/policy-pack.js';

/** Lists whose codes stand in facts and duties as they are. */
const LISTS = ['reasonable_enquiry', 'cause', 'vulnerable_group', 'agency'];
const CODE = /\b[A-Z][A-Z0-9_]*(?:\.\d+)*\b/g;
const MARK = /\(code ([^\s)]+)\)/g;

/**
 * Facts and duties with the codes in them said in words as well: "RL09 (Police)", "(code N, reason not yet established)".
 * A code that is a word itself, as an agency's, gives way to its name.
 */
export function codeWords(policy: Policy, attendance: AttendanceCodes, date: string): (text: string) => string {
  const labels = new Map(
    LISTS.flatMap((list) => policy.codeLists[list]?.entries ?? []).map(({ code, label }) => [code, label]),
  );
  const marks = new Map((codeListOn(attendance, date)?.codes ?? []).map(({ code, meaning }) => [code, meaning]));
  return (text) =>
    text
      .replace(MARK, (mark, code: string) => {
        const meaning = marks.get(code);
        return meaning === undefined ? mark : `(code ${code}, ${meaning.charAt(0).toLowerCase()}${meaning.slice(1)})`;
      })
      .replace(CODE, (code) => {
        const label = labels.get(code);
        if (label === undefined) return code;
        return /\d/.test(code) ? `${code} (${label})` : label;
      });
}
