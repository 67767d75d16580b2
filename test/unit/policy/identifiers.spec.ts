import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isAuthorityCode } from '../../../src/policy/domain/authority-codes.js';
import {
  checkLaEstab,
  checkNhsNumber,
  checkUln,
  checkUpn,
  checkUrn,
  upnCheckLetter,
} from '../../../src/policy/domain/identifiers.js';

describe('R36 the unique pupil number', () => {
  it.each([
    ['X926202524017', 'permanent'],
    ['P207000016049', 'permanent'],
    ['B801200005001', 'permanent'],
    ['Y92620252401A', 'temporary'],
  ])('%s is valid and %s', (upn, kind) => {
    expect(checkUpn(upn)).toEqual({ valid: true, upn, kind });
  });

  it.each([
    ['Q207000016049', 'check', 'T8: the worked example of two vendors is wrong, the letter is P'],
    ['A801200005001', 'check', 'another check letter'],
    ['X80120000A001', 'characters', 'a letter in the middle'],
    ['E000200005001', 'unknown-authority', 'no authority 000'],
    ['I926202524017', 'characters', 'I is never used'],
    ['X92620252401S', 'characters', 'nor is S'],
    ['X92620252401', 'length', 'a character short'],
    ['', 'length', 'nothing'],
  ])('%s is refused: %s (%s)', (upn, fault) => {
    expect(checkUpn(upn)).toMatchObject({ valid: false, fault });
  });

  it('T8 knows the authorities that libraries of 2011 do not', () => {
    for (const code of ['838', '839', '940', '941', '942', '943']) {
      expect(isAuthorityCode(code)).toBe(true);
      const body = `${code}200025001`;
      expect(checkUpn(upnCheckLetter(body) + body)).toMatchObject({ valid: true });
    }
    for (const code of ['000', '999', '804', '92', 'ABC']) expect(isAuthorityCode(code)).toBe(false);
  });

  it('is read with spaces and in small letters', () => {
    expect(checkUpn(' x926 2025 24017 ')).toMatchObject({ valid: true, upn: 'X926202524017' });
  });

  it('never repeats the number in what it says', () => {
    const result = checkUpn('Q207000016049');
    expect(result.valid ? '' : result.because).not.toContain('207000016049');
  });

  it('finds every slip in one digit, and every exchange of two neighbours that differ', () => {
    const body = fc.stringMatching(/^926\d{9}$/);
    fc.assert(
      fc.property(body, fc.integer({ min: 3, max: 11 }), fc.integer({ min: 1, max: 9 }), (digits, at, by) => {
        const upn = upnCheckLetter(digits) + digits;
        expect(checkUpn(upn).valid).toBe(true);
        const slipped = [...digits];
        slipped[at] = String((Number(slipped[at]) + by) % 10);
        expect(checkUpn(upnCheckLetter(digits) + slipped.join('')).valid).toBe(false);
        const swapped = [...digits];
        [swapped[at - 1], swapped[at]] = [swapped[at] ?? '', swapped[at - 1] ?? ''];
        if (at > 3 && swapped.join('') !== digits)
          expect(checkUpn(upnCheckLetter(digits) + swapped.join('')).valid).toBe(false);
      }),
    );
  });
});

describe('other numbers', () => {
  it('ULN: ten digits, the first not 0, with a check digit', () => {
    expect(checkUln('9276308686')).toEqual({ valid: true, uln: '9276308686' });
    expect(checkUln('9276308687')).toMatchObject({ fault: 'check' });
    expect(checkUln('0276308686')).toMatchObject({ fault: 'characters' });
    expect(checkUln('927630868')).toMatchObject({ fault: 'length' });
    expect(checkUln('92763O8686')).toMatchObject({ fault: 'characters' });
  });

  it('NHS number: modulus 11', () => {
    expect(checkNhsNumber('943 476 5919')).toEqual({ valid: true, nhsNumber: '9434765919' });
    expect(checkNhsNumber('943-476-5918')).toMatchObject({ fault: 'check' });
    expect(checkNhsNumber('94347659')).toMatchObject({ fault: 'length' });
    expect(checkNhsNumber('943476591X')).toMatchObject({ fault: 'characters' });
  });

  it('URN: six digits', () => {
    expect(checkUrn(' 120001 ')).toEqual({ valid: true, urn: '120001' });
    expect(checkUrn('020001')).toMatchObject({ fault: 'characters' });
    expect(checkUrn('12000')).toMatchObject({ fault: 'length' });
  });

  it('DfE number: authority and establishment', () => {
    expect(checkLaEstab('926/2025')).toEqual({
      valid: true,
      laEstab: '9262025',
      authority: '926',
      establishment: '2025',
    });
    expect(checkLaEstab('999/2025')).toMatchObject({ fault: 'unknown-authority' });
    expect(checkLaEstab('926/202')).toMatchObject({ fault: 'length' });
    expect(checkLaEstab('926/202A')).toMatchObject({ fault: 'characters' });
  });
});
