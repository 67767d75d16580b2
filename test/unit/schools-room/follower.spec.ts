import { afterEach, describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '../../../src/platform/event-store/envelope.js';
import type { Decoder } from '../../../src/platform/subscriptions/source.js';
import { systemTiming } from '../../../src/platform/subscriptions/timing.js';
import { loadPolicyPacks } from '../../../src/policy/policy-packs.js';
import { SchoolFollower } from '../../../src/schools/follow-schools.js';
import { KnowingDecoder } from '../../../src/schools/knowing-decoder.js';
import { KnownSchools } from '../../../src/schools/known-schools.js';
import { MemoryLog, MemorySource } from '../../support/views/memory-log.js';

const URN = '900001';
const registered = (name: string) => ({
  type: 'SchoolRegistered',
  data: { urn: URN, name, authority: '926', occurredOn: '2026-09-01' },
});

class Unknown extends Error {
  override readonly name = 'UnknownEventType';
}

class Away extends Error {
  override readonly name = 'UnavailableError';
}

/** Decodes until it is told which error it meets. */
class Decoding implements Decoder<RecordedEvent> {
  fault: Error | undefined;

  locate({ streamId, revision, type, position }: RecordedEvent) {
    return { streamId, revision, type, position, created: 0 };
  }

  async decode(event: RecordedEvent): Promise<RecordedEvent> {
    if (this.fault) throw this.fault;
    return event;
  }
}

let stop: () => Promise<void> = async () => undefined;
afterEach(() => stop());

function setUp() {
  const log = new MemoryLog();
  const decoding = new Decoding();
  const schools = new KnownSchools(loadPolicyPacks(), { policyPack: 'riverside' });
  const told: string[] = [];
  const quick = { ...systemTiming, delay: () => systemTiming.delay(1) };
  const follower = new SchoolFollower({
    source: new MemorySource(log),
    decoder: new KnowingDecoder(decoding, schools),
    timing: quick,
    schools,
    observer: { retrying: (error) => told.push(error) },
  });
  stop = () => follower.stop();
  return { log, decoding, schools, follower, told };
}

async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + 5_000;
  while (!holds() && performance.now() < end) await systemTiming.delay(1);
  expect(holds()).toBe(true);
}

describe('the follower of schools', () => {
  it('is healthy while it knows what the log has', async () => {
    const { log, follower, schools, told } = setUp();
    log.append(`school-${URN}`, registered('Hollowmere'));
    await follower.start();
    expect(schools.school(URN)?.name).toBe('Hollowmere');
    expect([follower.health, told]).toEqual([{ ok: true }, []]);
  });

  it('says that it cannot understand an event, goes on trying, and is healthy again when it can', async () => {
    const { log, decoding, follower, schools, told } = setUp();
    await follower.start();
    decoding.fault = new Unknown();
    log.append(`school-${URN}`, registered('Hollowmere'));
    await until(() => told.length > 2);
    expect(new Set(told)).toEqual(new Set(['UnknownEventType']));
    expect(follower.health).toEqual({ ok: false, error: 'UnknownEventType' });
    expect(schools.school(URN)).toBeUndefined();
    decoding.fault = undefined;
    await until(() => follower.health.ok);
    expect(schools.school(URN)?.name).toBe('Hollowmere');
  });

  it('lets nobody begin on calendars that it could not read', async () => {
    const { log, decoding, follower } = setUp();
    decoding.fault = new Unknown();
    log.append(`school-${URN}`, registered('Hollowmere'));
    await expect(follower.start()).rejects.toThrow(Unknown);
  });

  it('waits at the start for a store that is away', async () => {
    const { log, decoding, follower, schools, told } = setUp();
    decoding.fault = new Away();
    log.append(`school-${URN}`, registered('Hollowmere'));
    const started = follower.start();
    await until(() => told.length > 1);
    decoding.fault = undefined;
    await started;
    expect(schools.school(URN)?.name).toBe('Hollowmere');
  });
});
