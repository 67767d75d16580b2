import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { HttpModule } from '../platform/http/http.module.js';
import { ChangeSchoolHandler } from './commands/change-school.js';
import { ReviewWeekHandler } from './commands/review-week.js';
import { SchoolGuidanceController } from './http/guidance.controller.js';
import { MonitoringController } from './http/monitoring.controller.js';
import { SchoolCommands } from './http/school-commands.js';
import { SchoolsController } from './http/schools.controller.js';
import { ReadSchoolDutiesHandler } from './queries/read-school-duties.js';

@Module({
  imports: [CqrsModule, HttpModule],
  controllers: [SchoolsController, MonitoringController, SchoolGuidanceController],
  providers: [SchoolCommands, ChangeSchoolHandler, ReviewWeekHandler, ReadSchoolDutiesHandler],
})
export class SchoolsModule {}
