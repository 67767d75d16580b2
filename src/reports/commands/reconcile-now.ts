import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { assertOversees } from '../../authority/permissions.js';
import type { Written } from '../../platform/event-store/envelope.js';
import type { Caller } from '../../platform/http/caller.js';
import { problem } from '../../platform/http/problem.js';
import { ViewsBehind } from '../survey.js';
import { Reconciler } from './run-reconciliation.js';

/** A person asks for the check that runs every day by itself (R19). */
export class ReconcileNow extends Command<Written> {
  constructor(readonly caller: Caller) {
    super();
  }
}

@CommandHandler(ReconcileNow)
export class ReconcileNowHandler implements ICommandHandler<ReconcileNow> {
  constructor(@Inject(Reconciler) private readonly reconciler: Reconciler) {}

  /** @throws Problem (403, 504) · CommandIdReused · StoreUnavailable */
  async execute({ caller }: ReconcileNow): Promise<Written> {
    assertOversees(caller.person);
    return this.reconciler.run(caller.context, false).catch((error: unknown) => {
      if (error instanceof ViewsBehind) throw problem('view-behind', 'The lists have not caught up with the log.');
      throw error;
    });
  }
}
