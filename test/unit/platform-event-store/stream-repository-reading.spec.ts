import { describe, expect, it } from '@jest/globals';
import { eraseSubject } from '../../../src/platform/crypto/erasure.js';
import { join, lend, setUp } from './readers.js';
import { contextOf, joined, lent } from './story.js';

describe('StreamRepository.executeMany', () => {
  it('gives an outcome for each command, in order, and goes on after a failure', async () => {
    const { repository } = setUp();
    const commands = Array.from({ length: 300 }, (_, n) => ({
      id: `${n % 10}`,
      row: n,
      context: contextOf(`c${n}`),
      decide: () => {
        if (n % 7 === 3) throw new Error(`row ${n}`);
        return [lent(`book ${n}`)];
      },
      options: { stream: 'any' } as const,
    }));
    const outcomes = [];
    for await (const outcome of repository.executeMany(commands, { inFlight: 16 })) outcomes.push(outcome);
    expect(outcomes.map(({ command }) => command.row)).toEqual(commands.map(({ row }) => row));
    for (const { command, written, error } of outcomes) {
      if (command.row % 7 === 3) expect(error).toMatchObject({ message: `row ${command.row}` });
      else expect(written).toMatchObject({ streamId: `reader-${command.id}`, repeated: false });
    }
    expect((await repository.load('0')).state.books[0]).toBe('book 0');
  });

  it('reads its source no further than what is in flight', async () => {
    const { repository } = setUp();
    let taken = 0;
    async function* source() {
      for (let n = 0; n < 1_000; n++) {
        taken++;
        yield { id: `${n}`, context: contextOf(`c${n}`), decide: () => [joined], options: { stream: 'new' } as const };
      }
    }
    for await (const { written } of repository.executeMany(source(), { inFlight: 5 })) {
      expect(written?.revision).toBe(0);
      if (taken >= 20) break;
    }
    expect(taken).toBeLessThanOrEqual(40);
  });
});

describe('StreamRepository.load', () => {
  async function story() {
    const parts = setUp();
    for (const [n, book] of ['A', 'B', 'C'].entries()) {
      const context = contextOf(`c${n}`, { now: `2026-03-2${n}T09:00:00.000Z` });
      await parts.repository.execute('1', context, () => [lent(book), lent(`${book}2`)], { stream: 'any' });
    }
    return parts;
  }

  it('gives the initial state of a stream that is not there', async () => {
    const { repository } = setUp();
    const nothing = { state: { books: [] }, revision: -1 };
    expect(await repository.load('1')).toEqual(nothing);
    expect(await repository.load('1', { revision: 5 })).toEqual(nothing);
    expect(await repository.load('1', { asOf: '2026-01-01T00:00:00Z' })).toEqual(nothing);
    await expect(repository.history('1')).rejects.toMatchObject({ name: 'StreamNotFound' });
  });

  it.each([
    [0, ['A']],
    [3, ['A', 'A2', 'B', 'B2']],
    [99, ['A', 'A2', 'B', 'B2', 'C', 'C2']],
    [-1, []],
  ])('folds up to revision %d', async (revision, books) => {
    const { repository } = await story();
    const loaded = await repository.load('1', { revision });
    expect(loaded.state.books).toEqual(books);
    expect(loaded.revision).toBe(books.length - 1);
  });

  it.each([
    ['2026-03-19T23:59:59Z', []],
    ['2026-03-20T08:59:59.999Z', []],
    ['2026-03-20T09:00:00Z', ['A', 'A2']],
    ['2026-03-21T10:00:00+01:00', ['A', 'A2', 'B', 'B2']],
    ['2027-01-01T00:00:00Z', ['A', 'A2', 'B', 'B2', 'C', 'C2']],
  ])('folds what had been recorded at %s', async (asOf, books) => {
    const { repository } = await story();
    expect((await repository.load('1', { asOf })).state.books).toEqual(books);
  });

  it('takes the earlier of a revision and an instant', async () => {
    const { repository } = await story();
    const { state } = await repository.load('1', { revision: 2, asOf: '2026-03-20T12:00:00Z' });
    expect(state.books).toEqual(['A', 'A2']);
    await expect(repository.load('1', { asOf: 'noon' })).rejects.toThrow(RangeError);
  });

  it('sees what another process has recorded', async () => {
    const { repository, another } = await story();
    await another.load('1');
    await lend(repository, 'D');
    expect((await another.load('1')).state.books).toContain('D');
  });

  it('forgets what it folded of a person who is erased', async () => {
    const { repository, another, vault } = setUp();
    await join(repository);
    expect((await another.load('1')).state.name).toBe('Zoë Invented');
    await eraseSubject(vault, { subject: '1', by: 'staff-9', authority: 'art. 17' });
    expect((await repository.load('1')).state.name).toBe('[erased]');
    expect((await another.load('1')).state.name).toBe('[erased]');
    expect((await repository.history('1'))[0]?.data).toMatchObject({ name: '[erased]' });
  });

  it('folds the same from memory as from the store', async () => {
    const { repository, another } = await story();
    expect(await repository.load('1')).toEqual(await another.load('1'));
  });

  it('folds streams longer than a page', async () => {
    const { repository, another } = setUp();
    const many = Array.from({ length: 1_203 }, (_, n) => lent(`${n}`));
    await repository.execute('1', contextOf('many'), () => many, { stream: 'new' });
    expect((await another.load('1')).state.books).toHaveLength(1_203);
    expect((await another.load('1', { revision: 700 })).state.books).toHaveLength(701);
    expect(await another.history('1')).toHaveLength(1_203);
  });

  it('stays right with a memory that is too small', async () => {
    const { repository } = setUp(25);
    for (let n = 0; n < 5; n++) {
      for (const id of ['1', '2', '3']) {
        await repository.execute(id, contextOf(`c${id}${n}`), () => [lent(`${n}`)], { stream: 'any' });
      }
    }
    expect((await repository.load('2')).state.books).toEqual(['0', '1', '2', '3', '4']);
  });
});
