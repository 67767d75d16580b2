import type { AuthorityStreams } from '../../authority/authority-streams.js';
import type { ServedAuthority } from '../../authority/served-authority.js';
import { dateInEngland, timeInEngland } from '../../platform/clock/clock.js';
import { uuidOf } from '../../platform/crypto/derived-uuid.js';
import type { Actor } from '../../platform/event-store/envelope.js';
import type { WakingProcess } from '../../platform/waking/waker.js';
import type { Reconciler } from '../commands/run-reconciliation.js';

/** Before anybody begins to work, so that what was found lies on the table in the morning. */
const FROM = '05:00';

/** Once a day everything is checked by itself; a day on which the program stood still is made up for when it runs again (R19). */
export class DailyReconciliation implements WakingProcess {
  readonly name = 'daily-reconciliation';

  constructor(
    private readonly parts: {
      readonly authorities: AuthorityStreams;
      readonly served: ServedAuthority;
      readonly reconciler: Reconciler;
      readonly actor: Actor;
    },
  ) {}

  async wake(now: string, lease: { check(): void }): Promise<number> {
    const { authorities, served, reconciler, actor } = this.parts;
    const today = dateInEngland(now);
    if (timeInEngland(now) < FROM) return 0;
    const code = served.codeAt(now);
    if ((await authorities.load(code)).state.reconciliations.lastDailyOn === today) return 0;
    const commandId = uuidOf(`daily-reconciliation\n${code}\n${today}`);
    const context = { commandId, correlationId: commandId, causationId: commandId, actor, now };
    const written = await reconciler.run(context, true, lease);
    return written.repeated ? 0 : 1;
  }
}
