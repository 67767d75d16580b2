import { Inject } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ChangeAuthority } from '../../authority/commands/change-authority.js';
import { assertDecidesForAuthority, assertOversees } from '../../authority/permissions.js';
import { idWithin } from '../../children/commands/child-written.js';
import type { Written } from '../../platform/event-store/envelope.js';
import type { Caller } from '../../platform/http/caller.js';
import { type CsltOrder, CsltReports, type ReportJob } from './cslt-reports.js';

/** Figures for the leadership team as at a day (R32). The answer is the job: it may take a while. */
export class ProduceCsltReport extends Command<ReportJob> {
  constructor(
    readonly caller: Caller,
    readonly order: Omit<CsltOrder, 'reportId'>,
  ) {
    super();
  }
}

@CommandHandler(ProduceCsltReport)
export class ProduceCsltReportHandler implements ICommandHandler<ProduceCsltReport> {
  constructor(@Inject(CsltReports) private readonly reports: CsltReports) {}

  /** @throws Problem (403) · Refusal */
  async execute({ caller, order }: ProduceCsltReport): Promise<ReportJob> {
    assertOversees(caller.person);
    return this.reports.produce({ ...order, reportId: idWithin(caller.context, 'cslt-report') }, caller.context);
  }
}

/** That a report was put before the leadership team. */
export class PresentCsltReport extends Command<Written> {
  constructor(
    readonly caller: Caller,
    readonly order: { readonly reportId: string; readonly meeting: string; readonly occurredOn?: string },
  ) {
    super();
  }
}

@CommandHandler(PresentCsltReport)
export class PresentCsltReportHandler implements ICommandHandler<PresentCsltReport> {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus) {}

  /** @throws Problem (403) · Refusal · CommandIdReused · StoreUnavailable */
  execute({ caller, order }: PresentCsltReport): Promise<Written> {
    assertDecidesForAuthority(caller.person);
    return this.bus.execute(new ChangeAuthority(caller, { ...order, type: 'PresentCsltReport' }));
  }
}
