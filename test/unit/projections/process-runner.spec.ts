import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '../../../src/platform/event-store/envelope.js';
import { positionText } from '../../../src/platform/subscriptions/position.js';
import type { ReactingProcess, Reaction } from '../../../src/platform/subscriptions/process.js';
import { ProcessRunner } from '../../../src/platform/subscriptions/process-runner.js';
import { MemoryProcessStore } from '../../support/views/memory-process-store.js';
import { World } from '../../support/views/world.js';

class Office {
  readonly world = new World();
  readonly store = new MemoryProcessStore();
  readonly told: string[] = [];
  readonly done: string[] = [];
  readonly commands: string[] = [];
  react: (event: RecordedEvent, reaction: Reaction) => void = () => undefined;

  begin(process: Partial<ReactingProcess> = {}, holder = 'one'): ProcessRunner<RecordedEvent> {
    const runner = new ProcessRunner<RecordedEvent>(
      {
        ...this.world.dependencies(),
        store: this.store,
        observer: {
          reacted: () => undefined,
          retrying: (_, error) => this.told.push(`retrying ${error}`),
          held: (_, error) => this.told.push(`held ${error}`),
        },
      },
      {
        name: 'letters',
        streamPrefixes: ['child-'],
        startFrom: 'start',
        react: async (event, reaction) => {
          this.react(event, reaction);
          this.done.push(`${event.streamId}@${event.revision}`);
          this.commands.push(reaction.commandId('letter'));
        },
        ...process,
      },
      { leaseMs: 3000 },
      holder,
    );
    runner.start();
    return runner;
  }

  async untilLevel(): Promise<void> {
    const last = this.world.log.events.at(-1);
    const wanted = last ? positionText(last.position) : '';
    await this.world.timing.runUntil(() => (this.store.checkpoints.get('letters')?.position ?? '') >= wanted, 600_000);
  }
}

describe('runner of a process', () => {
  it('acts on each event in order and remembers where it stands', async () => {
    const office = new Office();
    office.world.absent('ada', '1', '2');
    const first = office.begin();
    await office.untilLevel();
    await office.world.done(first.stop());
    office.world.absent('ben');
    const second = office.begin({}, 'two');
    await office.untilLevel();
    await office.world.done(second.stop());
    expect(office.done).toEqual(['child-ada@0', 'child-ada@1', 'child-ben@0']);
  });

  it('writes its place once for many events that are not its own, and when it has nothing to do', async () => {
    const office = new Office();
    let writes = 0;
    const { saveCheckpoint } = office.store;
    office.store.saveCheckpoint = async (...place) => {
      writes++;
      return saveCheckpoint.apply(office.store, place);
    };
    const runner = office.begin({ streamPrefixes: ['school-'] });
    for (let n = 0; n < 40; n++) {
      office.world.absent('ada', `day-${n}`);
      await office.world.done(office.world.timing.delay(1));
    }
    await office.untilLevel();
    await office.world.done(runner.stop());
    expect(office.done).toEqual([]);
    expect(writes).toBeLessThan(5);
  });

  it('begins with what happens from now on unless it is told otherwise, and remembers that across a restart', async () => {
    const office = new Office();
    office.world.absent('ada', '1', '2');
    const first = office.begin({ startFrom: 'now' });
    await office.untilLevel();
    await office.world.done(first.stop());
    office.world.absent('ben');
    const second = office.begin({ startFrom: 'now' });
    await office.untilLevel();
    await office.world.done(second.stop());
    expect(office.done).toEqual(['child-ben@0']);
  });

  it('gives the same command id when an event is delivered again, and another for each thing done', async () => {
    const office = new Office();
    office.world.absent('ada', '1');
    const first = office.begin();
    await office.untilLevel();
    await office.world.done(first.stop());
    office.store.checkpoints.clear();
    let other = '';
    office.react = (_, reaction) => {
      other = reaction.commandId('mail');
    };
    const second = office.begin();
    await office.untilLevel();
    await office.world.done(second.stop());
    expect(office.commands).toHaveLength(2);
    expect(office.commands[0]).toBe(office.commands[1]);
    expect(other).not.toBe(office.commands[0]);
    expect(other).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5/);
  });

  it('tries a transient error again without limit', async () => {
    const office = new Office();
    let failures = 40;
    office.react = () => {
      if (failures-- > 0) throw Object.assign(new Error('away'), { name: 'StoreUnavailable' });
    };
    office.world.absent('ada', '1', '2');
    const runner = office.begin();
    await office.world.timing.runUntil(() => office.done.length === 2, 3_600_000);
    await office.world.done(runner.stop());
    expect(office.done).toEqual(['child-ada@0', 'child-ada@1']);
    expect(office.told).toHaveLength(40);
  });

  it('holds back one instance that fails for good, and lets it go on when a person says so', async () => {
    const office = new Office();
    let broken = true;
    office.react = (event) => {
      if (broken && event.streamId === 'child-bad') throw new TypeError('no address');
    };
    office.world.absent('bad', '1', '2');
    office.world.absent('good', '1');
    const runner = office.begin();
    await office.untilLevel();
    expect(office.done).toEqual(['child-good@0']);
    expect(office.store.instances.get('child-bad')).toMatchObject({
      revision: 0,
      error: 'TypeError',
      eventType: 'AbsenceRecorded',
    });

    await office.store.requestResume('letters', 'child-bad');
    await office.world.timing.runUntil(() => office.store.instances.get('child-bad')?.resume === undefined, 60_000);
    expect(office.store.instances.size).toBe(1);

    broken = false;
    await office.store.requestResume('letters', 'child-bad');
    await office.world.timing.runUntil(() => office.store.instances.size === 0, 60_000);
    office.world.absent('bad', '3');
    await office.untilLevel();
    await office.world.done(runner.stop());
    expect(office.done).toEqual(['child-good@0', 'child-bad@0', 'child-bad@1', 'child-bad@2']);
  });

  it('holds an instance whose event can’t be read', async () => {
    const office = new Office();
    office.world.append('odd', 'FromTheFuture');
    office.world.absent('ada', '1');
    const runner = office.begin();
    await office.untilLevel();
    await office.world.done(runner.stop());
    expect(office.done).toEqual(['child-ada@0']);
    expect(office.store.instances.get('child-odd')).toMatchObject({ error: 'UnknownEventType' });
  });

  it('keeps an order of its own where it says what belongs together', async () => {
    const office = new Office();
    office.react = (event) => {
      if (event.streamId === 'child-ada') throw new TypeError('x');
    };
    office.world.absent('ada', '1');
    office.world.absent('ben', '1');
    office.world.absent('cat', '2');
    const instanceOf = ({ data }: RecordedEvent) => (data as { school: string }).school;
    const runner = office.begin({ instanceOf });
    await office.untilLevel();
    await office.world.done(runner.stop());
    expect(office.done).toEqual(['child-cat@0']);
  });

  it('is worked by one process at a time, and another takes over', async () => {
    const office = new Office();
    const first = office.begin({}, 'one');
    const second = office.begin({}, 'two');
    office.world.absent('ada', '1', '2', '3');
    await office.untilLevel();
    expect(office.done).toHaveLength(3);
    const holder = office.world.leases.documents.get('process:letters')?.holder;
    await office.world.done((holder === 'one' ? first : second).stop());
    office.world.absent('ada', '4');
    await office.untilLevel();
    expect(office.done).toHaveLength(4);
    await office.world.done((holder === 'one' ? second : first).stop());
  });
});
