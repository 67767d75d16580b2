import { describe, expect, it } from '@jest/globals';
import { eraseSubject } from '../../../src/platform/crypto/erasure.js';
import { EMPTY_STREAM, type StoredEvent } from '../../../src/platform/event-store/stored-event.js';
import { describeFinding, verify } from '../../../src/platform/event-store/verify.js';
import { MemoryEventLog } from '../../support/memory-event-log.js';
import { at, event, mutations } from './mutations.js';
import { contextOf, joined, lent, secrets } from './story.js';

/** Three streams, written in turns: `reader-1` has revisions 0 to 5, the others 0 to 2. */
async function smallLog() {
  const setUp = secrets();
  const log = new MemoryEventLog();
  const tails = new Map<string, typeof EMPTY_STREAM>();
  const record = async (streamId: string, commandId: string, ...events: Parameters<typeof lent>[]) => {
    const tail = tails.get(streamId) ?? EMPTY_STREAM;
    const facts = tail.revision < 0 ? [joined] : events.map((values) => lent(...values));
    const encoded = await setUp.codec.encode(streamId, tail, contextOf(`${streamId}-${commandId}`), facts);
    await log.append(streamId, encoded.stored, tail.revision);
    tails.set(streamId, encoded.tail);
  };
  for (const command of ['a', 'b', 'c']) {
    for (const streamId of ['reader-1', 'reader-2', 'reader-3']) await record(streamId, command, [command, 'a note']);
  }
  await record('reader-1', 'd', ['d1', 'a note'], ['d2', 'a note']);
  await record('reader-1', 'e', ['e', 'a note']);
  return { ...setUp, events: log.events };
}

async function* from(events: readonly StoredEvent[]): AsyncGenerator<StoredEvent> {
  yield* events;
}

describe('verify', () => {
  it('finds nothing wrong with what was recorded, and counts it', async () => {
    const { events } = await smallLog();
    expect(await verify(from(events))).toEqual({ streams: 3, events: 12, foreign: 0, findings: [], wrong: 0 });
    expect(await verify(from(events.filter(({ streamId }) => streamId === 'reader-1')))).toMatchObject({
      streams: 1,
      events: 6,
      wrong: 0,
    });
  });

  it.each(mutations)('finds %s, and nothing else', async (_, mutate, expected) => {
    const { events } = await smallLog();
    const { findings, wrong } = await verify(from(mutate([...events])));
    expect(findings.map(({ streamId, revision, faults }) => [`${streamId}@${revision}`, faults])).toEqual(expected);
    expect(wrong).toBe(expected.length);
  });

  it('finds any single character changed anywhere in an event', async () => {
    const { events } = await smallLog();
    const index = at(events, 'reader-1', 2);
    const { position: _, revision, ...rest } = event(events, 'reader-1', 2);
    const text = JSON.stringify(rest);
    let tried = 0;
    for (let character = 0; character < text.length; character++) {
      const other = text[character] === '1' ? '2' : '1';
      const changed = parsed(text.slice(0, character) + other + text.slice(character + 1));
      if (changed?.streamId !== 'reader-1') continue;
      tried++;
      const { wrong } = await verify(from(events.with(index, { ...changed, revision })));
      expect({ character: text.slice(0, character + 1), wrong }).not.toMatchObject({ wrong: 0 });
    }
    expect(tried).toBeGreaterThan(400);
  });

  it('finds nothing wrong after an erasure', async () => {
    const { events, vault, codec } = await smallLog();
    await eraseSubject(vault, { subject: '1', by: 'staff-9', authority: 'art. 17' });
    expect((await verify(from(events))).wrong).toBe(0);
    expect((await codec.decode({ event: event(events, 'reader-1', 1) })).data).toMatchObject({ note: '[erased]' });
    expect((await codec.decode({ event: event(events, 'reader-2', 1) })).data).toMatchObject({ note: 'a note' });
  });

  it('does not depend on the order of members, which a store may change', async () => {
    const { events } = await smallLog();
    const reversed = (value: unknown): unknown =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(
            Object.entries(value)
              .reverse()
              .map(([key, member]) => [key, reversed(member)]),
          )
        : value;
    const shuffled = events.map((stored) => ({
      ...stored,
      data: reversed(stored.data),
      metadata: reversed(stored.metadata),
    }));
    expect((await verify(from(shuffled))).wrong).toBe(0);
  });

  it('leaves out what is not ours and never carried a chain, and nothing else', async () => {
    const { events } = await smallLog();
    const rain: StoredEvent = { streamId: 'weather-1', id: 'r', type: 'Rain', revision: 0n, data: {}, metadata: {} };
    const ours = (streamId: string) => streamId !== 'weather-1' && streamId !== 'reader-3';
    expect(await verify(from([rain, ...events, { ...rain, revision: 1n }]), { ours })).toMatchObject({
      streams: 3,
      foreign: 1,
      wrong: 0,
    });
    expect(await verify(from([rain, ...events]))).toMatchObject({ streams: 4, foreign: 0, wrong: 1 });
    const stripped = { ...event(events, 'reader-3', 2), metadata: {} };
    expect(await verify(from(events.with(at(events, 'reader-3', 2), stripped)), { ours })).toMatchObject({
      foreign: 0,
      wrong: 1,
    });
  });

  it('counts all findings and keeps as many as asked for', async () => {
    const { events } = await smallLog();
    const all = events.map((stored) => ({ ...stored, type: 'Other' }));
    expect(await verify(from(all), { keep: 2 })).toMatchObject({ wrong: 12, findings: [{}, {}] });
  });

  it('describes a finding in a line that names the event and no person', async () => {
    const { events } = await smallLog();
    const { findings } = await verify(from(events.toSpliced(at(events, 'reader-1', 2), 1)));
    const [line] = findings.map(describeFinding);
    expect(line).toMatch(
      /^reader-1 revision 3 \(event [0-9a-f-]{36}\): revision, link: 1 event before it is missing; it links to [0-9a-f]{12}…, but the event before it has [0-9a-f]{12}…$/,
    );
  });
});

function parsed(text: string): Omit<StoredEvent, 'revision'> | undefined {
  try {
    return JSON.parse(text) as Omit<StoredEvent, 'revision'>;
  } catch {
    return undefined;
  }
}
