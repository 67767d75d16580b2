import { StaleRevision } from '../../platform/event-store/errors.js';
import { Problem, problem, problemType } from '../../platform/http/problem.js';
import { Refusal } from '../../policy/domain/refusal.js';
import type { ChildEvent } from '../domain/child.js';
import { historyItem } from '../history-item.js';

/** What the rules of the domain and a lost race are answered with. */
export function childProblem(error: unknown): Problem | undefined {
  if (error instanceof Refusal) return refused(error);
  if (error instanceof StaleRevision) return stale(error);
  return undefined;
}

function refused({ reason }: Refusal): Problem {
  const { name, rule, paragraph, detail, failed, kind } = reason;
  const unknown = name.startsWith('no-such-');
  const status = unknown ? 404 : kind === 'invalid' ? 422 : 409;
  const title = unknown ? 'There is no such thing on this record' : 'A rule does not allow this';
  return new Problem({
    type: problemType(name),
    title,
    status,
    detail,
    rule,
    paragraph,
    ...(failed ? { failed } : {}),
  });
}

function stale({ expected, actual, since }: StaleRevision): Problem {
  const changes = since.map((event) => {
    const { data: _, ...line } = historyItem(event as typeof event & ChildEvent);
    return line;
  });
  return problem('stale-revision', `You have seen revision ${expected}; the record is at revision ${actual}.`, {
    expected,
    actual,
    since: changes,
  });
}
