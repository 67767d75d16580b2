import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { ChildStreams } from '../../src/children/child-streams.js';
import { isOpen } from '../../src/children/domain/case-upkeep.js';
import type { Child, ChildCommand } from '../../src/children/domain/child.js';
import { decide } from '../../src/children/domain/child.js';
import { snapshotForReaders } from '../../src/children/domain/snapshot.js';
import { childEvents } from '../../src/children/events.js';
import { assertMayOrder, assertReader } from '../../src/children/permissions.js';
import { eraseSubject } from '../../src/platform/crypto/erasure.js';
import { EventCodec } from '../../src/platform/event-store/codec.js';
import { verify } from '../../src/platform/event-store/verify.js';
import { ChildStory } from '../support/child-story.js';
import { MemoryEventLog } from '../support/memory-event-log.js';
import { policyFor } from '../support/policy.js';
import { contextOf, secrets } from '../unit/platform-event-store/story.js';

/** The children's streams over a log and keys in memory: the real codec, encryption, chain and folding. */
function recordedChildren() {
  const { vault } = secrets();
  const log = new MemoryEventLog();
  const children = new ChildStreams({ log, codec: new EventCodec(childEvents, vault) });
  const scene = new ChildStory();
  let commands = 0;
  const does = (id: string, today: string, command: ChildCommand) =>
    children.execute(
      id,
      contextOf(`c${++commands}`, { now: `${today}T14:00:00.000Z` }),
      (child) => decide(child, command, scene.day(today)),
      { stream: 'any' },
    );
  return { vault, log, children, does, day: (today: string) => scene.day(today), urn: scene.urn };
}

const register = (childId: string, urn: string): ChildCommand => ({
  type: 'RegisterChild',
  childId,
  givenName: 'Sara',
  familyName: 'Amin',
  dateOfBirth: '2013-04-07',
  address: { lines: ['21 Elm Road'], postcode: 'NR3 1AA', authority: '926' },
  school: { urn, startDate: '2026-09-02' },
});

const hashOf = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex');

describe('acceptance: the law, the records and what others may see', () => {
  it('A23: the open cases as at 1 October are the same on 2 October and on 1 November, whatever was corrected since', async () => {
    const { children, does, day, urn } = recordedChildren();
    for (const id of ['a', 'b']) {
      await does(id, '2026-09-10', register(id, urn));
      await does(id, '2026-09-20', { type: 'OpenCase', caseId: `case-${id}` });
      await does(id, '2026-09-20', { type: 'RecordCause', code: 'R28.8' });
    }
    const asAt = async (instant: string, today: string) => {
      const states: Child[] = [];
      for (const id of ['a', 'b']) states.push((await children.load(id, { asOf: instant })).state);
      const open = states.filter((child) => isOpen(child.case));
      return { figures: open.length, hash: hashOf(states.map((child) => snapshotForReaders(child, day(today)))) };
    };
    const census = '2026-10-01T22:59:59.999Z';
    const onTheDayAfter = await asAt(census, '2026-10-01');
    await does('b', '2026-10-20', {
      type: 'CloseCase',
      outcome: 'DUPLICATE',
      evidence: { kind: 'record', reference: 'case-a' },
    });
    await does('b', '2026-10-21', { type: 'CorrectFact', eventId: 'e-1', why: 'opened twice for one child' });
    expect(await asAt(census, '2026-10-01')).toEqual(onTheDayAfter);
    expect(onTheDayAfter.figures).toBe(2);
    // As known now it is another figure, and the stream says why.
    const now = await asAt('2026-11-01T12:00:00.000Z', '2026-10-01');
    expect(now.figures).toBe(1);
    expect(now.hash).not.toBe(onTheDayAfter.hash);
    const why = (await children.history('b')).filter(({ type }) => type === 'CaseClosed' || type === 'FactCorrected');
    expect(why.map(({ data }) => data)).toMatchObject([
      { outcome: 'DUPLICATE' },
      { why: 'opened twice for one child' },
    ]);
  });

  it('A26: an auditor reads and records nothing, and the child’s stream gives no restricted fact to anyone', () => {
    const auditor = { id: 'staff-9', role: 'auditor', organisation: '926', schools: [], name: 'A' } as const;
    expect(() => assertReader(auditor)).not.toThrow();
    for (const command of ['RecordAbsence', 'CloseCase', 'AddCaseNote', 'RequestRiskReview'] as const) {
      expect(() => assertMayOrder(auditor, command)).toThrow();
    }
    // The log of reads (who, when, why) is a stream of its own; what is restricted is in none of these.
    expect(childEvents.filter(({ restricted }) => restricted).map(({ type }) => type)).toEqual([]);
  });

  it('A27: after the key is destroyed the replay succeeds, the person reads [erased], counts stand and the chain verifies', async () => {
    const { vault, log, children, does, day, urn } = recordedChildren();
    for (const id of ['a', 'b']) {
      await does(id, '2026-09-10', register(id, urn));
      await does(id, '2026-09-14', { type: 'RecordAbsence', urn, date: '2026-09-14', code: 'O' });
    }
    const absences = () => log.events.filter(({ type }) => type === 'AbsenceRecorded').map(({ data }) => data);
    const before = absences();
    await eraseSubject(vault, { subject: 'a', by: 'staff-1', authority: 'retention rule CME-25y' });
    const fresh = new ChildStreams({ log, codec: new EventCodec(childEvents, vault) });
    const { state } = await fresh.load('a');
    expect(state.identity).toMatchObject({ givenName: '[erased]', familyName: '[erased]', dateOfBirth: '[erased]' });
    expect(JSON.stringify(snapshotForReaders(state, day('2026-09-15')))).not.toMatch(/Sara|Amin|Elm Road/);
    expect(state.registers[urn]?.version).toBe(2);
    expect((await fresh.load('b')).state.identity).toMatchObject({ givenName: 'Sara' });
    expect(absences()).toEqual(before);
    expect(await verify(log.readAll())).toMatchObject({ streams: 2, findings: [], wrong: 0 });
    expect((await children.history('a')).length).toBe((await fresh.history('a')).length);
  });

  it('A28: of a closed case its id and outcome stand in the open; name, UPN and address do not', async () => {
    const { log, does, urn } = recordedChildren();
    await does('a', '2026-09-10', { ...register('a', urn), upn: 'X926202524017' } as ChildCommand);
    await does('a', '2026-09-20', { type: 'OpenCase', caseId: 'case-a' });
    await does('a', '2026-09-25', {
      type: 'CloseCase',
      outcome: 'ABROAD_EVIDENCED',
      cause: 'R28.8',
      evidence: { kind: 'residence', reference: 'embassy letter about Sara Amin' },
    });
    const stored = log.events.map(({ type, data, metadata }) => JSON.stringify({ type, data, metadata }));
    const closed = log.events.find(({ type }) => type === 'CaseClosed');
    expect(closed?.data).toMatchObject({ caseId: 'case-a', outcome: 'ABROAD_EVIDENCED' });
    for (const personal of ['Sara', 'Amin', 'X926202524017', 'Elm Road', 'NR3 1AA', '2013-04-07']) {
      expect(stored.join('\n')).not.toContain(personal);
    }
  });

  it('A30: of 2018 the grounds are reg. 8 of 2006, of 2026 reg. 9 of 2024 (R13)', () => {
    expect(policyFor('2018-03-12').reference.version).toContain('england-2006');
    expect(policyFor('2026-03-12').reference.version).toContain('england-2024');
    const story = ChildStory.pupil('2017-09-05', { dateOfBirth: '2010-04-07' });
    const removal = { type: 'RemoveFromRoll', urn: story.urn } as const;
    expect(story.isRefused('2018-03-12', { ...removal, ground: '9(1)(i)' }).name).toBe('unknown-ground');
    story.does('2018-03-12', {
      ...removal,
      ground: '8(1)(l)',
      statements: { CEASED_TO_BE_PUPIL: 'letter of the school' },
    });
    expect(story.facts('RemovedFromRoll')).toMatchObject([
      { data: { ground: '8(1)(l)', basis: { lawVersion: expect.stringContaining('england-2006') } } },
    ]);
    const today = ChildStory.pupil();
    expect(today.isRefused('2026-03-12', { ...removal, ground: '8(1)(l)' }).name).toBe('unknown-ground');
  });
});
