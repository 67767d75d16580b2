import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../telemetry/log.js';
import { PROBLEMS, Problem, type ProblemDocument, type ProblemName, problem } from './problem.js';
import type { ProblemTranslators } from './problem-translators.js';

const BY_STATUS: Readonly<Record<number, ProblemName>> = {
  400: 'malformed',
  401: 'unauthorised',
  403: 'forbidden',
  404: 'not-found',
  405: 'method-not-allowed',
  413: 'too-large',
  415: 'unsupported-media-type',
};

/** Renders a problem as a page for a person's browser; undefined when this request is no page's. */
export type ProblemPage = (document: ProblemDocument, request: FastifyRequest) => string | undefined;

/** Answers every error as a problem document (RFC 9457), or as a page where a browser asked for one. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private page: ProblemPage | undefined;

  constructor(
    private readonly translators: ProblemTranslators,
    private readonly log: Log,
  ) {}

  /** The pages bring their own rendering; the platform knows none. */
  renderPagesWith(page: ProblemPage): void {
    this.page = page;
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const answer = this.problemOf(error);
    if (answer.document.status === 500) {
      // The message of an unforeseen error may hold a value, so the log keeps its kind and where it came from.
      const failure = error instanceof Error ? error : undefined;
      this.log.error('request-error', { method: request.method, route: request.routeOptions?.url, failure });
    }
    if (reply.sent) return;
    reply.status(answer.document.status).headers(answer.headers);
    const html = this.page?.(answer.document, request);
    if (html !== undefined) reply.type('text/html; charset=utf-8').send(html);
    else reply.type('application/problem+json').send(JSON.stringify(answer.document));
  }

  private problemOf(error: unknown): Problem {
    if (error instanceof Problem) return error;
    const translated = this.translators.translate(error);
    if (translated) return translated;
    if (error instanceof HttpException) return ofHttpException(error);
    return problem('internal', 'The request could not be answered. Nothing of it was recorded in part.');
  }
}

function ofHttpException(error: HttpException): Problem {
  const name = BY_STATUS[error.getStatus()];
  if (name === undefined) return problem('internal');
  if (name === 'not-found') return problem('not-found', 'There is nothing at this address.');
  if (name === 'malformed')
    return problem('malformed', 'The body or the address cannot be read. A body must be valid JSON.');
  return problem(name, PROBLEMS[name].title);
}
