import { describe, expect, it } from '@jest/globals';
import { deserialize } from 'bson';
import fc from 'fast-check';
import { checkNames } from '../../../src/embedded/documents/bson/names.js';
import { eachField, locate, parse, validate } from '../../../src/embedded/documents/bson/raw.js';
import { encodeReply, Nested, RawArray } from '../../../src/embedded/documents/bson/reply.js';
import { CommandError } from '../../../src/embedded/documents/errors.js';
import { bytesOf, values } from './arbitraries.js';

const documents = fc.dictionary(fc.constantFrom('_id', 'a', 'ab', 'b', 'long-name'), values, { noNullPrototype: true });

describe('BSON in place', () => {
  it('accepts what the library writes, and finds each field', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const bytes = bytesOf(document);
        expect(validate(bytes, 0, bytes.length)).toBe(bytes.length);
        const names: string[] = [];
        eachField(bytes, 0, (_type, name) => names.push(name));
        expect(names).toEqual(Object.keys(document));
        const place = { type: 0, at: 0 };
        for (const name of names) expect(locate(bytes, 0, Buffer.from(name), place)).toBe(true);
        expect(locate(bytes, 0, Buffer.from('nothing'), place)).toBe(false);
        expect(locate(bytes, 0, Buffer.from('lon'), place)).toBe(false);
      }),
    );
  });

  it('refuses damaged bytes with an error of its own, or else finds them sound to walk through', () => {
    const damage = fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) });
    fc.assert(
      fc.property(documents, fc.array(damage, { minLength: 1, maxLength: 4 }), (document, damages) => {
        const bytes = bytesOf(document);
        for (const { at, byte } of damages) bytes[at % bytes.length] = byte;
        try {
          validate(bytes, 0, bytes.length);
        } catch (error) {
          expect(error).toBeInstanceOf(CommandError);
          return;
        }
        let end = 4;
        eachField(bytes, 0, (_type, _name, _at, after) => {
          end = after;
        });
        expect(end).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 2000 },
    );
  });

  it('refuses documents that nest too deeply', () => {
    let bytes = bytesOf({});
    for (let depth = 0; depth < 300; depth++) {
      const outer = Buffer.alloc(bytes.length + 8);
      outer.writeInt32LE(outer.length, 0);
      outer.write('\x03a\0', 4, 'latin1');
      bytes.copy(outer, 7);
      bytes = outer;
    }
    expect(() => validate(bytes, 0, bytes.length)).toThrow('nested too deeply');
  });

  it('refuses names with a dot or a leading dollar at any depth', () => {
    expect(() => checkNames(bytesOf({ a: { b: [{ c: 1 }] }, d$: 1 }))).not.toThrow();
    expect(() => checkNames(bytesOf({ 'a.b': 1 }))).toThrow('"a.b"');
    expect(() => checkNames(bytesOf({ a: [{ $b: 1 }] }))).toThrow('"$b"');
  });
});

describe('replies', () => {
  it('hold documents that are already bytes, in the order of the fields', () => {
    const [one, two] = [bytesOf({ _id: 1 }), bytesOf({ _id: 2, a: 'x' })];
    const reply = encodeReply({
      n: 1,
      cursor: new Nested({ ns: 'a.b', firstBatch: new RawArray([one, two]) }),
      value: two,
      ok: 1,
    });
    expect(Object.keys(deserialize(reply))).toEqual(['n', 'cursor', 'value', 'ok']);
    expect(parse(reply)).toEqual({
      n: 1,
      cursor: { ns: 'a.b', firstBatch: [{ _id: 1 }, { _id: 2, a: 'x' }] },
      value: { _id: 2, a: 'x' },
      ok: 1,
    });
  });
});
