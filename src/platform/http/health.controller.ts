import { Controller, Get, Inject, Res, ServiceUnavailableException } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type HealthCheckResult, HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';
import type { FastifyReply } from 'fastify';
import { errorClass } from '../subscriptions/failures.js';

/** How one thing is that the program needs. */
export interface HealthFinding {
  /** `degraded`: requests are answered, but a person should look. */
  readonly status: 'up' | 'degraded' | 'down';
  /** What an operator should know. No personal data; no member named `status`. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** One thing that the program needs. */
export interface HealthCheck {
  readonly name: string;
  /** Rejects when the thing is away. */
  check(): Promise<HealthFinding>;
}

export const HEALTH_CHECKS = Symbol('HealthChecks');

/** A check that has not answered by then counts as failed. Milliseconds. */
const PATIENCE_MS = 3_000;

/** For orchestrators: is the process alive, and may it be sent requests. Both answer without a token. */
@ApiTags('Health')
@Controller('health')
export class HealthController {
  constructor(
    @Inject(HEALTH_CHECKS) private readonly checks: readonly HealthCheck[],
    @Inject(HealthCheckService) private readonly health: HealthCheckService,
    @Inject(HealthIndicatorService) private readonly indicators: HealthIndicatorService,
  ) {}

  @Get('live')
  @ApiOperation({ summary: 'The process is alive' })
  @ApiOkResponse({ description: 'It is.', schema: { example: { status: 'ok', info: {}, error: {}, details: {} } } })
  live(): Promise<HealthCheckResult> {
    // Nothing is asked: a store that is away is no reason to kill a process that will go on when it is back.
    return this.health.check([]);
  }

  @Get('ready')
  @ApiOperation({ summary: 'The stores can be reached and every view moves' })
  @ApiOkResponse({
    description: 'They can. `degraded`: a person should look, for a document could not be made from its events.',
    schema: { example: { status: 'ok', info: { documents: { status: 'up' } }, error: {}, details: {} } },
  })
  @ApiResponse({
    status: 503,
    description: 'Something is away, has not caught up since the start, or does not move.',
    schema: { example: { status: 'error', info: {}, error: { documents: { status: 'down' } }, details: {} } },
  })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    try {
      return await this.health.check(this.checks.map((each) => () => this.indicate(each)));
    } catch (error) {
      if (!(error instanceof ServiceUnavailableException)) throw error;
      reply.status(503).header('retry-after', '2');
      return error.getResponse() as object;
    }
  }

  private async indicate({ name, check }: HealthCheck) {
    const indicator = this.indicators.check(name);
    try {
      const { status, detail = {} } = await inTime(check());
      if (status === 'down') return indicator.down({ ...detail });
      return status === 'up' ? indicator.up({ ...detail }) : indicator.degraded({ ...detail });
    } catch (error) {
      return indicator.down({ error: errorClass(error) });
    }
  }
}

class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new NoAnswer()), PATIENCE_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
