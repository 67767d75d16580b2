import { describe, expect, it } from '@jest/globals';
import { DayContexts } from '../../../src/children/day-contexts.js';
import { type CaseloadDocument, CaseloadProjection } from '../../../src/children/projections/caseload.js';
import { norfolkCalendar, policyBook } from '../../support/policy.js';
import { type Given, projecting } from '../../support/projection.js';

const CHILD = 'child-0d5c9b1e-8f0a-4c57-9a51-2f6f0c6d8a11';
const on = { occurredOn: '2025-10-06' };
const days = new DayContexts({ calendarOf: () => norfolkCalendar, policyOf: () => 'norfolk' }, policyBook);
const caseload = new CaseloadProjection(days, (number) => `hash:${number}`);
const recorded = { metadata: { recordedAt: '2025-10-06T10:00:00.000Z' } };

const person = { givenName: 'Ada', familyName: 'Marlow', dateOfBirth: '2015-04-03', upn: 'T926990126001' };
const registered: Given = {
  type: 'ChildRegistered',
  data: { childId: CHILD.slice(6), ...person, uln: '9276308686', formerUpns: ['B801200005001'], ...on },
  ...recorded,
};
const renamed: Given = {
  type: 'DetailsChanged',
  data: { familyName: 'Quay', upn: 'A926990126002', ...on },
  ...recorded,
};
const inTribal: Given = {
  type: 'RecordedInLaSystem',
  data: { system: 'Tribal', reference: 'T-1001', ...on },
  ...recorded,
};
const erased = '[erased]';
const erasedPerson = { givenName: erased, familyName: erased, dateOfBirth: erased, upn: erased };

function foundBy(facts: readonly Given[], check: (keys: readonly string[], whole: string) => void): void {
  projecting(caseload as never)
    .given(CHILD, facts)
    .thenDocuments((documents) => {
      const [row] = documents as unknown as CaseloadDocument[];
      check(row?.foundBy ?? [], JSON.stringify(row));
    });
}

describe('what a child of the caseload is found by', () => {
  it('is names, birthday and numbers, the numbers as hashes, also when every event comes twice', () => {
    foundBy([registered, inTribal], (keys, whole) => {
      expect(keys).toEqual([
        ...['a', 'ad', 'ada', '=ada'],
        ...['m', 'ma', 'mar', 'marl', 'marlo', 'marlow', '=marlow'],
        '2015-04-03',
        ...['hash:T926990126001', 'hash:9276308686', 'hash:B801200005001', 'hash:T-1001'],
      ]);
      expect(whole).not.toMatch(/"T926990126001"|"9276308686"|"B801200005001"/);
    });
  });

  it('is the names that it has now, and every number that it ever had', () => {
    foundBy([registered, renamed], (keys) => {
      expect(keys).toEqual(expect.arrayContaining(['=quay', 'hash:A926990126002', 'hash:T926990126001']));
      expect(keys).not.toContain('marl');
    });
  });

  it('is nothing once the person is erased: no word, no birthday, no number, nor the reference of another system', () => {
    const gone: Given = { ...registered, data: { ...(registered.data as object), ...erasedPerson } };
    foundBy([gone, inTribal], (keys) => expect(keys).toEqual([]));
  });

  it('is kept as it is by a fact that touches neither names nor numbers', () => {
    const id = CHILD.slice(6);
    const absent: Given = {
      type: 'AbsenceRecorded',
      data: { urn: '120001', session: 'AM', code: 'I', ...on },
      ...recorded,
    };
    const told = (fact: Given) => ({ ...fact, streamId: CHILD }) as never;
    const before = caseload.apply(undefined, told(registered), id);
    const after = caseload.apply(before, told(absent), id);
    expect(after.child.registers).not.toEqual({});
    expect(after.foundBy).toContain('=marlow');
    expect(after.foundBy).toBe(before.foundBy);
    expect(caseload.complete(after).foundBy).toEqual(before.foundBy);
  });

  it('is nothing of a record that was never begun', () => {
    foundBy([inTribal], (keys) => expect(keys).toEqual([]));
  });
});
