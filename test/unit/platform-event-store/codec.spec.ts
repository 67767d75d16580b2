import { describe, expect, it } from '@jest/globals';
import { eraseSubject } from '../../../src/platform/crypto/erasure.js';
import { EventCodec } from '../../../src/platform/event-store/codec.js';
import type { EventDefinition } from '../../../src/platform/event-store/definition.js';
import { EMPTY_STREAM, type EventToStore, type StoredEvent } from '../../../src/platform/event-store/stored-event.js';
import { contextOf, definitions, joined, type LoanEvent, lent, secrets } from './story.js';

function asRead(event: EventToStore, streamId: string, revision: number): StoredEvent {
  const { id, type, data, metadata } = JSON.parse(JSON.stringify(event)) as EventToStore;
  return { streamId, id, type, data, metadata, revision: BigInt(revision), position: { commit: 1n, prepare: 1n } };
}

async function written(...events: LoanEvent[]) {
  const setUp = secrets();
  const encoded = await setUp.codec.encode('reader-1', EMPTY_STREAM, contextOf('c1'), events);
  const read = encoded.stored.map((event, revision) => asRead(event, 'reader-1', revision));
  return { ...setUp, encoded, read };
}

function first<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined) throw new Error('nothing there');
  return item;
}

describe('EventCodec', () => {
  it('gives back what was encoded', async () => {
    const { codec, read } = await written(joined, lent('Emma', 'torn page'));
    const [one, two] = await codec.decodeAll<LoanEvent>(read.map((event) => ({ event })));
    expect(one).toMatchObject({ type: 'ReaderJoined', data: joined.data, revision: 0, streamId: 'reader-1' });
    expect(two?.type === 'BookLent' && two.data.note).toBe('torn page');
    expect(two?.data).toEqual({ book: 'Emma', on: '2026-03-27', note: 'torn page' });
    expect(await codec.decode({ event: first(read) })).toEqual(one);
  });

  it('lets its caller fold the same events before they are read back', async () => {
    const { codec, encoded, read } = await written(joined, lent('Emma'));
    const decoded = await codec.decodeAll(read.map((event) => ({ event })));
    expect(decoded.map(({ position: _, ...event }) => event)).toEqual(encoded.plain);
  });

  it('stores no personal value readable, and everything else as it is', async () => {
    const { read } = await written(joined, lent('Emma', 'torn page'));
    const text = JSON.stringify(read, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value));
    for (const secret of ['Zoë', ' Invented', 'torn page']) expect(text).not.toContain(secret);
    expect(read[1]?.data).toMatchObject({ book: 'Emma', on: '2026-03-27', note: { $enc: 1, k: 's:1' } });
  });

  it('encrypts each item of a list under its own person’s key', async () => {
    const { read, store } = await written(joined);
    expect(first(read).data).toMatchObject({
      name: { k: 's:1' },
      cards: [{ owner: { k: 's:parent-1' } }, { owner: { k: 's:parent-2' } }],
    });
    expect([...store.keys.keys()].sort()).toEqual(['s:1', 's:parent-1', 's:parent-2']);
  });

  it('puts restricted facts under the restricted key', async () => {
    const { read, codec } = await written({ type: 'WarningNoted', data: { text: 'not to be seen by all' } });
    expect(first(read).data).toMatchObject({ text: { k: 'r:1' } });
    expect((await codec.decode({ event: first(read) })).data).toEqual({ text: 'not to be seen by all' });
  });

  it('asks for no key when nothing is personal', async () => {
    const { store, codec, read } = await written(lent('Emma'));
    await codec.decode({ event: first(read) });
    expect(store.queries).toBe(0);
    expect(store.keys.size).toBe(0);
  });

  it('leaves the caller’s event alone', async () => {
    const before = structuredClone(joined);
    const { encoded } = await written(joined);
    expect(joined).toEqual(before);
    expect(first(encoded.plain).data).not.toBe(joined.data);
  });

  it('copies of an actor only what belongs in the log', async () => {
    const { codec } = secrets();
    const actor = { id: 'staff-1', role: 'librarian', organisation: '1', name: 'Ms Secret', email: 'x@example.org' };
    const { stored } = await codec.encode('reader-1', EMPTY_STREAM, contextOf('c', { actor, onBehalfOf: actor }), [
      lent('E'),
    ]);
    expect(JSON.stringify(stored)).not.toMatch(/Secret|example\.org/);
    expect(first(stored).metadata.onBehalfOf).toEqual({ id: 'staff-1', role: 'librarian', organisation: '1' });
  });

  it('gives each attempt to record a command ids of its own', async () => {
    const { codec } = secrets();
    const attempt = () => codec.encode('reader-1', EMPTY_STREAM, contextOf('c1'), [lent('E'), lent('F')]);
    const ids = [...(await attempt()).stored, ...(await attempt()).stored].map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
  });

  it('chains the events to each other and to the stream’s tail', async () => {
    const { codec, encoded } = await written(lent('E'), lent('F'));
    const [one, two] = encoded.stored;
    expect(one?.metadata.integrity.prev).toBeNull();
    expect(two?.metadata.integrity.prev).toBe(one?.metadata.integrity.hash);
    expect(encoded.tail).toMatchObject({ revision: 1, hash: two?.metadata.integrity.hash });
    const next = await codec.encode('reader-1', encoded.tail, contextOf('c2'), [lent('G')]);
    expect(next.stored[0]?.metadata.integrity.prev).toBe(two?.metadata.integrity.hash);
    expect(next.plain[0]?.revision).toBe(2);
  });

  it('records each command later than the one before, whatever the clock says', async () => {
    const { codec } = secrets();
    const at = async (now: string, recordedAt?: string) =>
      (
        await codec.encode('r-1', { ...EMPTY_STREAM, ...(recordedAt && { recordedAt }) }, contextOf('c', { now }), [
          lent('E'),
        ])
      ).tail.recordedAt;
    expect(await at('2026-03-27T09:00:00Z')).toBe('2026-03-27T09:00:00.000Z');
    expect(await at('2026-03-27T09:00:00.000Z', '2026-03-27T09:00:00.000Z')).toBe('2026-03-27T09:00:00.001Z');
    expect(await at('2026-03-27T08:00:00.000Z', '2026-03-27T09:00:00.999Z')).toBe('2026-03-27T09:00:01.000Z');
    await expect(at('yesterday')).rejects.toThrow(RangeError);
  });

  it('keeps a short keyed fingerprint of a command’s contents, not the contents', async () => {
    const { codec } = secrets();
    const context = contextOf('c', { fingerprint: 'POST /children {"name":"Zoë"}' });
    const { stored } = await codec.encode('reader-1', EMPTY_STREAM, context, [lent('E')]);
    expect(first(stored).metadata.fingerprint).toMatch(/^[0-9a-f]{8}$/);
    expect(JSON.stringify(stored)).not.toContain('Zoë');
  });
});

describe('EventCodec refuses to record', () => {
  const refused = async (event: unknown, extra: EventDefinition[] = []) => {
    const codec = new EventCodec([...definitions, ...extra], secrets().vault);
    return codec.encode('reader-1', EMPTY_STREAM, contextOf('c1'), [event as LoanEvent]);
  };

  it('a type without a definition', () =>
    expect(refused({ type: 'Unheard', data: {} })).rejects.toMatchObject({
      name: 'UnrecordableEvent',
      type: 'Unheard',
    }));

  it('personal data that says nobody’s id', () =>
    expect(refused({ type: 'ReaderJoined', data: { name: 'A', cards: [{ owner: 'Kim' }] } })).rejects.toThrow(
      'cards.0.owner is personal and says nobody’s id'.replace('’', "'"),
    ));

  it('data that imitates an encrypted field', () =>
    expect(refused({ type: 'BookLent', data: { book: { $enc: 1, k: 's:2' }, on: '' } })).rejects.toThrow(
      'has a member $enc',
    ));

  it('a plain value where a personal field should be inside', () =>
    expect(refused({ type: 'ReaderJoined', data: { name: 'A', cards: ['Kim Invented'] } })).rejects.toThrow(
      'leads into a plain value',
    ));

  it('half a character, which no JSON text can hold', () =>
    expect(refused({ type: 'BookLent', data: { book: '\ud800', on: '' } })).rejects.toMatchObject({
      name: 'UnrecordableEvent',
    }));

  it('anything about a person who was erased', async () => {
    const { codec, vault } = secrets();
    await eraseSubject(vault, { subject: '1', by: 'staff-9', authority: 'x' });
    await expect(codec.encode('reader-1', EMPTY_STREAM, contextOf('c'), [joined])).rejects.toMatchObject({
      name: 'SubjectErased',
    });
  });
});

describe('EventCodec reads', () => {
  it('only text that speaks of $enc as the text it is', async () => {
    const { codec, read } = await written(lent('a book on {"$enc":1}', '{"$enc":1}'));
    expect((await codec.decode({ event: first(read) })).data).toMatchObject({
      book: 'a book on {"$enc":1}',
      note: '{"$enc":1}',
    });
  });

  it('an erased person’s fields as [erased], and everyone else’s as they are', async () => {
    const { codec, vault, read } = await written(joined, lent('Emma', 'note'));
    await vault.blindIndex.reserve('card', '77', 'parent-1');
    const erasure = await eraseSubject(vault, { subject: 'parent-1', by: 'staff-9', authority: 'art. 17' });
    expect(erasure).toMatchObject({
      subject: 'parent-1',
      identifiersDeleted: 1,
      keys: [{ keyId: 's:parent-1' }, { keyId: 'r:parent-1' }],
    });
    const [one, two] = await codec.decodeAll(read.map((event) => ({ event })));
    expect(one?.data).toMatchObject({
      name: 'Zoë Invented',
      cards: [
        { id: 'parent-1', owner: '[erased]' },
        { id: 'parent-2', owner: 'Lee Invented' },
      ],
    });
    expect(two?.data).toMatchObject({ note: 'note' });
    expect((await vault.blindIndex.find('card', ['77'])).size).toBe(0);
  });

  it('an erased list as a list of erased values', async () => {
    const { codec, vault, read } = await written({
      type: 'ReaderJoined',
      data: { name: 'A', phones: ['1', '2'], cards: [] },
    });
    expect(first(read).data).toMatchObject({ phones: [{ $enc: 1 }, { $enc: 1 }], cards: [] });
    expect((await codec.decode({ event: first(read) })).data).toMatchObject({ phones: ['1', '2'] });
    await eraseSubject(vault, { subject: '1', by: 's', authority: 'a' });
    expect((await codec.decode({ event: first(read) })).data).toMatchObject({
      phones: ['[erased]', '[erased]'],
      cards: [],
    });
  });

  it('keeps the child findable when only restricted facts are erased', async () => {
    const { codec, vault, read } = await written(joined, { type: 'WarningNoted', data: { text: 'x' } });
    await vault.blindIndex.reserve('card', '77', '1');
    await eraseSubject(vault, { subject: '1', by: 's', authority: 'a', classes: ['restricted'] });
    const [one, two] = await codec.decodeAll(read.map((event) => ({ event })));
    expect(one?.data).toMatchObject({ name: 'Zoë Invented' });
    expect(two?.data).toEqual({ text: '[erased]' });
    expect((await vault.blindIndex.find('card', ['77'])).get('77')).toBe('1');
  });

  it('a lost key as an error, never as an erasure', async () => {
    const { store, vault, read } = await written(joined);
    store.keys.delete('s:parent-2');
    const afresh = new EventCodec(definitions, { ...vault, keyring: secretsOn(store) });
    await expect(afresh.decode({ event: first(read) })).rejects.toMatchObject({
      name: 'KeyMissing',
      keyId: 's:parent-2',
    });
  });

  it.each([
    ['changed', (event: StoredEvent) => change(event, 'ct')],
    ['moved to another event', (event: StoredEvent) => ({ ...event, id: 'other' })],
    ['moved to another stream', (event: StoredEvent) => ({ ...event, streamId: 'reader-2' })],
  ])('a ciphertext that was %s as tampering', async (_, mutate) => {
    const { codec, read } = await written(lent('Emma', 'note'));
    await expect(codec.decode({ event: mutate(first(read)) })).rejects.toMatchObject({ name: 'Tampered' });
  });

  it('older versions through each step, decrypted', async () => {
    const v1: EventDefinition = {
      type: 'Noted',
      schemaVersion: 1,
      personal: [{ path: 'text', subject: 'stream' }],
      summary: '',
      example: {},
    };
    const v3: EventDefinition = {
      ...v1,
      schemaVersion: 3,
      personal: [{ path: 'body.words', subject: 'stream' }],
      upcast: {
        1: (data) => ({ body: data.text ?? null }),
        2: (data) => ({ body: { words: data.body ?? null } }),
      },
    };
    const { vault } = secrets();
    const { stored } = await new EventCodec([v1], vault).encode('note-1', EMPTY_STREAM, contextOf('c'), [
      { type: 'Noted', data: { text: 'hello' } },
    ]);
    const event = asRead(first(stored), 'note-1', 0);
    const read = await new EventCodec([v3], vault).decode({ event });
    expect(read.data).toEqual({ body: { words: 'hello' } });
    expect(read.metadata.schemaVersion).toBe(1);
  });

  it('a version newer than the program as an error', async () => {
    const { codec, read } = await written(lent('Emma'));
    const event = { ...first(read), metadata: { ...(first(read).metadata as object), schemaVersion: 2 } };
    await expect(codec.decode({ event })).rejects.toThrow('BookLent has schema version 2, this program knows up to 1');
  });

  it('unknown types and strange envelopes as errors that say where', async () => {
    const { codec, read } = await written(lent('Emma'));
    const event = first(read);
    await expect(codec.decode({ event: { ...event, type: 'Alien' } })).rejects.toMatchObject({
      name: 'UnknownEventType',
      streamId: 'reader-1',
      revision: 0,
    });
    for (const metadata of [undefined, {}, { ...(event.metadata as object), integrity: undefined }]) {
      await expect(codec.decode({ event: { ...event, metadata } })).rejects.toMatchObject({ name: 'UnreadableEvent' });
    }
    await expect(codec.decode({})).rejects.toMatchObject({ name: 'UnreadableEvent' });
  });

  it('without changing what was read', async () => {
    const { codec, read } = await written(joined);
    const before = JSON.stringify(first(read).data);
    await codec.decode({ event: first(read) });
    expect(JSON.stringify(first(read).data)).toBe(before);
  });
});

describe('event definitions', () => {
  it('are refused when two have one name, a step is missing or a subject stands in another list', () => {
    const { vault } = secrets();
    const one: EventDefinition = { type: 'X', schemaVersion: 1, personal: [], summary: '', example: {} };
    expect(() => new EventCodec([one, one], vault)).toThrow('X is defined twice');
    expect(() => new EventCodec([{ ...one, schemaVersion: 2 }], vault)).toThrow('no upcast from version 1');
    const stray = { path: 'a.b', subject: { at: 'c.*.id' } };
    expect(() => new EventCodec([{ ...one, personal: [stray] }], vault)).toThrow('stands in a list of its own');
  });
});

function change(event: StoredEvent, part: string): StoredEvent {
  const data = structuredClone(event.data) as { note: Record<string, string> };
  const text = data.note[part] ?? '';
  data.note[part] = (text.startsWith('A') ? 'B' : 'A') + text.slice(1);
  return { ...event, data };
}

function secretsOn(store: ReturnType<typeof secrets>['store']) {
  const other = secrets();
  for (const [id, record] of store.keys) other.store.keys.set(id, record);
  return other.keyring;
}
