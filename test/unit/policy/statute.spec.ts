import { describe, expect, it } from '@jest/globals';
import { policyBook } from '../../support/policy.js';

describe('what the law asks of schools', () => {
  const law = policyBook.packs.filter(({ layer }) => layer === 'law');

  it('R52 is in packs of their own, each rule with the paragraph it comes from', () => {
    expect(law.map(({ pack }) => pack)).toEqual(expect.arrayContaining(['england-2006', 'england-2024']));
    for (const { timescales, settings } of law) {
      for (const [name, { paragraph }] of Object.entries({ ...timescales, ...settings })) {
        expect([name, paragraph]).toEqual([
          name,
          expect.stringMatching(/reg\.|s\.\s?\d|section|Act|Regulations|framework|guidance|SI \d/i),
        ]);
      }
    }
  });
});
