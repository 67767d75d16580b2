import type { Chance } from '../platform/clock/chance.js';
import type { Clock } from '../platform/clock/clock.js';
import type { CommandContext } from '../platform/event-store/envelope.js';
import { actorOf, type Person } from '../platform/identity/person.js';
import type { EmergencyAccess } from '../safeguarding/queries/emergency.js';
import type { AccessStreams } from './access-streams.js';
import { runningEmergency } from './domain/access.js';
import { mayBreakGlass } from './permissions.js';

export interface EmergencyParts {
  readonly streams: Pick<AccessStreams, 'load' | 'execute'>;
  readonly clock: Clock;
  readonly chance: Pick<Chance, 'uuid'>;
}

/** Emergency accesses as the streams tell them; each read under one is written down before it is answered. */
export class RecordedEmergencies implements EmergencyAccess {
  constructor(private readonly parts: EmergencyParts) {}

  async readsUnder(person: Person, childId: string): Promise<boolean> {
    if (!mayBreakGlass(person)) return false;
    const { streams, clock, chance } = this.parts;
    const now = clock.now();
    const { state } = await streams.load(childId);
    const running = runningEmergency(state, person.id, now);
    if (running === undefined) return false;
    const commandId = chance.uuid();
    const context: CommandContext = {
      commandId,
      correlationId: running.accessId,
      causationId: commandId,
      actor: actorOf(person),
      now,
    };
    const { accessId } = running;
    const viewed = {
      type: 'RecordViewed',
      data: { at: now, purpose: 'emergency', what: ['safeguarding'], accessId },
    } as const;
    await streams.execute(childId, context, () => [viewed]);
    return true;
  }
}
