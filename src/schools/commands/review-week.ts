import { Inject } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Written } from '../../platform/event-store/envelope.js';
import type { Caller } from '../../platform/http/caller.js';
import { ENROLMENTS, type Enrolments } from '../enrolments.js';
import { assertMayOrder } from '../permissions.js';
import { ChangeSchool } from './change-school.js';

export interface WeekReviewed {
  /** Any day of the week. */
  readonly week: string;
  readonly flagged: readonly string[];
  /** The children looked at; all on the roll unless they are named. */
  readonly reviewed?: readonly string[];
}

/** The attendance of every child on a school's roll was looked at for a week (R01). */
export class ReviewWeek extends Command<Written> {
  constructor(
    readonly urn: string,
    readonly caller: Caller,
    readonly order: WeekReviewed,
  ) {
    super();
  }
}

@CommandHandler(ReviewWeek)
export class ReviewWeekHandler implements ICommandHandler<ReviewWeek> {
  constructor(
    @Inject(CommandBus) private readonly bus: CommandBus,
    @Inject(ENROLMENTS) private readonly enrolments: Enrolments,
  ) {}

  /** @throws as ChangeSchool · ViewNotBuilt */
  async execute({ urn, caller, order }: ReviewWeek): Promise<Written> {
    assertMayOrder(caller.person, urn, 'CompleteWeeklyReview');
    const enrolled = await this.enrolments.of(urn);
    const { week, flagged, reviewed = enrolled } = order;
    const whole = { type: 'CompleteWeeklyReview', week, flagged, reviewed } as const;
    return this.bus.execute(new ChangeSchool(urn, caller, whole, enrolled));
  }
}
