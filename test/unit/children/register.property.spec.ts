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

  it('has an open absence that began after the last session at which the pupil was there', () => {
    const attended = fc.uniqueArray(fc.record({ at: moment, there: fc.boolean() }), {
      minLength: 1,
      maxLength: 40,
      selector: ({ at }) => `${at.date} ${at.session}`,
    });
    fc.assert(
      fc.property(attended, (told) => {
        const mark = (there: boolean): Mark => (there ? { code: 'U', attended: true } : { code: 'O' });
        const { open } = told.reduce((all, { at, there }) => withMark(all, at, mark(there)), emptyRegister(URN));
        const ordered = [...told].sort((a, b) => order(a.at, b.at));
        const first = ordered.findLastIndex(({ there }) => there) + 1;
        expect(open?.from).toEqual(ordered[first]?.at);
        expect(open?.to).toEqual(open && ordered.at(-1)?.at);
      }),
    );
  });
});
