import { describe, expect, it } from '@jest/globals';
import { GuardedWriter } from '../../../src/platform/projections/guarded-writer.js';
import type { Stored } from '../../../src/platform/projections/projection.js';
import { type WriteOptions, WrittenLate } from '../../../src/platform/projections/view-store.js';
import { LeaseLost } from '../../../src/platform/subscriptions/lease.js';
import { perfectLink } from '../../support/views/memory-view-store.js';
import { UNGUARDED, unguardedDocuments } from '../../support/views/unguarded-documents.js';

const document = (key: string, position: string): Stored => ({ _id: key, _seen: { position } });

/** A server without atomic updates that holds `ada` at 5, and counts the commands that write. */
function server() {
  const stored = new Map([['ada', document('ada', '5')]]);
  const documents = unguardedDocuments(stored, perfectLink);
  let commands = 0;
  const counted: typeof documents = {
    ...documents,
    bulkWrite: (operations, options) => {
      commands += 1;
      return documents.bulkWrite(operations, options);
    },
  };
  const write = (what: readonly Stored[], options?: WriteOptions) =>
    new GuardedWriter(counted, UNGUARDED, options).write(what);
  const position = (key: string) => stored.get(key)?._seen.position;
  return { write, position, commands: () => commands };
}

describe('guarded writing where updates are not atomic', () => {
  it('writes over what has seen less and leaves what has seen more', async () => {
    const { write, position } = server();
    expect(await write([document('ada', '4'), document('ben', '4')])).toMatchObject({ written: 1, alreadyApplied: 1 });
    expect(await write([document('ada', '6')])).toMatchObject({ written: 1, alreadyApplied: 0 });
    expect([position('ada'), position('ben')]).toEqual(['6', '4']);
  });

  it('inserts what was not there, and no update with it', async () => {
    const { write, position, commands } = server();
    const created = new Set(['ben', 'cat']);
    expect(await write([document('ben', '7'), document('cat', '7')], { created })).toMatchObject({ written: 2 });
    expect([position('ben'), position('cat'), commands()]).toEqual(['7', '7', 0]);
  });

  it('what came to be there since it was looked for is guarded as the rest', async () => {
    const { write, position } = server();
    const created = new Set(['ada', 'ben']);
    await write([document('ada', '4'), document('ben', '7')], { created });
    expect([position('ada'), position('ben')]).toEqual(['5', '7']);
    await write([document('ada', '6')], { created });
    expect(position('ada')).toBe('6');
  });

  it('sends no command when the lease has run out', async () => {
    const { write, position, commands } = server();
    await expect(write([document('ada', '6')], { held: () => false })).rejects.toThrow(LeaseLost);
    expect([position('ada'), commands()]).toEqual(['5', 0]);
  });

  it('tells which documents are in doubt when the lease runs out during a command', async () => {
    const { write, commands } = server();
    const held = () => commands() === 0;
    const late = await write([document('ada', '6')], { held }).catch((error: unknown) => error);
    expect(late).toBeInstanceOf(WrittenLate);
    expect((late as WrittenLate).documents).toEqual([document('ada', '6')]);
  });
});
