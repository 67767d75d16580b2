import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { HttpModule } from '../platform/http/http.module.js';
import { ChangeSchoolHandler } from './commands/change-school.js';
import { SchoolsController } from './http/schools.controller.js';

@Module({ imports: [CqrsModule, HttpModule], controllers: [SchoolsController], providers: [ChangeSchoolHandler] })
export class SchoolsModule {}
