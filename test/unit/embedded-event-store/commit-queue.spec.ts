import { describe, expect, it } from '@jest/globals';
import { CommitQueue } from '../../../src/embedded/event-store/log/commit-queue.js';
import type { Write, WriteResult } from '../../../src/embedded/event-store/log/write.js';

/** Answers each write with its place, and notes which came together. */
function queueOf(fail: () => Error | undefined = () => undefined) {
  const groups: string[][] = [];
  const queue = new CommitQueue({
    commit: (writes) => {
      const error = fail();
      if (error !== undefined) throw error;
      groups.push(writes.map((write) => write.stream));
      return { results: writes.map((_, revision) => ({ kind: 'written', revision, position: 1 })), events: [] };
    },
  });
  const write = (stream: string, more: Partial<Write> = {}) =>
    new Promise<WriteResult>((done) =>
      queue.submit({ kind: 'append', stream, expected: 'any', events: [], done, ...more }),
    );
  return { queue, groups, write };
}

describe('the commit queue', () => {
  it('writes together what comes together, in the order it came', async () => {
    const { groups, write } = queueOf();
    const results = await Promise.all(['a', 'b', 'c'].map((stream) => write(stream)));
    expect(groups).toEqual([['a', 'b', 'c']]);
    expect(results.map((result) => result.kind === 'written' && result.revision)).toEqual([0, 1, 2]);
  });

  it('takes in what comes one turn of the event loop later', async () => {
    const { groups, write } = queueOf();
    const first = write('a');
    await new Promise((resolve) => setImmediate(resolve));
    await Promise.all([first, write('b')]);
    expect(groups).toEqual([['a', 'b']]);
  });

  it('writes no more than 512 at once', async () => {
    const { groups, write } = queueOf();
    await Promise.all(Array.from({ length: 1100 }, (_, n) => write(String(n))));
    expect(groups.map((group) => group.length)).toEqual([512, 512, 76]);
    expect(groups.flat()).toEqual(Array.from({ length: 1100 }, (_, n) => String(n)));
  });

  it('takes no more in after sixteen mebibytes', async () => {
    const { groups, write } = queueOf();
    const data = new Uint8Array(1024 * 1024);
    const events = [{ id: new Uint8Array(16), type: 'Large', isJson: false, data, metadata: new Uint8Array() }];
    await Promise.all(Array.from({ length: 20 }, (_, n) => write(String(n), { events })));
    expect(groups.map((group) => group.length)).toEqual([16, 4]);
  });

  it('does not write for those who have gone', async () => {
    const { groups, write } = queueOf();
    void write('gone', { abandoned: () => true });
    await write('here');
    expect(groups).toEqual([['here']]);
  });

  it('tells all of a group that nothing was written, and goes on with the next', async () => {
    let failures = 1;
    const { write } = queueOf(() => (failures-- > 0 ? new Error('database or disk is full') : undefined));
    const results = await Promise.all([write('a'), write('b')]);
    expect(results.map(({ kind }) => kind)).toEqual(['failed', 'failed']);
    expect((await write('c')).kind).toBe('written');
  });

  it('writes nothing more after an fsync failed: later answers of the disk cannot be believed', async () => {
    let failures = 1;
    const failed = Object.assign(new Error('disk I/O error'), { errcode: 1034 });
    const { write, groups } = queueOf(() => (failures-- > 0 ? failed : undefined));
    expect((await write('a')).kind).toBe('failed');
    expect((await write('b')).kind).toBe('failed');
    expect(groups).toEqual([]);
  });

  it('writes what is waiting when it closes, and refuses the rest', async () => {
    const { queue, groups, write } = queueOf();
    const waiting = write('a');
    queue.close();
    expect((await waiting).kind).toBe('written');
    expect((await write('b')).kind).toBe('failed');
    expect(groups).toEqual([['a']]);
  });
});
