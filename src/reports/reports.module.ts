import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { HttpModule } from '../platform/http/http.module.js';
import { PresentCsltReportHandler, ProduceCsltReportHandler } from './commands/produce-cslt-report.js';
import { ReconcileNowHandler } from './commands/reconcile-now.js';
import { CsltController } from './http/cslt.controller.js';
import { ReconciliationController } from './http/reconciliation.controller.js';
import { ReadCsltReportHandler, ReadCsltReportsHandler } from './queries/read-cslt-reports.js';
import { ReadReconciliationHandler } from './queries/read-reconciliation.js';

@Module({
  imports: [CqrsModule, HttpModule],
  controllers: [ReconciliationController, CsltController],
  providers: [
    ReconcileNowHandler,
    ReadReconciliationHandler,
    ProduceCsltReportHandler,
    PresentCsltReportHandler,
    ReadCsltReportHandler,
    ReadCsltReportsHandler,
  ],
})
export class ReportsModule {}
