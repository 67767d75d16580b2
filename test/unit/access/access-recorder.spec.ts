import { describe, expect, it } from '@jest/globals';
import { AccessRecorder, type RecorderOptions } from '../../../src/access/access-recorder.js';
import { AccessStreams } from '../../../src/access/access-streams.js';
import { accessEvents } from '../../../src/access/events.js';
import { EventCodec } from '../../../src/platform/event-store/codec.js';
import { StoreUnavailable } from '../../../src/platform/event-store/errors.js';
import { FixedClock } from '../../support/fixed-clock.js';
import { MemoryEventLog } from '../../support/memory-event-log.js';

const A = '0d5c9b1e-8f0a-4c57-9a51-2f6f0c6d8a11';
const B = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const clerk = { id: 'staff-1', role: 'cme-assistant', organisation: '926' };
const auditor = { id: 'staff-2', role: 'auditor', organisation: '926' };
const none = { toEncrypt: () => Promise.reject(new Error('nothing in it is personal')) };

function setUp(options: RecorderOptions = {}) {
  const clock = new FixedClock(Date.parse('2026-06-02T09:00:00.000Z'));
  const log = new MemoryEventLog();
  let ids = 0;
  const chance = { uuid: () => `id-${++ids}` };
  const codec = new EventCodec(accessEvents, { keyring: none, blindIndex: {}, chance } as never);
  const said: string[] = [];
  const note = (event: string) => said.push(event);
  const recorder = new AccessRecorder(
    { streams: new AccessStreams({ log, codec }), clock, chance, log: { error: note, info: note } },
    { gatherMs: 1, pauseMs: 1, ...options },
  );
  const away = (times: number) => {
    let left = times;
    log.beforeAppend = () => {
      if (left-- > 0) throw new StoreUnavailable();
    };
  };
  const look = (childId: string, actor = clerk, what = ['record']) =>
    recorder.viewed({ childId, actor, purpose: 'case-work', what });
  const written = () => log.events.map(({ streamId, data }) => [streamId, (data as { what?: string[] }).what]);
  return { clock, log, recorder, away, look, written, said };
}

describe('the recorder of looks', () => {
  it('R65 writes many at once, each person’s look at each child once', async () => {
    const { look, recorder, written } = setUp();
    for (const childId of [A, B, A, B]) look(childId);
    look(A, auditor);
    look(A, clerk, ['record', 'history']);
    expect(written()).toEqual([]);
    await recorder.flush();
    expect(written().sort()).toEqual([
      [`access-${A}`, ['history']],
      [`access-${A}`, ['record']],
      [`access-${A}`, ['record']],
      [`access-${B}`, ['record']],
    ]);
  });

  it('R65 keeps the looks at an enquiry apart from those at a child of the same id', async () => {
    const { look, recorder, written } = setUp();
    look(A);
    for (let times = 0; times < 2; times++)
      recorder.enquiryViewed({ enquiryId: A, actor: clerk, purpose: 'case-work', what: ['record'] });
    await recorder.flush();
    expect(written().sort()).toEqual([
      [`access-${A}`, ['record']],
      [`access-enquiry-${A}`, ['record']],
    ]);
  });

  it('R65 writes by itself after a moment', async () => {
    const { look, log } = setUp();
    const appended = new Promise<void>((resolve) => {
      log.beforeAppend = () => resolve();
    });
    look(A);
    await appended;
  });

  it('R65 keeps what could not be written, in its order, and writes it once when the store is back', async () => {
    const { look, recorder, written, away, log } = setUp({ gatherMs: 60_000 });
    away(3);
    look(A);
    look(A, auditor);
    await expect(recorder.flush()).rejects.toThrow(StoreUnavailable);
    expect(recorder.waiting).toBeGreaterThan(0);
    look(B);
    await expect(recorder.flush()).rejects.toThrow(StoreUnavailable);
    await recorder.flush();
    expect(recorder.waiting).toBe(0);
    expect(
      written()
        .map(([stream]) => stream)
        .sort(),
    ).toEqual([`access-${A}`, `access-${A}`, `access-${B}`]);
    expect(new Set(log.events.map(({ metadata }) => (metadata as { commandId: string }).commandId)).size).toBe(3);
    await recorder.stop();
  });

  it('R65 an append whose answer was lost is not written twice', async () => {
    const { look, recorder, log } = setUp({ gatherMs: 60_000 });
    const append = log.append.bind(log);
    log.append = async (...args) => {
      log.append = append;
      await append(...args);
      throw new StoreUnavailable();
    };
    look(A);
    await expect(recorder.flush()).rejects.toThrow(StoreUnavailable);
    await recorder.flush();
    expect(log.events).toHaveLength(1);
    await recorder.stop();
  });

  it('R65 loses nothing in a normal stop, also when the store is away for a moment', async () => {
    const { look, recorder, written, away } = setUp({ gatherMs: 60_000 });
    look(A);
    look(B);
    away(5);
    await recorder.stop();
    expect(written()).toHaveLength(2);
  });

  it('R65 says so when it stops while the store stays away', async () => {
    const { look, recorder, away, said } = setUp({ gatherMs: 60_000, lastAttempts: 2 });
    look(A);
    away(100);
    await recorder.stop();
    expect(said).toEqual(['access-lost']);
  });

  it('R65 is full when as much waits as may, and not when that is written', async () => {
    const { look, recorder } = setUp({ most: 2, gatherMs: 60_000 });
    look(A);
    expect(recorder.full).toBe(false);
    look(B);
    expect(recorder.full).toBe(true);
    await recorder.flush();
    expect(recorder.full).toBe(false);
    await recorder.stop();
  });

  it('R65 looking again after some minutes is another look', async () => {
    const { look, recorder, clock, log } = setUp({ sameLookMs: 300_000 });
    look(A);
    clock.advance(299_000);
    look(A);
    await recorder.flush();
    expect(log.events).toHaveLength(1);
    clock.advance(2_000);
    look(A);
    await recorder.flush();
    expect(log.events).toHaveLength(2);
  });

  it('R65 a list is written under an organisation and a month, never under what a token calls itself', async () => {
    const { recorder, log } = setUp();
    const listing = { purpose: 'case-work', list: 'caseload', filters: {} } as const;
    recorder.listed({ ...listing, actor: clerk });
    recorder.listed({ ...listing, actor: { ...clerk, organisation: 'Mrs Marlow' } });
    await recorder.flush();
    expect(log.events.map(({ streamId }) => streamId).sort()).toEqual([
      'access-lists-926-2026-06',
      'access-lists-other-2026-06',
    ]);
  });

  it('R65 a search is written each time, a list that is looked at again within minutes once', async () => {
    const { recorder, log } = setUp();
    const listing = { actor: clerk, purpose: 'case-work', filters: { by: 'name', shown: '0' } } as const;
    for (let times = 0; times < 2; times++) {
      recorder.listed({ ...listing, list: 'child-search', each: true });
      recorder.listed({ ...listing, list: 'caseload' });
    }
    await recorder.flush();
    expect(log.events.map(({ data }) => (data as { list: string }).list).sort()).toEqual([
      'caseload',
      'child-search',
      'child-search',
    ]);
  });
});
