import { applyDecorators, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { MayFail } from '../../platform/http/documented.js';
import { problem } from '../../platform/http/problem.js';
import { countOf } from '../../platform/http/query-values.js';
import type { LetterOfRecord } from '../letter-records.js';
import type { LetterPrinting, PrintedLetter } from '../printing.js';
import { LetterAnswer } from './answers.js';

export type LetterFormat = 'json' | 'html' | 'pdf';

const NAMED = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\.(pdf|html))?$/i;

/** `<uuid>`, `<uuid>.pdf` or `<uuid>.html` taken apart. @throws Problem (404) for anything else */
export function namedLetter(name: string): { readonly letterId: string; readonly format?: LetterFormat } {
  const [, letterId, format] = NAMED.exec(name) ?? [];
  if (letterId === undefined) throw problem('not-found', 'There is no letter with this id.', { what: 'letter' });
  const named = letterId.toLowerCase();
  return format === 'pdf' || format === 'html' ? { letterId: named, format } : { letterId: named };
}

/** As the address says, else as `Accept` does; JSON unless either asks for something else. */
export function formatWanted(
  { headers }: Pick<FastifyRequest, 'headers'>,
  named: LetterFormat | undefined,
): LetterFormat {
  if (named !== undefined) return named;
  const wanted = (headers.accept ?? '').split(',').map((each) => each.split(';')[0]?.trim());
  if (wanted.includes('application/pdf')) return 'pdf';
  return wanted.includes('text/html') ? 'html' : 'json';
}

/** The letter, or one of its enclosures by its number. @throws Problem (404) */
export function enclosed(found: LetterOfRecord, printing: LetterPrinting, enclosure = 0): PrintedLetter {
  const printed = printing.printed(found.written)[enclosure];
  if (printed === undefined) throw problem('not-found', 'The letter has no such enclosure.', { what: 'enclosure' });
  return printed;
}

/** Answers a letter in the form that was asked for. */
export async function answerLetter(
  found: LetterOfRecord,
  printing: LetterPrinting,
  named: LetterFormat | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<LetterAnswer | string | Buffer> {
  reply.header('vary', 'accept');
  const format = formatWanted(request, named);
  if (format === 'json') return found.letter;
  const printed = enclosed(found, printing, countOf(request.query as Record<string, unknown>, 'enclosure') ?? 0);
  if (format === 'html') {
    reply.type('text/html; charset=utf-8');
    return printed.html;
  }
  reply.type('application/pdf').header('content-disposition', `inline; filename="${printed.filename}.pdf"`);
  return printing.pdf(printed, found.writtenAt);
}

/** A route that answers one letter. */
export function LetterRoute(): MethodDecorator {
  return applyDecorators(
    Get(':letterId'),
    ApiOperation({
      summary: 'One letter: how far it has come, or the letter itself',
      description: 'As PDF or HTML by the Accept header, or by `.pdf` or `.html` at the end of the address.',
    }),
    ApiQuery({ name: 'enclosure', required: false, description: 'The number of what goes with it.', example: 1 }),
    ApiOkResponse({
      description: 'The letter.',
      content: {
        'application/json': { schema: { $ref: getSchemaPath(LetterAnswer) } },
        'text/html': { schema: { type: 'string' } },
        'application/pdf': { schema: { type: 'string', format: 'binary' } },
      },
    }),
    MayFail('invalid-fields', 'unauthorised', 'forbidden', 'not-found', 'unavailable'),
  );
}
