import { codeOn } from '../../../policy/domain/attendance-codes.js';
import { Refusal } from '../../../policy/domain/refusal.js';
import { type Child, type ChildEvent, evolve } from '../../domain/child.js';
import type { DecisionContext } from '../../domain/facet.js';
import { verdictOnMark } from '../../domain/marks.js';
import { thresholdFacts } from '../../domain/thresholds.js';
import type { RegisterRow } from './rows.js';

export type Mark = Extract<RegisterRow, { upn: string }>;

export interface RowVerdict {
  /** The data row, counted from 1 without the header. */
  readonly row: number;
  readonly verdict: 'recorded' | 'unchanged' | 'corrected' | 'refused';
  /** Why it was refused, or why it does not count. No personal data. */
  readonly reason?: string;
}

/** The same sentence for a number that nobody holds and for a child of another school: it must not tell which. */
export const NOT_HERE = 'No child with this pupil number is on the roll of this school on that date.';

/** Told twice in one file with two codes: what counts is what the file says last. */
const SUPERSEDED = 'A later row of this file has another code for this session.';

/**
 * What the marks of one child come to, in the order of the file, each judged on what the marks before it made of the
 * register. Present marks end an absence and are no facts of their own. A session told twice with two codes is taken as
 * it is told last, so that the same marks sent again change nothing.
 */
export function judge(child: Child, urn: string, marks: readonly Mark[], context: DecisionContext) {
  const events: ChildEvent[] = [];
  const verdicts: RowVerdict[] = [];
  const final = lastCodes(marks, context);
  let state = child;
  for (const { row, date, session, code } of marks) {
    if ((final.get(`${date}${session}`) ?? code) !== code && codeOn(context.codes, date, code)) {
      verdicts.push({ row, verdict: 'unchanged', reason: SUPERSEDED });
      continue;
    }
    try {
      const judged = verdictOnMark(state, urn, { date, session, code }, context);
      state = judged.events.reduce(evolve, state);
      events.push(...judged.events);
      verdicts.push({ row, verdict: judged.verdict });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const hidden = error.reason.name === 'not-on-roll' || error.reason.name === 'child-not-registered';
      verdicts.push({ row, verdict: 'refused', reason: hidden ? NOT_HERE : error.reason.detail });
    }
  }
  if (events.length > 0) events.push(...thresholdFacts(state, urn, context));
  return { events, verdicts };
}

/** The last code of the list that the file has for each session. */
function lastCodes(marks: readonly Mark[], { codes }: DecisionContext): ReadonlyMap<string, string> {
  const last = new Map<string, string>();
  for (const { date, session, code } of marks) {
    if (codeOn(codes, date, code)) last.set(`${date}${session}`, code);
  }
  return last;
}
