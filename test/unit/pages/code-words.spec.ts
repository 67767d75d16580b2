import { describe, expect, it } from '@jest/globals';
import { codeWords } from '../../../src/pages/code-words.js';
import { policyBook } from '../../support/policy.js';

const inWords = codeWords(policyBook.policyOn('riverside', '2026-11-10'), policyBook.codes, '2026-11-10');

describe('codes in facts and duties', () => {
  it.each([
    [
      'Authority made enquiry RL08: no answer.',
      'Authority made enquiry RL08 (Health, Integrated Care Board): no answer.',
    ],
    ['Cause recorded: R28.10, the main one.', /^Cause recorded: R28\.10 \([A-Z][^()]+\), the main one\.$/],
    ['Chase the answer of HOUSING', 'Chase the answer of Housing associations'],
    [
      'Absent in the morning of 2026-11-09 (code N).',
      'Absent in the morning of 2026-11-09 (code N, reason not yet established).',
    ],
  ])('are said in words as well: %s', (told, said) => {
    expect(inWords(told)).toMatch(said);
  });

  it('are left as they are where no list has them', () => {
    const told = 'The CME1 of MARLOW came (code QQ); DfE, SEN2, A1.';
    expect(inWords(told)).toBe(told);
  });
});
