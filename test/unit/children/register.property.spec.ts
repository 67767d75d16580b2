import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  backwards,
  emptyRegister,
  isBefore,
  type Mark,
  type Moment,
  marksFrom,
  withMark,
} from '../../../src/children/domain/register.js';
import { plusDays } from '../../../src/schools/domain/local-date.js';

const URN = '120001';
const session = fc.constantFrom('AM' as const, 'PM' as const);
/** Some two years, so that months of one name and of another year are among them. */
const moment = fc.record({ date: fc.nat(700).map((days) => plusDays('2024-09-02', days)), session });
const marks = fc.uniqueArray(fc.record({ at: moment, code: fc.constantFrom('I', 'N', 'O') }), {
  maxLength: 40,
  selector: ({ at }) => `${at.date} ${at.session}`,
});
const order = (a: Moment, b: Moment) => (isBefore(a, b) ? -1 : 1);

const registerOf = (told: readonly { readonly at: Moment; readonly code: string }[]) =>
  told.reduce((register, { at, code }) => withMark(register, at, { code }), emptyRegister(URN));

const inTheirOrder = (told: readonly { readonly at: Moment; readonly code: string }[]): (Mark & Moment)[] =>
  told.map(({ at, code }) => ({ code, ...at })).sort(order);

describe('a register whose marks came in any order', () => {
  it('is read oldest first between two dates, both included', () => {
    fc.assert(
      fc.property(marks, moment, moment, (told, { date: from }, { date: to }) => {
        const expected = inTheirOrder(told).filter(({ date }) => date >= from && date <= to);
        expect(marksFrom(registerOf(told), from, to)).toEqual(expected);
      }),
    );
  });

  it('is read latest first before a moment, and whole when none is given', () => {
    fc.assert(
      fc.property(marks, moment, (told, before) => {
        const register = registerOf(told);
        const latestFirst = inTheirOrder(told).reverse();
        expect([...backwards(register)]).toEqual(latestFirst);
        expect([...backwards(register, before)]).toEqual(latestFirst.filter((mark) => isBefore(mark, before)));
      }),
    );
  });
});
