import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

/** One thing that the program needs, and whether it is there. */
export interface HealthCheck {
  readonly name: string;
  /** Resolves to what a person should know; rejects when the thing is away. No personal data. */
  check(): Promise<{ readonly ok: boolean; readonly detail?: unknown }>;
}

export const HEALTH_CHECKS = Symbol('HealthChecks');

/** For orchestrators: is the process alive, and may it be sent requests. Both answer without a token. */
@ApiTags('Health')
@Controller('health')
export class HealthController {
  constructor(@Inject(HEALTH_CHECKS) private readonly checks: readonly HealthCheck[]) {}

  @Get('live')
  @ApiOperation({ summary: 'The process is alive' })
  @ApiOkResponse({ description: 'It is.', schema: { example: { status: 'ok' } } })
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  @ApiOperation({ summary: 'The stores can be reached and the views have caught up' })
  @ApiOkResponse({ description: 'They can, and have.', schema: { example: { status: 'ok', checks: {} } } })
  @ApiResponse({
    status: 503,
    description: 'Something is away or behind.',
    schema: { example: { status: 'unavailable', checks: {} } },
  })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    const results = await Promise.all(
      this.checks.map(async ({ name, check }) => {
        try {
          return [name, await check()] as const;
        } catch (error) {
          return [name, { ok: false, detail: error instanceof Error ? error.name : 'Error' }] as const;
        }
      }),
    );
    const ok = results.every(([, result]) => result.ok);
    reply.status(ok ? 200 : 503);
    if (!ok) reply.header('retry-after', '2');
    return { status: ok ? 'ok' : 'unavailable', checks: Object.fromEntries(results) };
  }
}
