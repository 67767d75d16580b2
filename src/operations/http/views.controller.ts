import { Controller, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBearerAuth, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { personOfRequest } from '../../platform/http/caller.js';
import { MayFail } from '../../platform/http/documented.js';
import type { OperationRecord } from '../../platform/projections/operation-records.js';
import type { ViewReport } from '../../platform/projections/views-report.js';
import { ViewsDesk } from '../views-desk.js';
import { OperationAnswer, RequeueAnswer, ViewAnswer, ViewsAnswer } from './answers.js';

/** Views for those who operate the program. No personal data: documents by their keys, errors by their classes. */
@ApiTags('Operations')
@ApiBearerAuth()
@Controller('v1/operations/views')
export class ViewsController {
  constructor(@Inject(ViewsDesk) private readonly desk: ViewsDesk) {}

  @Get()
  @ApiOperation({ summary: 'Where every view stands' })
  @ApiOkResponse({ description: 'Builds, lag, quarantine, the last operation.', type: ViewsAnswer })
  @MayFail('unauthorised', 'forbidden', 'unavailable')
  async views(@Req() request: FastifyRequest): Promise<{ readonly items: readonly ViewReport[] }> {
    return { items: await this.desk.views(personOfRequest(request)) };
  }

  @Get(':name')
  @ApiOperation({ summary: 'Where one view stands' })
  @ApiParam({ name: 'name', description: 'The view.', example: 'caseload' })
  @ApiOkResponse({ description: 'Builds, lag, quarantine, the last operation.', type: ViewAnswer })
  @MayFail('unauthorised', 'forbidden', 'not-found', 'unavailable')
  view(@Param('name') name: string, @Req() request: FastifyRequest): Promise<ViewReport> {
    return this.desk.view(personOfRequest(request), name);
  }

  @Post(':name/quarantine/:key/requeue')
  @HttpCode(200)
  @ApiOperation({ summary: 'Build one quarantined document anew' })
  @ApiParam({ name: 'name', description: 'The view.', example: 'caseload' })
  @ApiParam({ name: 'key', description: 'The document.', example: '6f0d3f0e-5c5b-4b0c-9c1e-3a4f7d2b8e61' })
  @ApiOkResponse({ description: 'What came of it.', type: RequeueAnswer })
  @MayFail('unauthorised', 'forbidden', 'not-found', 'refused', 'unavailable')
  async requeue(
    @Param('name') name: string,
    @Param('key') key: string,
    @Req() request: FastifyRequest,
  ): Promise<RequeueAnswer> {
    return { outcome: await this.desk.requeue(personOfRequest(request), name, key) };
  }

  @Post(':name/:operation')
  @HttpCode(202)
  @ApiOperation({ summary: 'Begin to rebuild, compare or prove a view, to switch it or to go back' })
  @ApiParam({ name: 'name', description: 'The view.', example: 'caseload' })
  @ApiParam({ name: 'operation', description: 'What to do.', enum: ['rebuild', 'compare', 'proof', 'switch', 'back'] })
  @ApiAcceptedResponse({ description: 'Begun; Location tells how far it is.', type: OperationAnswer })
  @MayFail('unauthorised', 'forbidden', 'not-found', 'refused', 'unavailable')
  async begin(
    @Param('name') name: string,
    @Param('operation') operation: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OperationRecord> {
    const record = await this.desk.begin(personOfRequest(request), name, operation);
    reply.header('location', `/v1/operations/views/${name}`);
    return record;
  }
}
