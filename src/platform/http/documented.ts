import { applyDecorators, type Type as ClassOf } from '@nestjs/common';
import { ApiExtraModels, ApiProperty, ApiPropertyOptional, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { exampleOf } from './fields.js';
import { PROBLEMS, type ProblemName, problemType } from './problem.js';

/** The shape of every error, for the OpenAPI document. */
export class ProblemAnswer {
  @ApiProperty({
    description: 'What kind of problem: stable, so that a program may branch on it.',
    example: problemType('invalid-fields'),
  })
  type!: string;

  @ApiProperty({ description: 'The kind of problem in words.', example: PROBLEMS['invalid-fields'].title })
  title!: string;

  @ApiProperty({ description: 'The HTTP status again.', example: 400 })
  status!: number;

  @ApiPropertyOptional({ description: 'What it was this time.', example: 'One field is missing or wrong.' })
  detail?: string;

  @ApiPropertyOptional({
    description: 'Each wrong field, by a JSON pointer into the body or by its query parameter.',
    example: [{ pointer: '#/occurredOn', detail: 'This field is needed.' }],
    type: 'array',
    items: { type: 'object', properties: { pointer: { type: 'string' }, detail: { type: 'string' } } },
  })
  errors?: object[];

  @ApiPropertyOptional({ description: 'The requirement whose rule refused.', example: 'R06' })
  rule?: string;

  @ApiPropertyOptional({
    description: 'Where that rule is written.',
    example: 'Riverside CME policy, section 1: extended leave is refused unless an emergency is evidenced',
  })
  paragraph?: string;

  @ApiPropertyOptional({
    description: 'The guards of the rule that were not met.',
    example: ['EVIDENCE_VERIFIED'],
    type: [String],
  })
  failed?: string[];
}

/** A JSON body, for the OpenAPI document, with an example of it that can be sent as it stands. */
export function wholeBody(body: ClassOf<object>) {
  return { type: body, examples: { whole: { summary: 'A whole body', value: exampleOf(body) } } };
}

/** Names the problems that a route may answer with. */
export function MayFail(...names: readonly ProblemName[]): MethodDecorator {
  const byStatus = new Map<number, string[]>();
  for (const name of names) {
    const { status, title } = PROBLEMS[name];
    byStatus.set(status, [...(byStatus.get(status) ?? []), `${title} (\`${name}\`)`]);
  }
  return applyDecorators(
    ApiExtraModels(ProblemAnswer),
    ...[...byStatus].map(([status, titles]) =>
      ApiResponse({
        status,
        description: `${titles.join('; ')}.`,
        content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemAnswer) } } },
      }),
    ),
  );
}
