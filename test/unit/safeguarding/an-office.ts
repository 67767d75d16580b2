import { ChildStreams } from '../../../src/children/child-streams.js';
import { DayContexts } from '../../../src/children/day-contexts.js';
import { type ChildCommand, decide as decideOnChild } from '../../../src/children/domain/child.js';
import { childEvents } from '../../../src/children/events.js';
import { systemChance } from '../../../src/platform/clock/chance.js';
import { BlindIndex } from '../../../src/platform/crypto/blind-index.js';
import { KeyEncryptionKey } from '../../../src/platform/crypto/key-encryption-key.js';
import { Keyring } from '../../../src/platform/crypto/keyring.js';
import { EventCodec } from '../../../src/platform/event-store/codec.js';
import type { CommandContext, RecordedEvent } from '../../../src/platform/event-store/envelope.js';
import type { StoredEvent } from '../../../src/platform/event-store/stored-event.js';
import { Reactor } from '../../../src/platform/subscriptions/reactor.js';
import { decide, type SafeguardingCommand } from '../../../src/safeguarding/domain/safeguarding.js';
import { safeguardingEvents } from '../../../src/safeguarding/events.js';
import { RiskReviews } from '../../../src/safeguarding/processes/risk-reviews.js';
import { SafeguardingStreams } from '../../../src/safeguarding/safeguarding-streams.js';
import { KnownSchools } from '../../../src/schools/known-schools.js';
import { FixedClock } from '../../support/fixed-clock.js';
import { MemoryEventLog } from '../../support/memory-event-log.js';
import { MemoryKeyStore } from '../../support/memory-key-store.js';
import { policyBook } from '../../support/policy.js';

export const CHILD = '0d5c9b1e-8f0a-4c57-9a51-2f6f0c6d8a11';

/** The two streams of a child over a log in memory, and the process between them: a new one with nothing remembered each time. */
export class Office {
  readonly clock = new FixedClock(Date.parse('2026-06-02T09:00:00.000Z'));
  readonly log = new MemoryEventLog();
  readonly keys = new MemoryKeyStore();
  readonly codec: EventCodec;
  readonly days = new DayContexts(new KnownSchools(policyBook, { policyPack: 'riverside' }), policyBook);
  private commands = 0;

  constructor() {
    const kek = new KeyEncryptionKey(Buffer.alloc(32, 5));
    const keyring = new Keyring({ store: this.keys, kek, clock: this.clock, chance: systemChance });
    const blindIndex = new BlindIndex(this.keys, Buffer.alloc(32, 6));
    this.codec = new EventCodec([...childEvents, ...safeguardingEvents], { keyring, blindIndex, chance: systemChance });
  }

  get children(): ChildStreams {
    return new ChildStreams(this.parts);
  }

  get safeguarding(): SafeguardingStreams {
    return new SafeguardingStreams(this.parts);
  }

  async child(...orders: readonly ChildCommand[]): Promise<void> {
    for (const order of orders) {
      const context = this.context();
      await this.children.execute(
        CHILD,
        context,
        (child) => decideOnChild(child, order, this.days.decision(child, context.now, context.actor)),
        { stream: 'any' },
      );
    }
  }

  async restricted(...orders: readonly SafeguardingCommand[]): Promise<void> {
    const { state: child } = await this.children.load(CHILD);
    for (const order of orders) {
      const context = this.context();
      const day = this.days.decision(child, context.now, context.actor);
      await this.safeguarding.execute(CHILD, context, (state) => decide(state, order, day), { stream: 'any' });
    }
  }

  /** A process that has just been started is told of everything from a place in the log on; answers what it added. */
  async react(from = 0): Promise<readonly string[]> {
    const before = this.log.events.length;
    const actor = { id: 'system', role: 'system', organisation: '926' };
    const { children, safeguarding, days, clock } = this;
    const process = new RiskReviews({ children, safeguarding, days, clock, actor });
    const never = new AbortController().signal;
    const reactor = new Reactor(
      process,
      { delay: async () => undefined, chance: () => 0 } as never,
      { retrying: () => undefined },
      never,
    );
    for (let at = from; at < this.log.events.length; at++) {
      const event = await this.recorded(this.log.events[at] as StoredEvent);
      const { streamId, revision, type } = event;
      const item = { at: '', event, streamId, revision, type };
      const error = await reactor.act(item as never, { check: () => undefined } as never);
      if (error !== undefined) throw new Error(error);
    }
    return this.log.events.slice(before).map(({ streamId, type }) => `${streamId.split('-')[0]} ${type}`);
  }

  private recorded(event: StoredEvent): Promise<RecordedEvent> {
    return this.codec.decode({ event });
  }

  private get parts() {
    return { log: this.log, codec: this.codec };
  }

  private context(): CommandContext {
    const commandId = `command-${++this.commands}`;
    const actor = { id: 'staff-1', role: 'head-teacher', organisation: '900001' };
    return { commandId, correlationId: commandId, causationId: commandId, actor, now: this.clock.now() };
  }
}
