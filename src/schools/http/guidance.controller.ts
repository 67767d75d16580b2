import { Body, Controller, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { MayFail } from '../../platform/http/documented.js';
import { Text } from '../../platform/http/fields.js';
import { SchoolWrittenAnswer } from './answers.js';
import { SchoolCommands, SchoolOrder, WRITES } from './school-commands.js';
import { UrnPipe } from './urn.pipe.js';

class AcknowledgeGuidanceBody {
  @Text({ is: 'The short name of the document.', example: 'dfe-children-missing-education', max: 80 })
  document!: string;

  @Text({ is: 'The edition that the school follows: the one that counts.', example: '2025-09', max: 40 })
  version!: string;
}

/** A school says that it follows the statutory guidance (R35). */
@ApiTags('Schools')
@ApiBearerAuth()
@Controller('v1/schools/:urn/guidance-acknowledgements')
export class SchoolGuidanceController {
  constructor(@Inject(SchoolCommands) private readonly commands: SchoolCommands) {}

  @Post()
  @SchoolOrder('AcknowledgeGuidance')
  @ApiOperation({ summary: 'Record that the school follows the current edition of a statutory document' })
  @ApiParam({ name: 'urn', description: 'The school, by its URN.', example: '900001' })
  @ApiCreatedResponse({ description: 'Recorded.', type: SchoolWrittenAnswer })
  @MayFail(...WRITES)
  acknowledge(
    @Param('urn', UrnPipe) urn: string,
    @Body() body: AcknowledgeGuidanceBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SchoolWrittenAnswer> {
    return this.commands.send(urn, { ...body, type: 'AcknowledgeGuidance' }, request, reply);
  }
}
