import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { Callers } from './caller.js';
import { HealthController } from './health.controller.js';

@Module({
  // What is wrong is told by the answer, by /metrics and by the program's own log.
  imports: [TerminusModule.forRoot({ logger: false })],
  controllers: [HealthController],
  providers: [Callers],
  exports: [Callers],
})
export class HttpModule {}
