import { ApiProperty } from '@nestjs/swagger';

export class ViewAnswer {
  @ApiProperty({ description: 'Which view.', example: 'caseload' })
  name!: string;

  @ApiProperty({ description: 'The version that this program makes.', example: 4 })
  version!: number;

  @ApiProperty({
    description:
      'The build that readers are served from: how far behind the log, asked of the event store; whether it moves.',
    example: { name: 'caseload', label: 'v4', lag: { seconds: 0 }, stillMs: 0, healthy: true, quarantined: 0 },
  })
  health!: object;

  @ApiProperty({
    description: 'Every build: the one that serves first, then what stands beside it.',
    example: [{ label: 'v4', live: true, state: 'live', eventsDone: 2762, quarantined: 0 }],
    type: 'array',
    items: { type: 'object' },
  })
  builds!: object[];

  @ApiProperty({
    description:
      'Documents that an event broke: key, stream, revision, class of the error. Nothing of what is in them.',
    example: [],
    type: 'array',
    items: { type: 'object' },
  })
  quarantine!: object[];

  @ApiProperty({ description: 'What may be begun as things stand.', example: ['rebuild', 'proof'], type: [String] })
  allowed!: string[];

  @ApiProperty({
    description: 'The last operation, running or over.',
    example: { kind: 'proof', state: 'done', outcome: { build: 'shadow', live: 'v4', compared: 304, differing: 0 } },
    required: false,
  })
  operation?: object;
}

export class ViewsAnswer {
  @ApiProperty({ description: 'Every view of this program.', type: [ViewAnswer], example: [] })
  items!: ViewAnswer[];
}

export class OperationAnswer {
  @ApiProperty({ description: 'Of which view.', example: 'caseload' })
  view!: string;

  @ApiProperty({ description: 'What was begun.', example: 'rebuild' })
  kind!: string;

  @ApiProperty({ description: 'running, done or failed; ask for the view to know more.', example: 'running' })
  state!: string;

  @ApiProperty({ description: 'Since when.', example: '2026-11-24T12:00:00.000Z' })
  startedAt!: string;
}

export class RequeueAnswer {
  @ApiProperty({
    description: 'rebuilt; still-broken: its events still cannot be applied; asked: it has not been answered yet.',
    example: 'rebuilt',
  })
  outcome!: string;
}
