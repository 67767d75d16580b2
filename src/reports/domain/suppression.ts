/** A row of a published table: a count, or null where it is too small to be shown. */
export interface Row {
  readonly code: string;
  readonly count: number | null;
}

export interface Table {
  readonly rows: readonly Row[];
  /** Nothing of it can be shown without giving a small number away. */
  readonly withheld: boolean;
}

/** Counts below this are not shown: a group so small in one school may be one child whom somebody knows. */
export const SMALLEST_SHOWN = 5;

/**
 * A table without its small numbers. Where the rows add up to a total that is published beside it, a lone hidden row could
 * be worked out: so further rows, the smallest first, are hidden with it, until each hidden one might be any of several
 * numbers and might be as great as one that is shown. Rows without anybody are left out.
 */
export function suppressed(counts: ReadonlyMap<string, number>): Table {
  const rows = [...counts].filter(([, count]) => count > 0).sort(byCode);
  const hidden = new Set(rows.filter(([, count]) => count < SMALLEST_SHOWN).map(([code]) => code));
  const shown = rows.filter(([code]) => !hidden.has(code)).sort((a, b) => a[1] - b[1] || byCode(a, b));
  const sum = () => rows.reduce((total, [code, count]) => (hidden.has(code) ? total + count : total), 0);
  const safe = () => hidden.size === 0 || (hidden.size > 1 && sum() - (hidden.size - 1) >= SMALLEST_SHOWN);
  for (const [code] of shown) {
    if (safe()) break;
    hidden.add(code);
  }
  if (!safe()) return { rows: [], withheld: true };
  return { rows: rows.map(([code, count]) => ({ code, count: hidden.has(code) ? null : count })), withheld: false };
}

function byCode([a]: readonly [string, number], [b]: readonly [string, number]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
