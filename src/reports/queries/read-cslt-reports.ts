import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { AuthorityStreams } from '../../authority/authority-streams.js';
import type { CsltReport } from '../../authority/domain/reports.js';
import { assertOversees } from '../../authority/permissions.js';
import { ServedAuthority } from '../../authority/served-authority.js';
import { CLOCK, type Clock } from '../../platform/clock/clock.js';
import { problem } from '../../platform/http/problem.js';
import type { Person } from '../../platform/identity/person.js';
import { CsltReports } from '../commands/cslt-reports.js';

export interface ReportRead extends CsltReport {
  readonly state: 'done';
  /** Other reports of the same form, day and period: the same hash says that nothing has changed. */
  readonly others: readonly { readonly reportId: string; readonly producedOn: string; readonly equal: boolean }[];
}

export interface ReportPending {
  readonly reportId: string;
  readonly state: 'running' | 'failed';
  readonly asOf: string;
  readonly form: string;
  /** How much of the log has been read, in per cent. */
  readonly percent: number;
  readonly error?: string;
}

/** One report, or how far it has come. */
export class ReadCsltReport extends Query<ReportRead | ReportPending> {
  constructor(
    readonly person: Person,
    readonly reportId: string,
  ) {
    super();
  }
}

export type ReportLine = Omit<CsltReport, 'figures' | 'explanation'> & { readonly open: number };

/** The reports that were produced, the newest first. */
export class ReadCsltReports extends Query<readonly ReportLine[]> {
  constructor(readonly person: Person) {
    super();
  }
}

@QueryHandler(ReadCsltReport)
export class ReadCsltReportHandler implements IQueryHandler<ReadCsltReport> {
  constructor(
    @Inject(AuthorityStreams) private readonly streams: AuthorityStreams,
    @Inject(ServedAuthority) private readonly served: ServedAuthority,
    @Inject(CsltReports) private readonly jobs: CsltReports,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws Problem (403, 404) · StoreUnavailable */
  async execute({ person, reportId }: ReadCsltReport): Promise<ReportRead | ReportPending> {
    assertOversees(person);
    const { reports } = (await this.streams.load(this.served.codeAt(this.clock.now()))).state;
    const report = reports.find((each) => each.reportId === reportId);
    if (report !== undefined) return { ...report, state: 'done', others: othersOf(report, reports) };
    const job = this.jobs.job(reportId);
    if (job === undefined) throw problem('not-found', 'There is no report with this id.', { what: 'report' });
    const { asOf, form, part, error } = job;
    const state = job.state === 'failed' ? 'failed' : 'running';
    return { reportId, state, asOf, form, percent: Math.floor(part * 100), ...(error === undefined ? {} : { error }) };
  }
}

function othersOf(report: CsltReport, reports: readonly CsltReport[]) {
  const { reportId, form, asOf, from, hash } = report;
  return reports
    .filter((each) => each.reportId !== reportId && each.form === form && each.asOf === asOf && each.from === from)
    .map((each) => ({ reportId: each.reportId, producedOn: each.producedOn, equal: each.hash === hash }));
}

@QueryHandler(ReadCsltReports)
export class ReadCsltReportsHandler implements IQueryHandler<ReadCsltReports> {
  constructor(
    @Inject(AuthorityStreams) private readonly streams: AuthorityStreams,
    @Inject(ServedAuthority) private readonly served: ServedAuthority,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws Problem (403) · StoreUnavailable */
  async execute({ person }: ReadCsltReports): Promise<readonly ReportLine[]> {
    assertOversees(person);
    const { state } = await this.streams.load(this.served.codeAt(this.clock.now()));
    return state.reports.toReversed().map(({ figures, explanation: _, ...line }) => ({ ...line, open: figures.open }));
  }
}
