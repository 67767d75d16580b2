import { createHash } from 'node:crypto';
import type { AuthorityStreams } from '../../authority/authority-streams.js';
import { type Authority, decide } from '../../authority/domain/authority.js';
import { assertReportable, type CsltReport, type ReportForm } from '../../authority/domain/reports.js';
import type { ServedAuthority } from '../../authority/served-authority.js';
import { canonicalJson } from '../../platform/event-store/canonical-json.js';
import type { CommandContext } from '../../platform/event-store/envelope.js';
import { errorClass } from '../../platform/subscriptions/failures.js';
import { rangeOfSchoolYear, schoolYearOf } from '../../schools/domain/calendar.js';
import { endOfDay, type Scanned, type ScanProgress } from '../cslt-scan.js';
import { type CsltFigures, csltFigures, differences } from '../domain/figures.js';

export interface CsltOrder {
  readonly reportId: string;
  readonly asOf: string;
  /** The first day of the period; that of the school year unless one is given. */
  readonly from?: string;
  readonly form: ReportForm;
}

export interface ReportsParts {
  readonly authorities: AuthorityStreams;
  readonly served: ServedAuthority;
  readonly scan: { read(asOf: string, knownAt: string, progress?: ScanProgress): Promise<Scanned> };
}

/** A report in the making, for whoever waits for it. */
export interface ReportJob {
  readonly reportId: string;
  readonly asOf: string;
  readonly form: ReportForm;
  state: 'running' | 'done' | 'failed';
  /** The part of the log that has been read, 0 to 1. */
  part: number;
  /** Class of the error. */
  error?: string;
  readonly finished: Promise<void>;
}

/** Jobs remembered after their end: a failed one must be told. */
const MOST_KEPT = 100;

/**
 * Makes reports in the background, one log reading each: a county's log takes longer than a request may. What is made is
 * in the authority's stream; a job that the program's end cut off is asked for again.
 */
export class CsltReports {
  readonly #jobs = new Map<string, ReportJob>();

  constructor(private readonly parts: ReportsParts) {}

  /** The job of that report, begun if it was not yet. @throws Refusal */
  produce(order: CsltOrder, asked: CommandContext): ReportJob {
    const known = this.#jobs.get(order.reportId);
    if (known !== undefined && known.state !== 'failed') return known;
    const from = order.from ?? rangeOfSchoolYear(schoolYearOf(order.asOf)).first;
    assertReportable(order.asOf, from, this.parts.served.contextAt(asked.now));
    const { reportId, asOf, form } = order;
    const job: { -readonly [K in keyof ReportJob]: ReportJob[K] } = {
      reportId,
      asOf,
      form,
      state: 'running',
      part: 0,
      finished: Promise.resolve(),
    };
    const making = this.#make({ ...order, from }, asked, (part) => {
      job.part = part;
    });
    job.finished = making.then(
      () => {
        job.state = 'done';
      },
      (error: unknown) => {
        job.state = 'failed';
        job.error = errorClass(error);
      },
    );
    this.#keep(job);
    return job;
  }

  job(reportId: string): ReportJob | undefined {
    return this.#jobs.get(reportId);
  }

  async #make(order: CsltOrder & { readonly from: string }, asked: CommandContext, progress: ScanProgress) {
    const { authorities, served, scan } = this.parts;
    const code = served.codeAt(asked.now);
    const { state } = await authorities.load(code);
    if (state.reports.some(({ reportId }) => reportId === order.reportId)) return;
    const endsAt = endOfDay(order.asOf);
    const scanned = await scan.read(order.asOf, endsAt, progress);
    const day = served.contextAt(asked.now);
    const context = { ...asked, policy: day.policy.reference };
    const report = this.#report(order, scanned, code, order.form === 'as-recorded' ? endsAt : asked.now);
    const decision = (authority: Authority) => decide(authority, { type: 'ProduceCsltReport', ...report }, day);
    await authorities.execute(code, context, decision, { stream: 'any' });
  }

  #report(
    { reportId, asOf, from, form }: CsltOrder & { readonly from: string },
    { recorded, known, recordedSince, position }: Scanned,
    authority: string,
    knownAt: string,
  ): Omit<CsltReport, 'producedOn' | 'presented'> {
    // The policy of the reported day, never of the day of making it: else the same report would come out otherwise later.
    const durations = this.parts.served.policyAt(endOfDay(asOf)).codeLists.dfe_duration_band;
    const period = { authority, asOf, from, durations: durations ?? { ...NO_BANDS, validFrom: asOf } };
    const asRecorded = csltFigures(recorded.values(), period);
    const about = { reportId, form, asOf, from, knownAt, position };
    if (form === 'as-recorded') return { ...about, figures: asRecorded, hash: hashOf(asRecorded) };
    const asKnown = csltFigures(known.values(), period);
    const explanation = {
      asRecordedHash: hashOf(asRecorded),
      differences: differences(asRecorded, asKnown),
      recordedSince,
    };
    return { ...about, figures: asKnown, hash: hashOf(asKnown), explanation };
  }

  #keep(job: ReportJob): void {
    this.#jobs.set(job.reportId, job);
    for (const [id, { state }] of this.#jobs) {
      if (this.#jobs.size <= MOST_KEPT) break;
      if (state !== 'running') this.#jobs.delete(id);
    }
  }
}

const NO_BANDS = { version: 'none', source: '', rule: 'R32', entries: [] };

function hashOf(figures: CsltFigures): string {
  return createHash('sha256').update(canonicalJson(figures)).digest('hex');
}
