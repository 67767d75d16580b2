import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { HttpModule } from '../platform/http/http.module.js';
import { ChangeSafeguardingHandler } from './commands/change-safeguarding.js';
import { SafeguardingQueueController } from './http/queue.controller.js';
import { SafeguardingController } from './http/safeguarding.controller.js';
import { SafeguardingCommands } from './http/safeguarding-commands.js';
import { ReadSafeguardingQueueHandler } from './queries/read-queue.js';
import { ReadSafeguardingHandler } from './queries/read-safeguarding.js';

@Module({
  imports: [CqrsModule, HttpModule],
  controllers: [SafeguardingController, SafeguardingQueueController],
  providers: [SafeguardingCommands, ChangeSafeguardingHandler, ReadSafeguardingHandler, ReadSafeguardingQueueHandler],
})
export class SafeguardingModule {}
