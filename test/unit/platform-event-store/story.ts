import { systemChance } from '../../../src/platform/clock/chance.js';
import { BlindIndex } from '../../../src/platform/crypto/blind-index.js';
import { KeyEncryptionKey } from '../../../src/platform/crypto/key-encryption-key.js';
import { Keyring } from '../../../src/platform/crypto/keyring.js';
import type { Vault } from '../../../src/platform/crypto/vault.js';
import { EventCodec } from '../../../src/platform/event-store/codec.js';
import type { EventDefinition } from '../../../src/platform/event-store/definition.js';
import type { CommandContext } from '../../../src/platform/event-store/envelope.js';
import { FixedClock } from '../../support/fixed-clock.js';
import { MemoryKeyStore } from '../../support/memory-key-store.js';

/** A small story of a loan at a library, so that nothing here depends on the field's own events. */
export type LoanEvent =
  | {
      readonly type: 'ReaderJoined';
      readonly data: { name: string; born?: string; phones?: string[]; cards: { id: string; owner: string }[] };
    }
  | { readonly type: 'BookLent'; readonly data: { book: string; on: string; note?: string } }
  | { readonly type: 'WarningNoted'; readonly data: { text: string } };

export const definitions: EventDefinition[] = [
  {
    type: 'ReaderJoined',
    schemaVersion: 1,
    personal: [
      { path: 'name', subject: 'stream' },
      { path: 'born', subject: 'stream' },
      { path: 'phones', subject: 'stream' },
      { path: 'cards.*.owner', subject: { at: 'cards.*.id' } },
    ],
    summary: 'Somebody joined.',
    example: { name: 'A', cards: [] },
  },
  {
    type: 'BookLent',
    schemaVersion: 1,
    personal: [{ path: 'note', subject: 'stream' }],
    summary: 'Lent.',
    example: {},
  },
  {
    type: 'WarningNoted',
    schemaVersion: 1,
    restricted: true,
    personal: [{ path: 'text', subject: 'stream' }],
    summary: 'A warning.',
    example: {},
  },
];

export function contextOf(commandId: string, more: Partial<CommandContext> = {}): CommandContext {
  return {
    commandId,
    correlationId: `corr-${commandId}`,
    causationId: `cause-${commandId}`,
    actor: { id: 'staff-1', role: 'librarian', organisation: '123456' },
    now: '2026-03-27T09:00:00.000Z',
    ...more,
  };
}

export function secrets() {
  const store = new MemoryKeyStore();
  const clock = new FixedClock();
  const kek = new KeyEncryptionKey(Buffer.alloc(32, 5));
  const keyring = new Keyring({ store, kek, clock, chance: systemChance });
  const vault: Vault = { keyring, blindIndex: new BlindIndex(store, Buffer.alloc(32, 6)), store, chance: systemChance };
  return { store, clock, keyring, vault, codec: new EventCodec(definitions, vault) };
}

export const joined: LoanEvent = {
  type: 'ReaderJoined',
  data: {
    name: 'Zoë Invented',
    cards: [
      { id: 'parent-1', owner: 'Kim Invented' },
      { id: 'parent-2', owner: 'Lee Invented' },
    ],
  },
};

export const lent = (book: string, note?: string): LoanEvent => ({
  type: 'BookLent',
  data: { book, on: '2026-03-27', ...(note !== undefined && { note }) },
});
