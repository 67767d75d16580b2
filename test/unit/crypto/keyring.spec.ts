import { describe, expect, it } from '@jest/globals';
import { systemChance } from '../../../src/platform/clock/chance.js';
import { KeyMissing, SubjectErased, Tampered } from '../../../src/platform/crypto/errors.js';
import { KeyEncryptionKey } from '../../../src/platform/crypto/key-encryption-key.js';
import { Keyring, type KeyringLimits } from '../../../src/platform/crypto/keyring.js';
import { FixedClock } from '../../support/fixed-clock.js';
import { MemoryKeyStore } from '../../support/memory-key-store.js';

const kek = new KeyEncryptionKey(Buffer.alloc(32, 7));
const by = { by: 'staff-9', authority: 'retention rule CME-25y' };

function setUp(limits: KeyringLimits = {}) {
  const store = new MemoryKeyStore();
  const clock = new FixedClock();
  const keyring = () => new Keyring({ store, kek, clock, chance: systemChance }, limits);
  return { store, clock, keyring: keyring(), another: keyring() };
}

describe('Keyring', () => {
  it('makes a key when one is first needed, and the same one is read by every process', async () => {
    const { keyring, another, store } = setUp();
    const key = await keyring.toEncrypt('s:child-1');
    expect(key).toHaveLength(32);
    expect(await another.toDecrypt('s:child-1')).toEqual(key);
    expect(await another.toEncrypt('s:child-1')).toEqual(key);
    expect(store.keys.get('s:child-1')).toMatchObject({ subject: 'child-1', keyClass: 'standard' });
  });

  it('keeps standard and restricted facts under different keys', async () => {
    const { keyring } = setUp();
    expect(await keyring.toEncrypt('s:child-1')).not.toEqual(await keyring.toEncrypt('r:child-1'));
  });

  it('never stores a key readable', async () => {
    const { keyring, store } = setUp();
    const key = await keyring.toEncrypt('s:child-1');
    const text = JSON.stringify([...store.keys.values()]);
    for (const encoding of ['base64', 'base64url', 'hex'] as const) expect(text).not.toContain(key.toString(encoding));
  });

  it('lets two processes that make one key at once end with one key', async () => {
    const { keyring, another } = setUp();
    const [one, other] = await Promise.all([keyring.toEncrypt('s:child-1'), another.toEncrypt('s:child-1')]);
    expect(one).toEqual(other);
  });

  it('asks for many keys in one query', async () => {
    const { keyring, store } = setUp();
    const subjects = Array.from({ length: 900 }, (_, n) => `child-${n}`);
    await keyring.ensureKeys(subjects);
    expect(store.keys.size).toBe(900);
    expect(store.queries).toBe(1);
    await keyring.toDecryptAll(subjects.map((subject) => `s:${subject}`));
    expect(store.queries).toBe(1);
  });

  it('reads a key again when it has been in memory for its time', async () => {
    const { keyring, clock, store } = setUp({ ttl: 1_000 });
    await keyring.toEncrypt('s:child-1');
    const asked = store.queries;
    clock.advance(999);
    await keyring.toEncrypt('s:child-1');
    expect(store.queries).toBe(asked);
    clock.advance(1);
    await keyring.toEncrypt('s:child-1');
    expect(store.queries).toBe(asked + 1);
  });

  it('tells a destroyed key from one that is missing', async () => {
    const { keyring, another } = setUp();
    await keyring.toEncrypt('s:child-1');
    await keyring.destroy('child-1', 'standard', by);
    expect(await keyring.toDecrypt('s:child-1')).toBeUndefined();
    expect(await another.toDecrypt('s:child-1')).toBeUndefined();
    await expect(keyring.toDecrypt('s:child-2')).rejects.toThrow(KeyMissing);
  });

  it('never makes a second key for a person whose key was destroyed', async () => {
    const { keyring, another } = setUp();
    await keyring.destroy('child-1', 'standard', by);
    await expect(keyring.toEncrypt('s:child-1')).rejects.toThrow(SubjectErased);
    await expect(another.toEncrypt('s:child-1')).rejects.toThrow(SubjectErased);
    await another.ensureKeys(['child-1']);
    expect(await another.toDecrypt('s:child-1')).toBeUndefined();
  });

  it('keeps the record of the first destruction', async () => {
    const { keyring, another, clock } = setUp();
    const first = await keyring.destroy('child-1', 'standard', by);
    clock.advance(5_000);
    const second = await another.destroy('child-1', 'standard', { by: 'staff-2', authority: 'again' });
    expect(second.destroyed).toEqual(first.destroyed);
    expect(first.destroyed).toEqual({ at: '2026-03-27T09:00:00.000Z', ...by });
    expect(first.wrapped).toBeUndefined();
  });

  it('holds to a destruction that happens while the key is being read', async () => {
    const { keyring, another } = setUp();
    await another.ensureKeys(['child-1']);
    const reading = keyring.toDecrypt('s:child-1');
    await keyring.destroy('child-1', 'standard', by);
    await reading;
    expect(await keyring.toDecrypt('s:child-1')).toBeUndefined();
  });

  it('refuses a wrapped key that was put under another name, or changed', async () => {
    const { keyring, another, store } = setUp();
    await keyring.ensureKeys(['child-1', 'child-2']);
    const one = store.keys.get('s:child-1');
    const two = store.keys.get('s:child-2');
    if (!one || !two?.wrapped) throw new Error('no keys');
    store.keys.set('s:child-1', { ...one, wrapped: two.wrapped });
    await expect(another.toDecrypt('s:child-1')).rejects.toThrow(Tampered);
    store.keys.set('s:child-2', { ...two, wrapped: { ...two.wrapped, box: flipped(two.wrapped.box) } });
    await expect(another.toDecrypt('s:child-2')).rejects.toThrow(Tampered);
  });

  it('fails only those whose key is missing when many are read at once', async () => {
    const { keyring, another } = setUp();
    await keyring.ensureKeys(['child-1']);
    const [present, missing] = await Promise.allSettled([
      another.toDecrypt('s:child-1'),
      another.toDecrypt('s:child-2'),
    ]);
    expect(present.status).toBe('fulfilled');
    expect(missing).toMatchObject({ status: 'rejected', reason: { name: 'KeyMissing', keyId: 's:child-2' } });
  });

  it('passes a failure of the store on to everyone who waits', async () => {
    const { keyring, store } = setUp();
    store.findKeys = async () => {
      throw new Error('away');
    };
    const waiting = await Promise.allSettled([keyring.toEncrypt('s:a'), keyring.toDecrypt('s:b')]);
    expect(waiting.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});

function flipped(text: string): string {
  return (text.startsWith('A') ? 'B' : 'A') + text.slice(1);
}
