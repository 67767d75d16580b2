import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { HttpModule } from '../platform/http/http.module.js';
import { ReviewEmergencyAccessHandler, UseEmergencyAccessHandler } from './commands/emergency-access.js';
import { AccessController } from './http/access.controller.js';
import { EmergencyReviewsController } from './http/emergency-reviews.controller.js';
import { EnquiryAccessController } from './http/enquiry-access.controller.js';
import { ReadAccessHandler, ReadEnquiryAccessHandler } from './queries/read-access.js';
import { ReadEmergencyReviewsHandler } from './queries/read-emergency-reviews.js';

@Module({
  imports: [CqrsModule, HttpModule],
  controllers: [AccessController, EnquiryAccessController, EmergencyReviewsController],
  providers: [
    UseEmergencyAccessHandler,
    ReviewEmergencyAccessHandler,
    ReadAccessHandler,
    ReadEnquiryAccessHandler,
    ReadEmergencyReviewsHandler,
  ],
})
export class AccessModule {}
