import type { Orphan } from '../authority/domain/reconciliation.js';
import { ACCOUNTS } from '../children/domain/accounted-for.js';
import { FINDINGS } from '../reports/domain/findings.js';
import type { ReconciliationRead } from '../reports/queries/read-reconciliation.js';
import { dateInWords } from './dates.js';
import { counted } from './words.js';

export interface ReconciliationPageInput {
  readonly read: ReconciliationRead;
  /** By the child's id, as the caseload shows it. */
  readonly names: ReadonlyMap<string, string>;
  readonly mayRun: boolean;
  /** For the form: the same form sent twice checks once. */
  readonly key: string;
  readonly now: string;
}

const WORDS: Readonly<Record<string, string>> = {
  ...ACCOUNTS,
  'on-roll': 'On the roll of a school',
  nobody: 'Accounted for by nobody',
};

/** What the template of the reconciliation is given. */
export function reconciliationPage({ read, names, mayRun, key, now }: ReconciliationPageInput) {
  const { last, orphans, total } = read;
  return {
    section: 'reconciliation',
    title: `Reconciliation: ${total === 0 ? 'no child has slipped through the net' : counted(total, 'finding', 'findings')}`,
    now,
    mayRun,
    key,
    last:
      last === null
        ? undefined
        : {
            on: dateInWords(last.occurredOn),
            how: last.daily ? 'by itself, as every day' : 'because somebody asked for it',
            summary: `${counted(last.children, 'child', 'children')} and ${counted(last.enquiries, 'enquiry', 'enquiries')} were checked: ${last.detected} found, ${last.resolved} mended since the check before.`,
            position: last.position,
            hash: last.hash,
            accounts: Object.entries(last.accounts).map(([account, count]) => ({
              words: WORDS[account] ?? account,
              count: count.toLocaleString('en-GB'),
            })),
          },
    rows: orphans.map((orphan) => rowOf(orphan, names)),
  };
}

function rowOf({ subject, id, kind, since, detectedOn }: Orphan, names: ReadonlyMap<string, string>) {
  return {
    name: subject === 'child' ? (names.get(id) ?? 'A child') : 'An enquiry',
    href: subject === 'child' ? `/children/${id}` : `/enquiries/${id}`,
    what: FINDINGS[kind],
    since: dateInWords(since),
    detected: dateInWords(detectedOn),
  };
}
