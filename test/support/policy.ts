import type { Policy } from '../../src/policy/domain/policy-pack.js';
import { loadPolicyPacks } from '../../src/policy/policy-packs.js';
import type { SchoolCalendar } from '../../src/schools/domain/calendar.js';

/** The packs that come with the program, read once per test file. */
export const policyBook = loadPolicyPacks();

export const codes = policyBook.codes;

export function policyFor(date: string, name = 'riverside'): Policy {
  return policyBook.policyOn(name, date);
}

/** A school of Norfolk on the county's dates of 2025/26 and the model of 2026/27. */
export const norfolkCalendar: SchoolCalendar = {
  urn: '120001',
  version: 1,
  basis: 'own',
  years: policyFor('2025-09-01').modelCalendar ?? [],
};
