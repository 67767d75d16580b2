import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { HttpModule } from '../platform/http/http.module.js';
import { ChangeEnquiryHandler, ReceiveEnquiryHandler } from './commands/change-enquiry.js';
import { CheckRollsForEnquiryHandler } from './commands/check-rolls.js';
import { OpenCaseForEnquiryHandler } from './commands/open-case.js';
import { EnquiriesController } from './http/enquiries.controller.js';
import { EnquiryCommands } from './http/enquiry-commands.js';
import { EnquiryWorkController } from './http/enquiry-work.controller.js';
import { Candidates } from './queries/candidates.js';
import { ReadEnquiriesHandler } from './queries/read-enquiries.js';
import { ReadEnquiryHandler, ReadEnquiryHistoryHandler } from './queries/read-enquiry.js';

@Module({
  imports: [CqrsModule, HttpModule],
  controllers: [EnquiriesController, EnquiryWorkController],
  providers: [
    EnquiryCommands,
    Candidates,
    ReceiveEnquiryHandler,
    ChangeEnquiryHandler,
    CheckRollsForEnquiryHandler,
    OpenCaseForEnquiryHandler,
    ReadEnquiryHandler,
    ReadEnquiryHistoryHandler,
    ReadEnquiriesHandler,
  ],
})
export class EnquiriesModule {}
