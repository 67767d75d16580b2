import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { HttpModule } from '../platform/http/http.module.js';
import { ReconcileNowHandler } from './commands/reconcile-now.js';
import { ReconciliationController } from './http/reconciliation.controller.js';
import { ReadReconciliationHandler } from './queries/read-reconciliation.js';

@Module({
  imports: [CqrsModule, HttpModule],
  controllers: [ReconciliationController],
  providers: [ReconcileNowHandler, ReadReconciliationHandler],
})
export class ReportsModule {}
