import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '../../../src/platform/event-store/envelope.js';
import { join, lend, type Reader, setUp } from './readers.js';
import { contextOf, joined, type LoanEvent, lent } from './story.js';

describe('StreamRepository.execute', () => {
  it('records what was decided and says where', async () => {
    const { repository } = setUp();
    expect(await join(repository)).toEqual({
      streamId: 'reader-1',
      revision: 0,
      position: { commit: 0n, prepare: 0n },
      repeated: false,
    });
    expect(await lend(repository, 'Emma')).toMatchObject({ revision: 1, position: { commit: 1n, prepare: 1n } });
    expect((await repository.load('1')).state).toEqual({ name: 'Zoë Invented', books: ['Emma'] });
  });

  it('records several facts of one command at once and in order', async () => {
    const { repository, log } = setUp();
    await join(repository);
    const written = await repository.execute('1', contextOf('two'), () => [lent('A'), lent('B')]);
    expect(written.revision).toBe(2);
    expect(log.appends).toBe(2);
    expect((await repository.load('1')).state.books).toEqual(['A', 'B']);
  });

  it.each([
    ['in memory', undefined],
    ['read from the store', 0],
  ])('answers a repeated command (state %s) with where it was, without deciding again', async (_, cachedEvents) => {
    const { repository, log } = setUp(cachedEvents);
    await join(repository);
    const first = await repository.execute('1', contextOf('two'), () => [lent('A'), lent('B')]);
    await lend(repository, 'C');
    const again = await repository.execute('1', contextOf('two'), () => {
      throw new Error('decided again');
    });
    expect(again).toEqual({ ...first, repeated: true });
    expect(log.events).toHaveLength(4);
  });

  it('knows a repeated registration, also one recorded by another process', async () => {
    const { repository, another } = setUp();
    const first = await join(repository);
    expect(await join(repository)).toEqual({ ...first, repeated: true });
    expect(await join(another)).toEqual({ ...first, repeated: true });
    await expect(join(another, 'other')).rejects.toMatchObject({ name: 'StreamAlreadyExists', streamId: 'reader-1' });
  });

  it('knows a repeated command before it looks at the revision that the caller had seen', async () => {
    const { repository } = setUp();
    await join(repository);
    const first = await lend(repository, 'Emma', { ifRevision: 0 });
    expect(await lend(repository, 'Emma', { ifRevision: 0 })).toEqual({ ...first, repeated: true });
  });

  it('refuses a command id that was used for something else', async () => {
    const { repository, another } = setUp();
    await join(repository);
    await lend(repository, 'Emma', {}, contextOf('c', { fingerprint: 'lend Emma' }));
    const other = contextOf('c', { fingerprint: 'lend Persuasion' });
    for (const process of [repository, another]) {
      await expect(lend(process, 'Persuasion', {}, other)).rejects.toMatchObject({
        name: 'CommandIdReused',
        commandId: 'c',
      });
    }
    expect(await lend(another, 'Emma', {}, contextOf('c', { fingerprint: 'lend Emma' }))).toMatchObject({
      repeated: true,
    });
  });

  it('keeps one command id in two streams apart', async () => {
    const { repository } = setUp();
    const context = contextOf('family');
    await repository.execute('1', context, () => [joined], { stream: 'new' });
    const second = await repository.execute('2', context, () => [joined], { stream: 'new' });
    expect(second).toMatchObject({ streamId: 'reader-2', repeated: false });
  });

  it('records nothing when nothing was decided', async () => {
    const { repository, log } = setUp();
    const { position } = await join(repository);
    const written = await repository.execute('1', contextOf('none'), () => []);
    expect(written).toEqual({ streamId: 'reader-1', revision: 0, position, repeated: true });
    expect(log.events).toHaveLength(1);
  });

  it('records nothing when the decision refuses, and goes on afterwards', async () => {
    const { repository, log } = setUp();
    await join(repository);
    const refusal = new Error('no more than three');
    await expect(
      repository.execute('1', contextOf('x'), () => {
        throw refusal;
      }),
    ).rejects.toBe(refusal);
    expect(log.events).toHaveLength(1);
    expect(await lend(repository, 'Emma')).toMatchObject({ revision: 1 });
  });

  it('wants the stream to be there unless told otherwise', async () => {
    const { repository } = setUp();
    await expect(lend(repository, 'Emma')).rejects.toMatchObject({ name: 'StreamNotFound', streamId: 'reader-1' });
    expect(await lend(repository, 'Emma', { stream: 'any' })).toMatchObject({ revision: 0 });
    expect(await lend(repository, 'Persuasion', { stream: 'any' })).toMatchObject({ revision: 1 });
  });

  it('decides again on the new state when another process has recorded', async () => {
    const { repository, another, log } = setUp();
    await join(repository);
    await lend(another, 'A');
    const seen: (readonly string[])[] = [];
    const written = await repository.execute('1', contextOf('next'), (state) => {
      seen.push(state.books);
      return [lent('B')];
    });
    expect(written).toMatchObject({ revision: 2, repeated: false });
    expect(seen).toEqual([[], ['A']]);
    expect(log.stream('reader-1').map(({ revision }) => revision)).toEqual([0n, 1n, 2n]);
  });

  it('gives up after five conflicts, with nothing recorded', async () => {
    const { repository, another, log } = setUp();
    await join(repository);
    let n = 0;
    const inner = log.append.bind(log);
    log.append = async (...values) => {
      log.append = inner;
      await lend(another, `other-${n++}`);
      log.append = racing;
      return inner(...values);
    };
    const racing = log.append;
    await expect(lend(repository, 'mine')).rejects.toMatchObject({ name: 'TooManyConflicts', tries: 5 });
    expect(n).toBe(5);
  });

  it('tells what came since when the caller’s revision is stale', async () => {
    const { repository, another } = setUp();
    await join(repository);
    await lend(another, 'A', undefined, contextOf('a', { now: '2026-03-27T10:00:00.000Z' }));
    const error = await lend(repository, 'B', { ifRevision: 0 }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'StaleRevision', expected: 0, actual: 1 });
    const { since } = error as { since: RecordedEvent<LoanEvent>[] };
    expect(since.map(({ type, revision, metadata }) => [type, revision, metadata.recordedAt])).toEqual([
      ['BookLent', 1, '2026-03-27T10:00:00.000Z'],
    ]);
    expect(await lend(repository, 'B', { ifRevision: 1 })).toMatchObject({ revision: 2 });
  });

  it('refuses a revision that was never reached', async () => {
    const { repository } = setUp();
    await join(repository);
    await expect(lend(repository, 'B', { ifRevision: 9 })).rejects.toMatchObject({
      name: 'StaleRevision',
      actual: 0,
      since: [],
    });
  });

  it('does not decide again for a caller who has named a revision', async () => {
    const { repository, another, log } = setUp();
    await join(repository);
    let raced = false;
    log.beforeAppend = async () => {
      if (raced) return;
      raced = true;
      await lend(another, 'A');
    };
    let decisions = 0;
    await expect(
      repository.execute('1', contextOf('x'), () => [lent(`B${decisions++}`)], { ifRevision: 0 }),
    ).rejects.toMatchObject({ name: 'StaleRevision', expected: 0, actual: 1 });
    expect(decisions).toBe(1);
  });

  it('asks the store before it refuses, or does nothing, on the account of what is in memory', async () => {
    const { repository, another } = setUp();
    await join(repository);
    await lend(another, 'A');
    const unlessLent = (state: Reader) => (state.books.includes('A') ? [lent('B')] : []);
    expect(await repository.execute('1', contextOf('x'), unlessLent)).toMatchObject({ revision: 2, repeated: false });
    await lend(another, 'C');
    const mustHaveC = (state: Reader) => {
      if (!state.books.includes('C')) throw new Error('refused on old state');
      return [lent('D')];
    };
    expect(await repository.execute('1', contextOf('y'), mustHaveC)).toMatchObject({ revision: 4 });
  });

  it('trusts memory where it is told to', async () => {
    const { repository, log } = setUp();
    await join(repository);
    const { reads } = log;
    await repository.execute('1', contextOf('x'), () => [], { trustMemory: true });
    expect(log.reads).toBe(reads);
    await repository.execute('1', contextOf('x'), () => []);
    expect(log.reads).toBe(reads + 1);
  });

  it('takes the commands on one stream one after another, without conflicts', async () => {
    const { repository, log } = setUp();
    await join(repository);
    const { appends } = log;
    const counted = Array.from({ length: 50 }, (_, n) =>
      repository.execute('1', contextOf(`c${n}`), (state) => [lent(`book ${state.books.length}`)]),
    );
    expect((await Promise.all(counted)).map(({ revision }) => revision)).toEqual(counted.map((_, n) => n + 1));
    expect(log.appends).toBe(appends + 50);
    expect((await repository.load('1')).state.books).toEqual(counted.map((_, n) => `book ${n}`));
  });

  it('decides a command that comes twice at once only once', async () => {
    const { repository, log } = setUp();
    await join(repository);
    const [one, other] = await Promise.all([lend(repository, 'A'), lend(repository, 'A')]);
    expect([one?.repeated, other?.repeated]).toEqual([false, true]);
    expect(log.events).toHaveLength(2);
  });

  it('reads nothing when a new stream or one in memory is written', async () => {
    const { repository, log } = setUp();
    await join(repository);
    for (const book of ['A', 'B', 'C']) await lend(repository, book);
    expect(log.reads).toBe(0);
  });

  it('is not confused by an append of which it never heard the answer', async () => {
    const { repository, log } = setUp();
    await join(repository);
    const append = log.append.bind(log);
    log.append = async (...values) => {
      await append(...values);
      throw new Error('connection lost for good');
    };
    await expect(lend(repository, 'A')).rejects.toThrow('lost for good');
    log.append = append;
    expect(await lend(repository, 'A')).toMatchObject({ revision: 1, repeated: true });
    expect(await lend(repository, 'B')).toMatchObject({ revision: 2, repeated: false });
    const links = (await repository.history('1')).map(({ metadata }) => metadata.integrity);
    expect(links.map(({ prev }) => prev)).toEqual([null, links[0]?.hash, links[1]?.hash]);
  });

  it('records each command of a stream later than the one before', async () => {
    const { repository } = setUp();
    await join(repository);
    await lend(repository, 'A');
    await lend(repository, 'B', {}, contextOf('b', { now: '2020-01-01T00:00:00.000Z' }));
    const times = (await repository.history('1')).map(({ metadata }) => metadata.recordedAt);
    expect(times).toEqual(['2026-03-27T09:00:00.000Z', '2026-03-27T09:00:00.001Z', '2026-03-27T09:00:00.002Z']);
  });
});
