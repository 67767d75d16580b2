import { codeListEntry } from '../policy/domain/policy-on.js';
import type { Policy } from '../policy/domain/policy-pack.js';
import type { Row, Table } from '../reports/domain/suppression.js';
import type { ReportLine, ReportPending, ReportRead } from '../reports/queries/read-cslt-reports.js';
import { dateInWords, timeInWords } from './dates.js';
import type { FormRefusal } from './form-refusal.js';
import { barChart } from './reports-chart.js';

const FORMS = { 'as-recorded': 'As recorded when the day was over', 'as-known': 'As known when it was made' } as const;

export interface ReportsPageInput {
  readonly reports: readonly ReportLine[];
  /** The day before today: the last that can be reported. */
  readonly yesterday: string;
  readonly key: string;
  readonly now: string;
  readonly refusal?: FormRefusal;
}

/** What the template of the list of reports is given. */
export function reportsPage({ reports, yesterday, key, now, refusal }: ReportsPageInput) {
  return {
    section: 'reports',
    title: 'Reports to the leadership team',
    now,
    yesterday,
    key,
    refusal,
    rows: reports.map(({ reportId, form, asOf, from, producedOn, open, hash, presented = [] }) => ({
      href: `/reports/${reportId}`,
      asOf: dateInWords(asOf),
      from: dateInWords(from),
      form: FORMS[form],
      produced: dateInWords(producedOn),
      open,
      hash: hash.slice(0, 12),
      presented: presented.map(({ on, meeting }) => `${meeting}, ${dateInWords(on)}`).join('; '),
    })),
  };
}

const HEADLINES = [
  ['openAtStart', 'Open when the period began'],
  ['opened', 'Opened'],
  ['reopened', 'Opened again'],
  ['closed', 'Closed'],
  ['open', 'Open at the end of the day'],
  ['reported', 'Reports of schools that a child is missing'],
  ['reEngaged', 'Children back in education'],
  ['breached', 'Duties not done in time'],
] as const;

/** What the template of one report is given; `policy` is that of the reported day, for the words of its lists. */
export function reportPage(report: ReportRead, policy: Policy, now: string) {
  const { figures, explanation } = report;
  const words = (list: string) => (code: string) => codeListEntry(policy, list, code)?.label ?? plain(code);
  const table = (title: string, what: string, { rows, withheld }: Table, name: (code: string) => string) => ({
    title,
    what,
    withheld,
    rows: rows.map((row) => ({ name: name(row.code), count: countOf(row) })),
  });
  const bands = policy.codeLists.dfe_duration_band?.entries.map(({ code }) => code) ?? [];
  const durations = figures.openByDuration.rows.toSorted((a, b) => bands.indexOf(a.code) - bands.indexOf(b.code));
  return {
    section: 'reports',
    title: `Children missing education as at ${dateInWords(report.asOf)}`,
    now,
    reportId: report.reportId,
    form: FORMS[report.form],
    from: dateInWords(report.from),
    produced: dateInWords(report.producedOn),
    known: `${dateInWords(report.knownAt)}, ${timeInWords(report.knownAt)}`,
    hash: report.hash,
    smallest: figures.made.smallestShown,
    others: report.others.map(({ reportId, producedOn, equal }) => ({
      href: `/reports/${reportId}`,
      words: `${dateInWords(producedOn)}: ${equal ? 'the same figures, the same hash' : 'other figures'}`,
    })),
    presented: (report.presented ?? []).map(({ on, meeting }) => `${meeting}, ${dateInWords(on)}`),
    headlines: HEADLINES.map(([name, label]) => ({ label, value: figures[name].toLocaleString('en-GB') })),
    trend: figures.trend.map(({ on, open }) => ({ on: dateInWords(on), open })),
    chart: barChart(figures.trend.map(({ on, open }) => ({ label: shortDate(on), value: open }))),
    tables: [
      table('How long open', 'Time open', { ...figures.openByDuration, rows: durations }, words('dfe_duration_band')),
      table('Open, by school', 'School', figures.openBySchool, schoolName),
      table('Open, by the main cause', 'Cause', figures.openByCause, words('cause')),
      table('Open, by vulnerable group', 'Group', figures.openByGroup, words('vulnerable_group')),
      table('Closed, by outcome', 'Outcome', figures.closedByOutcome, words('closure')),
      table('Duties not done in time', 'Duty', figures.breachesByDuty, plain),
    ],
    explanation: explanation && {
      differences: explanation.differences.map(({ figure, asRecorded, asKnown }) => ({
        figure: HEADLINES.find(([name]) => name === figure)?.[1] ?? plain(figure),
        asRecorded,
        asKnown,
      })),
      since: Object.entries(explanation.recordedSince).map(([type, count]) => `${spaced(type)}: ${count}`),
    },
  };
}

/** What the template of a report in the making is given. */
export function pendingPage({ reportId, state, asOf, percent, error }: ReportPending, now: string) {
  return {
    section: 'reports',
    title: `Report as at ${dateInWords(asOf)}: ${state === 'running' ? `${percent} per cent read` : 'not made'}`,
    now,
    reportId,
    running: state === 'running',
    percent,
    error,
  };
}

function countOf({ count }: Row): string {
  return count === null ? 'Small number, not shown' : count.toLocaleString('en-GB');
}

function schoolName(code: string): string {
  return /^\d{6}$/.test(code) ? `School ${code}` : plain(code);
}

/** `NOT_RECORDED` and `next-action` as words. */
function plain(code: string): string {
  const words = code.replaceAll(/[_-]/g, ' ').toLowerCase();
  return /\d{4} \d{2} \d{2}/.test(words) ? code.replaceAll(/\d{4}-\d{2}-\d{2}/g, dateInWords) : capital(words);
}

/** `CaseOpened` as "Case opened". */
function spaced(type: string): string {
  return capital(type.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase());
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "30 Sep": there is room for no more under a bar. */
function shortDate(date: string): string {
  return `${Number(date.slice(8))} ${MONTHS[Number(date.slice(5, 7)) - 1]}`;
}
