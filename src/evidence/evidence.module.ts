import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { HistoryController } from './http/history.controller.js';
import { ReadHistoryHandler } from './queries/read-history.js';

@Module({ imports: [CqrsModule], controllers: [HistoryController], providers: [ReadHistoryHandler] })
export class EvidenceModule {}
