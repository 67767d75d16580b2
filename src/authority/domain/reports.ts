import type { CsltFigures, Difference } from '../../reports/domain/figures.js';
import type { LocalDate } from '../../schools/domain/local-date.js';
import {
  type AuthorityContext,
  aDate,
  type Decisions,
  type Fact,
  type Folds,
  happenedOn,
  type Order,
  refuse,
} from './facet.js';

/**
 * `as-recorded`: the facts that were on record when the day was over, so that it comes out the same whenever it is made.
 * `as-known`: what is known now of that day, later facts and corrections included.
 */
export const REPORT_FORMS = ['as-recorded', 'as-known'] as const;
export type ReportForm = (typeof REPORT_FORMS)[number];

/** How a report as known now differs from the one as recorded, and what was recorded since. */
export interface Explanation {
  readonly asRecordedHash: string;
  readonly differences: readonly Difference[];
  /** Facts of that time that were recorded after it was over, and corrections, by type. */
  readonly recordedSince: Readonly<Record<string, number>>;
}

export interface CsltReport {
  readonly reportId: string;
  readonly form: ReportForm;
  readonly asOf: LocalDate;
  /** First day of the period that is counted. */
  readonly from: LocalDate;
  readonly producedOn: LocalDate;
  /** Instant up to which what was recorded counts. */
  readonly knownAt: string;
  /** How far the log had been read. */
  readonly position: string;
  readonly figures: CsltFigures;
  /** SHA-256 of the canonical JSON of the figures as published, small numbers hidden: it gives none of them away. */
  readonly hash: string;
  readonly explanation?: Explanation;
  readonly presented?: readonly { readonly on: LocalDate; readonly meeting: string }[];
}

type Produced = Omit<CsltReport, 'producedOn' | 'presented'>;

export type ReportEvent =
  | Fact<'CsltReportProduced', Produced & { readonly occurredOn: LocalDate }>
  | Fact<
      'CsltReportPresented',
      { readonly reportId: string; readonly meeting: string; readonly occurredOn: LocalDate }
    >;

export type ReportCommand =
  | Order<'ProduceCsltReport', Produced>
  | Order<
      'PresentCsltReport',
      { readonly reportId: string; readonly meeting: string; readonly occurredOn?: LocalDate }
    >;

export const reportFolds: Folds<ReportEvent> = {
  CsltReportProduced: (authority, { occurredOn, ...report }) => ({
    ...authority,
    reports: [...authority.reports, { ...report, producedOn: occurredOn }],
  }),
  CsltReportPresented: (authority, { reportId, meeting, occurredOn }) => ({
    ...authority,
    reports: authority.reports.map((each) =>
      each.reportId === reportId
        ? { ...each, presented: [...(each.presented ?? []), { on: occurredOn, meeting }] }
        : each,
    ),
  }),
};

/**
 * Refuses a report that could not be made again: the day must be over, for facts are still recorded on it.
 * @throws Refusal
 */
export function assertReportable(asOf: LocalDate, from: LocalDate, { today }: Pick<AuthorityContext, 'today'>): void {
  aDate(asOf, 'R32', 'The day of the report');
  aDate(from, 'R32', 'The first day of the period');
  if (asOf >= today) {
    const detail = 'The day is not over: facts of it are still recorded. Report as at an earlier day.';
    refuse('R32', 'day-not-over', detail);
  }
  if (from > asOf) refuse('R32', 'period-ends-first', 'The period begins after its end.', { kind: 'invalid' });
}

export const reportDecisions: Decisions<ReportCommand, ReportEvent> = {
  ProduceCsltReport: (authority, { type: _, ...report }, context) => {
    if (authority.reports.some(({ reportId }) => reportId === report.reportId)) return [];
    assertReportable(report.asOf, report.from, context);
    return [{ type: 'CsltReportProduced', data: { ...report, occurredOn: context.today } }];
  },
  PresentCsltReport: (authority, { reportId, meeting, occurredOn }, context) => {
    const report = authority.reports.find((each) => each.reportId === reportId);
    if (report === undefined) refuse('R32', 'no-such-report', 'No report with this id has been produced.');
    if (meeting.trim() === '') refuse('R32', 'no-meeting', 'Say to which meeting.', { kind: 'invalid' });
    const on = happenedOn(occurredOn, context, 'R32');
    if (on < report.producedOn) {
      refuse('R32', 'presented-before-produced', 'The report had not been produced then.', { kind: 'invalid' });
    }
    if (report.presented?.some((each) => each.on === on && each.meeting === meeting)) return [];
    return [{ type: 'CsltReportPresented', data: { reportId, meeting, occurredOn: on } }];
  },
};
