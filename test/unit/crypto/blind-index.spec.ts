import { describe, expect, it } from '@jest/globals';
import { BlindIndex, normalised } from '../../../src/platform/crypto/blind-index.js';
import { derivedUuid, uuidOf } from '../../../src/platform/crypto/derived-uuid.js';
import { MemoryKeyStore } from '../../support/memory-key-store.js';

function setUp() {
  const store = new MemoryKeyStore();
  return { store, index: new BlindIndex(store, Buffer.alloc(32, 3)) };
}

describe('BlindIndex', () => {
  it('gives an identifier to one child, and says who has it', async () => {
    const { index } = setUp();
    expect(await index.reserve('upn', 'A801234567890', 'child-1')).toBe('child-1');
    expect(await index.reserve('upn', 'a8012 34567890', 'child-2')).toBe('child-1');
    expect(await index.reserve('upn', 'A801234567890', 'child-1')).toBe('child-1');
    expect(await index.reserve('former-upn', 'A801234567890', 'child-2')).toBe('child-2');
  });

  it('lets one of two at once win', async () => {
    const { index } = setUp();
    const [one, other] = await Promise.all([index.reserve('upn', 'A1', 'x'), index.reserve('upn', 'A1', 'y')]);
    expect(one).toBe(other);
  });

  it('finds many by the values as they were given, and leaves unknown ones out', async () => {
    const { index } = setUp();
    for (let n = 0; n < 2_500; n++) await index.reserve('upn', `U${n}`, `child-${n}`);
    const found = await index.find('upn', [...Array.from({ length: 2_500 }, (_, n) => `u${n} `), 'nobody']);
    expect(found.size).toBe(2_500);
    expect(found.get('u2499 ')).toBe('child-2499');
  });

  it('gives up only the own reservation', async () => {
    const { index, store } = setUp();
    await index.reserve('upn', 'A1', 'child-1');
    await index.release('upn', 'A1', 'child-2');
    expect(store.identifiers.size).toBe(1);
    await index.release('upn', 'A1', 'child-1');
    expect(await index.reserve('upn', 'A1', 'child-2')).toBe('child-2');
  });

  it('stores no identifier, and hashes that nobody can make without the key', async () => {
    const { index, store } = setUp();
    await index.reserve('upn', 'A801234567890', 'child-1');
    expect(JSON.stringify([...store.identifiers.values()])).not.toContain('801234567890');
    const other = new BlindIndex(store, Buffer.alloc(32, 4));
    expect(other.idOf('upn', 'A801234567890')).not.toBe(index.idOf('upn', 'A801234567890'));
  });

  it.each([
    [' a801-234 567890 ', 'A801234567890'],
    ['Zoë O’Neil', 'ZOEONEIL'],
    ['Ⅻ', 'XII'],
    ['Łukasz', 'ŁUKASZ'],
  ])('normalises %s', (given, expected) => {
    expect(normalised(given)).toBe(expected);
  });

  it('makes fingerprints that differ by command and contents and are too short to confirm a guess', () => {
    const { index } = setUp();
    const print = index.fingerprint('c1', 'body');
    expect(print).toMatch(/^[0-9a-f]{8}$/);
    expect(index.fingerprint('c1', 'body')).toBe(print);
    expect(index.fingerprint('c2', 'body')).not.toBe(print);
    expect(index.fingerprint('c1', 'other')).not.toBe(print);
  });
});

describe('the command id of an Idempotency-Key', () => {
  it('is the same for the same key of the same person, for as long as the key of the installation lasts', () => {
    const { index } = setUp();
    expect(index.commandId('staff-1', 'T926990126001')).toBe(setUp().index.commandId('staff-1', 'T926990126001'));
    // Fixed for ever: a change would make every repeated command a new one.
    expect(index.commandId('staff-1', 'key-1')).toBe('e8f52f08-cd8c-82c6-b750-65350c8f28e6');
    expect(index.commandId('staff-1', 'key-1')).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  it('keeps people and keys apart', () => {
    const { index } = setUp();
    const ids = [
      index.commandId('a', 'b'),
      index.commandId('b', 'a'),
      index.commandId('a', 'c'),
      index.commandId('ab', ''),
    ];
    expect(new Set(ids).size).toBe(4);
  });

  it('cannot be worked out by who knows the person and the key, though it be a pupil’s number', () => {
    const elsewhere = new BlindIndex(new MemoryKeyStore(), Buffer.alloc(32, 4));
    const { index } = setUp();
    expect(elsewhere.commandId('staff-1', 'T926990126001')).not.toBe(index.commandId('staff-1', 'T926990126001'));
    expect(index.commandId('staff-1', 'T926990126001')).not.toBe(derivedUuid('staff-1', 'T926990126001'));
  });
});

describe('derived ids', () => {
  it('are version 5 UUIDs, the same every time', () => {
    expect(uuidOf('x')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    // Fixed for ever: a change would make every repeated command a new one.
    expect(derivedUuid('staff-1', 'key-1')).toBe('1414e4f0-53b1-531a-9dfe-49d9104c66f1');
  });

  it('keep actors and keys apart', () => {
    const ids = [derivedUuid('a', 'b'), derivedUuid('b', 'a'), derivedUuid('a', 'c'), derivedUuid('ab', '')];
    expect(new Set(ids).size).toBe(4);
  });
});
