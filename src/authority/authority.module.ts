import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { HttpModule } from '../platform/http/http.module.js';
import { ChangeAuthorityHandler } from './commands/change-authority.js';
import { AuthorityController } from './http/authority.controller.js';
import { AuthorityCommands } from './http/authority-commands.js';
import { ReadAuthorityHandler, ReadAuthorityHistoryHandler } from './queries/read-authority.js';
import { ReadComplianceHandler } from './queries/read-compliance.js';

@Module({
  imports: [CqrsModule, HttpModule],
  controllers: [AuthorityController],
  providers: [
    AuthorityCommands,
    ChangeAuthorityHandler,
    ReadAuthorityHandler,
    ReadAuthorityHistoryHandler,
    ReadComplianceHandler,
  ],
})
export class AuthorityModule {}
