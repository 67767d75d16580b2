import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { LETTER_KINDS, type Letter } from '../domain/letter.js';

const STATES = ['to-send', 'sent', 'not-delivered', 'to-send-by-hand', 'sent-by-hand', 'on-record'];
const RECIPIENTS = ['authority', 'sen', 'attendance-team', 'school', 'agency', 'referrer'];

/** One form or letter, without its words. */
export class LetterAnswer {
  @ApiProperty({ description: 'The letter.', example: '5b1c5c0e-2a4f-5d3b-8d0e-6a7f1c2b3d4e', format: 'uuid' })
  letterId!: string;

  @ApiProperty({ description: 'Which of the policy’s forms and letters it is.', enum: LETTER_KINDS, example: 'CME3' })
  kind!: Letter['kind'];

  @ApiProperty({ description: 'What the authority calls it.', example: 'CME3' })
  form!: string;

  @ApiProperty({ description: 'The version of the form.', example: '1' })
  formVersion!: string;

  @ApiProperty({ description: 'Its title.', example: 'Request for a visit to an address' })
  title!: string;

  @ApiProperty({ description: 'The text that was filled in.', example: 'cme3' })
  template!: string;

  @ApiProperty({ description: 'The version of that text.', example: '1' })
  templateVersion!: string;

  @ApiProperty({ description: 'Who it is for.', enum: RECIPIENTS, example: 'attendance-team' })
  recipient!: Letter['recipient'];

  @ApiPropertyOptional({ description: 'The URN of a school, the code of an agency.', example: '900001' })
  organisation?: string;

  @ApiPropertyOptional({ description: 'The mailbox, by the name that the policy gives it.', example: 'attendanceTeam' })
  mailbox?: string;

  @ApiProperty({ description: 'The day on which it was written.', example: '2026-03-24', format: 'date' })
  writtenOn!: string;

  @ApiProperty({ description: 'How far it has come.', enum: STATES, example: 'sent' })
  state!: Letter['state'];

  @ApiProperty({ description: 'Since when.', example: '2026-03-24', format: 'date' })
  since!: string;

  @ApiProperty({ description: 'How often it has been set on its way.', example: 1, type: 'integer' })
  attempt!: number;

  @ApiProperty({ description: 'A mailbox is known that it can be sent to.', example: true })
  addressed!: boolean;

  @ApiProperty({
    description: 'The Message-ID of the mail.',
    example: '<5b1c5c0e-2a4f-5d3b-8d0e-6a7f1c2b3d4e.1@cme-tracker.example>',
  })
  messageId!: string;

  @ApiPropertyOptional({ description: 'The mail server’s code.', example: 250, type: 'integer' })
  reply?: number;
}

export class LettersAnswer {
  @ApiProperty({ description: 'The letters, oldest first.', type: [LetterAnswer], example: [] })
  items!: LetterAnswer[];

  @ApiProperty({ description: 'How many there are.', example: 1, type: 'integer' })
  total!: number;

  @ApiProperty({ description: 'Always null: letters come on one page.', example: null, type: String, nullable: true })
  next!: string | null;
}
