import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { HttpModule } from '../platform/http/http.module.js';
import { ReviewEmergencyAccessHandler, UseEmergencyAccessHandler } from './commands/emergency-access.js';
import { AccessController } from './http/access.controller.js';
import { ReadAccessHandler } from './queries/read-access.js';

@Module({
  imports: [CqrsModule, HttpModule],
  controllers: [AccessController],
  providers: [UseEmergencyAccessHandler, ReviewEmergencyAccessHandler, ReadAccessHandler],
})
export class AccessModule {}
