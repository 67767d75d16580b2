import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readAddress, readDateOfBirth } from '../../../src/enquiries/domain/field-readings.js';
import { compare, match, SCORE_MODEL } from '../../../src/enquiries/domain/matching.js';
import { nameLikeness, normalName, slips, soundOf } from '../../../src/enquiries/domain/names.js';
import type { KnownChild, PersonDetails } from '../../../src/enquiries/domain/person.js';
import { enquiryKeys, searchKeys } from '../../../src/enquiries/domain/search-keys.js';
import { enquiries, register } from '../../support/matching-set.js';

const sara: KnownChild = {
  childId: 'child-1',
  givenName: 'Sara',
  familyName: 'Amin',
  dateOfBirth: '2013-04-07',
  sex: 'F',
  upn: 'X926202524017',
  nhsNumber: '9434765919',
  addresses: [{ lines: ['21 Elm Road'], postcode: 'NR3 1AA' }],
  parents: ['Leila Amin'],
};
const reads = (asked: PersonDetails, field: string, known: KnownChild = sara) =>
  compare(asked, known).fields.find((reading) => reading.field === field)?.reads;

describe('R38 an exact number', () => {
  it('A15 of the roll reads as the same child', () => {
    const { outcome, proposals } = match({ upn: 'x926 2025 24017', givenName: 'Sara', familyName: 'Amin' }, [sara]);
    expect(outcome).toBe('one');
    expect(proposals[0]).toMatchObject({ childId: 'child-1', band: 'same', score: 1, model: SCORE_MODEL });
    expect(proposals[0]?.why).toContain('Reads as the same child. Agreeing: UPN (the same)');
  });

  it('may be a former one, or the NHS number', () => {
    const renumbered = { ...sara, upn: 'P207000016049', formerUpns: ['X926202524017'] };
    expect(compare({ upn: 'X926202524017' }, renumbered)).toMatchObject({ band: 'same' });
    expect(reads({ upn: 'X926202524017' }, 'upn', renumbered)).toBe('the same as a former number');
    expect(compare({ nhsNumber: '943 476 5919' }, sara)).toMatchObject({ band: 'same' });
  });

  it('that agrees while date of birth and both names differ is a conflict, not a match', () => {
    const other = { upn: 'X926202524017', givenName: 'Oliver', familyName: 'Thrower', dateOfBirth: '2010-11-30' };
    const matches = match(other, [sara]);
    expect(matches).toMatchObject({ outcome: 'conflict', proposals: [{ band: 'conflict' }] });
    expect(matches.proposals[0]?.why).toContain('one of the records may be wrong');
  });

  it('that agrees while the date of birth does not is possible only', () => {
    expect(compare({ upn: 'X926202524017', dateOfBirth: '2010-11-30', familyName: 'Amin' }, sara).band).toBe(
      'possible',
    );
    expect(compare({ upn: 'X926202524017', nhsNumber: '4010232137' }, sara).band).toBe('possible');
  });

  it('that is temporary, wrong or another one is no proof', () => {
    const temporary = { ...sara, upn: 'Y92620252401A' };
    expect(compare({ upn: 'Y92620252401A' }, temporary)).toMatchObject({ band: 'not-enough' });
    expect(reads({ upn: 'Q207000016049' }, 'upn')).toBe('cannot be compared: not a valid number');
    expect(reads({ upn: 'P207000016049' }, 'upn')).toBe('different: a child may have several');
    expect(reads({ nhsNumber: '123' }, 'nhs-number')).toBe('cannot be compared: not a valid number');
    expect(reads({ nhsNumber: '4010232137' }, 'nhs-number')).toBe('different');
  });

  it('on two records is a conflict', () => {
    const matches = match({ upn: 'X926202524017' }, [sara, { ...sara, childId: 'child-2', addresses: [] }]);
    expect(matches.outcome).toBe('conflict');
  });
});

describe('R36 without a number', () => {
  const told: PersonDetails = {
    givenName: 'Sara',
    familyName: 'Amin',
    dateOfBirth: '2013-04-07',
    addresses: [{ lines: ['21 Elm Rd'], postcode: 'nr31aa' }],
  };

  it('names, date of birth and address that all agree read as the same child', () => {
    expect(compare(told, sara)).toMatchObject({ band: 'same', score: 0.95 });
    expect(compare(told, sara).why).toContain('No number confirms it.');
  });

  it('names and date of birth alone are possible', () => {
    const { addresses: _, ...bare } = told;
    expect(compare(bare, sara)).toMatchObject({ band: 'possible', score: 0.8 });
  });

  it('an enquiry with a variant, a sound and an exchanged date is possible, each reading in words', () => {
    const asked: PersonDetails = {
      givenName: 'Sarah',
      familyName: 'AMEEN',
      dateOfBirth: '2013-07-04',
      addresses: [{ lines: ['9 Quay St'], postcode: 'IP1 1AA' }],
    };
    const proposal = compare(asked, sara);
    expect(proposal).toMatchObject({ band: 'possible', score: 0.5, perhapsTwin: false });
    expect(proposal.why).toBe(
      'Possibly the same child. Agreeing: family name (sounds alike), given name (spelling variant), ' +
        'date of birth (day and month exchanged). Nothing contradicts. No number confirms it.',
    );
    expect(proposal.why).not.toMatch(/Sara|Amin|2013/i);
  });

  it('an older brother at the same address is not enough', () => {
    const brother = { ...told, givenName: 'Karim', dateOfBirth: '2009-01-30', sex: 'M' as const };
    expect(compare(brother, sara).band).toBe('not-enough');
    expect(match(brother, [sara])).toEqual({ outcome: 'none', proposals: [] });
  });

  it('given and family name exchanged are seen', () => {
    const turned = { ...told, givenName: 'Amin', familyName: 'Sara' };
    expect(reads(turned, 'given-name')).toBe('the same, with given and family name exchanged');
    expect(compare(turned, sara).band).toBe('possible');
  });

  it('names that a child is known by, and other names of the family, are seen', () => {
    expect(reads({ givenName: 'Sally' }, 'given-name', { ...sara, knownAs: 'Sally' })).toBe(
      'the same as the name the child is known by',
    );
    expect(reads({ familyName: 'Howes' }, 'family-name', { ...sara, otherFamilyNames: ['Howes'] })).toBe(
      'the same as another name of the family',
    );
    expect(reads({ givenName: 'Sara Jane' }, 'given-name')).toBe('one part of the name is the same');
  });

  it('parents, siblings and sex are read', () => {
    expect(reads({ parents: ['AMIN, Leila'] }, 'parents')).toBe('a parent of the same name');
    expect(reads({ parents: ['Jo Rix'] }, 'parents')).toBe('no name in common');
    const withBrother = { ...sara, siblings: [{ name: 'Karim Amin', dateOfBirth: '2009-01-30' }] };
    expect(reads({ siblings: [{ name: 'Karim Amin' }] }, 'siblings', withBrother)).toBe('a sibling of the same name');
    expect(reads({ siblings: [{ name: 'Karim Amin', dateOfBirth: '2001-01-01' }] }, 'siblings', withBrother)).toBe(
      'no name in common',
    );
    expect(reads({ sex: 'M' }, 'sex')).toBe('different');
    expect(reads({ sex: 'U' }, 'sex')).toBe('cannot be compared: not given');
    expect(reads({ sex: 'F' }, 'sex')).toBe('the same');
  });

  it('A16 two candidates of one score are several, and none is chosen', () => {
    const cousin: KnownChild = {
      ...sara,
      childId: 'child-2',
      addresses: [],
      upn: 'P207000016049',
      nhsNumber: '4010232137',
      dateOfBirth: '2013-04-08',
    };
    const matches = match({ ...told, addresses: [] }, [sara, cousin]);
    expect(matches.outcome).toBe('several');
    expect(matches.proposals.map(({ band }) => band)).toEqual(['possible', 'possible']);
  });

  it('nothing to compare is not enough', () => {
    expect(compare({}, { childId: 'child-1' })).toMatchObject({ band: 'not-enough', score: 0 });
    expect(compare({}, { childId: 'child-1' }).why).toBe(
      'Not enough to say so. Nothing agrees. Nothing contradicts. No number confirms it.',
    );
  });
});

describe('R36 twins', () => {
  const zara: KnownChild = {
    ...sara,
    childId: 'child-2',
    givenName: 'Zara',
    upn: 'P207000016049',
    nhsNumber: '4010232137',
  };
  const told: PersonDetails = {
    givenName: 'Sara',
    familyName: 'Amin',
    dateOfBirth: '2013-04-07',
    addresses: sara.addresses ?? [],
  };

  it('are never the same child by name, birthday and address, and the warning is on both', () => {
    const matches = match(told, [sara, zara]);
    expect(matches.proposals.map(({ childId, band, perhapsTwin }) => [childId, band, perhapsTwin])).toEqual([
      ['child-1', 'possible', true],
      ['child-2', 'possible', true],
    ]);
    expect(matches.proposals[0]?.why).toContain('brother or sister of the same birthday');
  });

  it('a brother or sister of another given name is shown with the warning, below a match', () => {
    const proposal = compare({ ...told, givenName: 'Karim' }, sara);
    expect(proposal).toMatchObject({ band: 'not-enough', perhapsTwin: true });
    expect(match({ ...told, givenName: 'Karim' }, [sara])).toMatchObject({
      outcome: 'none',
      proposals: [{ perhapsTwin: true }],
    });
  });

  it('a number tells them apart', () => {
    const matches = match({ ...told, upn: 'P207000016049', givenName: 'Zara' }, [sara, zara]);
    expect(matches.proposals[0]).toMatchObject({ childId: 'child-2', band: 'same' });
  });

  it('whatever else agrees, a given name that differs is never the same child without a number', () => {
    fc.assert(
      fc.property(fc.constantFrom('Zara', 'Sarah', 'Sar', 'Karim', 'Mara', 'S'), fc.boolean(), (givenName, parent) => {
        const asked = { ...told, givenName, ...(parent ? { parents: ['Leila Amin'] } : {}) };
        expect(compare(asked, sara).band).not.toBe('same');
      }),
    );
  });
});

describe('names, dates and addresses', () => {
  it.each([
    ['O’Brien', "O'BRIEN", 'same'],
    ['Łuczak', 'Luczak', 'same'],
    ['Smith-Jones', 'Smith Jones', 'same'],
    ['Mc Donald', 'McDonald', 'same'],
    ['Đorđe Straße', 'Dorde Strasse', 'same'],
    ['Søren', 'Soren', 'same'],
    ['Ana Maria', 'Maria', 'part'],
    ['Catherine', 'Katherine', 'spelling'],
    ['Sara', 'Sarah', 'spelling'],
    ['Mohammed', 'Muhammad', 'spelling'],
    ['Ameen', 'Amin', 'sound'],
    ['Philips', 'Fillips', 'sound'],
    ['Jo', 'Bo', 'different'],
    ['Anna', 'Zoe', 'different'],
  ])('%s and %s: %s', (one, other, likeness) => {
    expect(nameLikeness(one, other)).toBe(likeness);
    expect(nameLikeness(other, one)).toBe(likeness);
  });

  it('slips are counted, exchanges of neighbours as one', () => {
    expect(slips('sarah', 'sraah')).toBe(1);
    expect(slips('ab', 'abcdef')).toBe(3);
    expect(normalName('  ')).toBe('');
    expect(soundOf('')).toBe('');
    const word = fc.stringMatching(/^[a-c]{0,6}$/);
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(slips(a, b)).toBe(slips(b, a));
        expect(slips(a, b) === 0).toBe(a === b);
      }),
    );
  });

  it.each([
    ['2013-04-07', '2013-04-07', 'the same'],
    ['2013-07-04', '2013-04-07', 'day and month exchanged'],
    ['2013-04-08', '2013-04-07', 'the same but for the day'],
    ['2013-05-07', '2013-04-07', 'the same but for the month'],
    ['2012-04-07', '2013-04-07', 'the same but for the year'],
    ['2012-05-07', '2013-04-07', 'different'],
    [undefined, '2013-04-07', 'cannot be compared: not given'],
  ])('born %s and %s: %s', (one, other, words) => {
    expect(readDateOfBirth(one, other).reads).toBe(words);
  });

  it.each([
    [['21 Elm Rd'], 'NR3 1AA', 'the same postcode and house'],
    [['Flat'], 'NR31AA', 'the same postcode, house not given: uncertain'],
    [['23 Elm Rd'], 'NR3 1AA', 'the same postcode, another house'],
    [['21 Elm Road'], undefined, 'the same house and street, postcode not the same or not given'],
    [['21 Elm Road'], 'NR3', 'the same house and street, postcode not the same or not given'],
    [['9 Quay St'], 'IP1', 'different: a family may have moved'],
  ])('at %j %s: %s', (lines, postcode, words) => {
    const place = postcode === undefined ? { lines } : { lines, postcode };
    expect(readAddress([{ lines: ['nowhere'] }, place], sara.addresses).reads).toBe(words);
  });
});

describe('R38 on an invented register with the errors that enquiries have', () => {
  const known = register(926, 500);
  const index = new Map<string, KnownChild[]>();
  for (const child of known) for (const key of searchKeys(child)) index.set(key, [...(index.get(key) ?? []), child]);
  const find = (asked: PersonDetails) => [...new Set(enquiryKeys(asked).flatMap((key) => index.get(key) ?? []))];
  const results = enquiries(1, known, 1500).map((enquiry) => ({
    ...enquiry,
    ...match(enquiry.asked, find(enquiry.asked)),
  }));
  const asked = results.filter(({ truth }) => truth !== undefined);

  it('"same" is never said of the wrong child', () => {
    const wrong = results.flatMap(({ proposals, truth }) =>
      proposals.filter((it) => it.band === 'same' && it.childId !== truth),
    );
    expect(wrong).toEqual([]);
    expect(asked.filter(({ proposals }) => proposals.some(({ band }) => band === 'same')).length).toBeGreaterThan(
      asked.length / 3,
    );
  });

  it('97 of 100 children are among the proposals, nearly all as the first', () => {
    const found = asked.filter(({ truth, proposals }) =>
      proposals.some(({ childId, band }) => childId === truth && band !== 'not-enough'),
    );
    const first = asked.filter(({ truth, proposals }) => proposals[0]?.childId === truth);
    expect(found.length / asked.length).toBeGreaterThan(0.97);
    expect(first.length / asked.length).toBeGreaterThan(0.96);
  });

  it('few proposals are of another child, and the list to look at is short', () => {
    const proposals = results.flatMap(({ proposals: list, truth }) =>
      list.filter(({ band }) => band !== 'not-enough').map(({ childId }) => childId === truth),
    );
    expect(proposals.filter(Boolean).length / proposals.length).toBeGreaterThan(0.9);
    expect(Math.max(...results.map(({ proposals: list }) => list.length))).toBeLessThan(8);
  });

  it('the keys find the child under every usual slip', () => {
    const missed = asked.filter(({ truth, asked: enquiry }) => !find(enquiry).some(({ childId }) => childId === truth));
    expect(missed.length / asked.length).toBeLessThan(0.02);
  });
});
