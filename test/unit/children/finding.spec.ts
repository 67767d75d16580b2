import { describe, expect, it } from '@jest/globals';
import {
  agreement,
  exactQuestions,
  findingKeys,
  nearQuestions,
  type Wanted,
  wordsAskedFor,
} from '../../../src/children/domain/finding.js';

const zoe = { givenName: 'Zoë Mae', familyName: 'O’Brien-Łuczak', knownAs: 'Zo', dateOfBirth: '2015-04-03' };

/** As the index answers: a child has every key of a question, of a list one at least. */
function finds(name: string, person: Parameters<typeof findingKeys>[0]): boolean {
  const keys = new Set(findingKeys(person));
  return exactQuestions({ words: wordsAskedFor(name) })
    .flat()
    .filter((key) => typeof key === 'string' && !key.startsWith('='))
    .every((key) => keys.has(key as string));
}

describe('the words by which a child is found', () => {
  it.each([
    'zoe',
    'ZOË',
    'obrien zoe',
    'O’Brien',
    "o'brien",
    'o brien',
    'brien',
    'luczak',
    'ŁUCZAK, Zoë',
    'O’Brien-Łuczak',
    'obrienluczak',
    'Zoemae',
    'mae z',
    'lu zo',
  ])('"%s" is begun by words of the child, in any order, without accents and capitals', (name) => {
    expect(finds(name, zoe)).toBe(true);
  });

  it.each(['oe', 'rien', 'zoe marlow', 'zoee'])('"%s" is not', (name) => {
    expect(finds(name, zoe)).toBe(false);
  });

  it('are found by a birthday, and not by a number that looks like a name', () => {
    expect(findingKeys(zoe)).toContain('2015-04-03');
    expect(findingKeys({ familyName: '2015' })).toEqual([]);
  });

  it('are compared to the length of 24 letters', () => {
    const long = 'Wolfeschlegelsteinhausenbergerdorff';
    expect(finds(long, { familyName: long })).toBe(true);
    expect(findingKeys({ familyName: long }).every((key) => key.length <= 25)).toBe(true);
  });

  it('are asked with the longest first, for few children share it, each once, and eight at most', () => {
    expect(wordsAskedFor('al marlow AL')).toEqual(['marlow', 'al']);
    expect(wordsAskedFor('a b c d e f g h i j')).toHaveLength(8);
    expect(wordsAskedFor(' 123, - ')).toEqual([]);
  });
});

describe('what is asked', () => {
  const name: Wanted = { words: ['marlow', 'ada'] };
  const born = { dateOfBirth: '2015-04-03' };
  const number = { number: 'hash' };

  it('of whole words first, then of their beginnings, with all that was told', () => {
    expect(exactQuestions({ ...name, ...born, ...number })).toEqual([
      ['=marlow', '=ada', '2015-04-03', 'hash'],
      ['marlow', 'ada', '2015-04-03', 'hash'],
    ]);
    expect(exactQuestions({ words: [], ...number })).toEqual([['hash']]);
  });

  it('again without one of two things, where nobody agrees in both', () => {
    expect(nearQuestions({ ...name, ...born })).toEqual([
      ['marlow', 'ada'],
      ['2015-04-03', ['marlow', 'ada']],
    ]);
    expect(nearQuestions({ words: [], ...born, ...number })).toEqual([['hash'], ['2015-04-03']]);
    expect(nearQuestions({ ...name, ...number })).toEqual([['hash'], ['marlow', 'ada']]);
  });

  it('in four questions at most, and in none where one thing was told', () => {
    expect(nearQuestions({ ...name, ...born, ...number })).toHaveLength(4);
    expect([nearQuestions(name), nearQuestions({ words: [], ...born })]).toEqual([[], []]);
  });

  it('with an initial counts for nothing beside a birthday alone', () => {
    expect(nearQuestions({ words: ['marlow', 'a'], ...born })[1]).toEqual(['2015-04-03', ['marlow']]);
  });
});

describe('in what a child agrees', () => {
  const ada = findingKeys({ givenName: 'Ada', familyName: 'Marlow', dateOfBirth: '2015-04-03' });
  const adaline = findingKeys({ givenName: 'Adaline', familyName: 'Marlow', dateOfBirth: '2015-04-03' });
  const wanted: Wanted = { words: ['marlow', 'ada'], dateOfBirth: '2015-04-03' };

  it('is told field by field', () => {
    expect(agreement(wanted, ada)).toMatchObject({ agrees: ['name', 'dateOfBirth'], differs: [] });
    expect(agreement({ ...wanted, dateOfBirth: '2015-03-04', number: 'hash' }, ada)).toMatchObject({
      agrees: ['name'],
      differs: ['dateOfBirth', 'number'],
    });
    expect(agreement({ ...wanted, words: ['marlow', 'eve'] }, ada)).toMatchObject({
      agrees: ['dateOfBirth'],
      differs: ['name'],
    });
  });

  it('weighs more with a whole word than with a beginning, with a birthday than with a name, with a number than with both', () => {
    const weight = (asked: Wanted, keys: string[]) => agreement(asked, keys).weight;
    expect(weight(wanted, ada)).toBeGreaterThan(weight(wanted, adaline));
    const misheard = { ...wanted, dateOfBirth: '2015-03-04' };
    const renamed = { ...wanted, words: ['marlow', 'eve'] };
    expect(weight(renamed, ada)).toBeGreaterThan(weight(misheard, ada));
    expect(weight({ words: ['smith'], number: 'hash' }, ['hash'])).toBeGreaterThan(weight(wanted, ada));
  });
});
