import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { EnquiryCommands } from '../enquiries/http/enquiry-commands.js';
import { HttpModule } from '../platform/http/http.module.js';
import { ChildLettersController, EnquiryLettersController } from './http/letters.controller.js';
import { ReadLetterHandler, ReadLettersHandler } from './queries/read-letters.js';

@Module({
  imports: [CqrsModule, HttpModule],
  controllers: [ChildLettersController, EnquiryLettersController],
  providers: [EnquiryCommands, ReadLettersHandler, ReadLetterHandler],
})
export class LettersModule {}
