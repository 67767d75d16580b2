import { Module } from '@nestjs/common';
import { Callers } from './caller.js';
import { HealthController } from './health.controller.js';

@Module({ controllers: [HealthController], providers: [Callers], exports: [Callers] })
export class HttpModule {}
