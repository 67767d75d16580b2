import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { systemChance } from '../../../src/platform/clock/chance.js';
import { Tampered } from '../../../src/platform/crypto/errors.js';
import { openField, sealField } from '../../../src/platform/crypto/sealing.js';

const key = Buffer.alloc(32, 1);
const place = { streamId: 'child-1', eventId: 'e1', path: 'parents.0.name' };

function sealed(value: unknown) {
  return sealField(value, key, 's:1', place, systemChance.bytes(12));
}

describe('sealed fields', () => {
  it('open to the JSON value that was sealed', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const back = openField(JSON.parse(JSON.stringify(sealed(value))), key, place);
        expect(JSON.stringify(back)).toBe(JSON.stringify(value));
      }),
    );
  });

  it('have the stored form that other programs may rely on', () => {
    const field = sealed('Zoë');
    expect(Object.keys(field)).toEqual(['$enc', 'k', 'iv', 'ct', 'tag']);
    expect(field.iv).toMatch(/^[\w-]{16}$/);
    expect(field.tag).toMatch(/^[\w-]{22}$/);
    expect(JSON.stringify(field)).not.toContain('Zoë');
  });

  it('differ each time, so that equal values cannot be told', () => {
    expect(sealed('same').ct).not.toBe(sealed('same').ct);
  });

  it.each([
    ['another stream', { ...place, streamId: 'child-2' }],
    ['another event', { ...place, eventId: 'e2' }],
    ['another path', { ...place, path: 'parents.1.name' }],
  ])('do not open in %s', (_, elsewhere) => {
    expect(() => openField(sealed('x'), key, elsewhere)).toThrow(Tampered);
  });

  it('do not open under another key, or as another key', () => {
    expect(() => openField(sealed('x'), Buffer.alloc(32, 2), place)).toThrow(Tampered);
    expect(() => openField({ ...sealed('x'), k: 's:2' }, key, place)).toThrow(Tampered);
  });

  it('do not open when any character was changed or cut', () => {
    const field = sealed('a longer value, to be changed');
    for (const part of ['iv', 'ct', 'tag'] as const) {
      const text = field[part];
      for (let at = 0; at < text.length - 1; at++) {
        const other = text[at] === 'A' ? 'B' : 'A';
        const changed = { ...field, [part]: text.slice(0, at) + other + text.slice(at + 1) };
        expect(() => openField(changed, key, place)).toThrow(Tampered);
      }
      expect(() => openField({ ...field, [part]: text.slice(0, -4) }, key, place)).toThrow(Tampered);
    }
  });
});
