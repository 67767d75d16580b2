import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { accessCommandTypes } from '../../../src/access/domain/access.js';
import { authorityCommandTypes } from '../../../src/authority/domain/authority.js';
import { childCommandTypes } from '../../../src/children/domain/child.js';
import { enquiryCommandTypes } from '../../../src/enquiries/domain/enquiry.js';
import { eventSections } from '../../../src/evidence/event-sections.js';
import { requirements } from '../../../src/evidence/requirements.js';
import { requirementsNamedIn, requirementsPage } from '../../../src/evidence/requirements-page.js';
import { safeguardingCommandTypes } from '../../../src/safeguarding/domain/safeguarding.js';
import { schoolCommandTypes } from '../../../src/schools/domain/school.js';

const tests = new Map<string, string[]>();
for (const file of globSync('test/**/*.spec.ts').sort()) {
  for (const id of requirementsNamedIn(readFileSync(file, 'utf8'))) tests.set(id, [...(tests.get(id) ?? []), file]);
}

describe('the requirements', () => {
  it('are the 67 of the policy, in order', () => {
    const numbers = Array.from({ length: 67 }, (_, index) => `R${String(index + 1).padStart(2, '0')}`);
    expect(requirements.map(({ id }) => id)).toEqual(numbers);
  });

  it('name commands and events that exist, and leave none out', () => {
    const commands = [
      ...childCommandTypes,
      ...schoolCommandTypes,
      ...enquiryCommandTypes,
      ...authorityCommandTypes,
      ...safeguardingCommandTypes,
      ...accessCommandTypes,
    ];
    const events = eventSections.flatMap((section) => section.events.map(({ type }) => type));
    expect(requirements.flatMap((each) => each.commands).filter((name) => !commands.includes(name))).toEqual([]);
    expect(requirements.flatMap((each) => each.events).filter((name) => !events.includes(name))).toEqual([]);
    const named = requirements.flatMap((each) => [...each.commands, ...each.events]);
    expect([...commands, ...events].filter((name) => !named.includes(name))).toEqual([]);
  });

  it('each have a test that names them, or say that they are open', () => {
    const untested = requirements.filter(({ id, open }) => open === undefined && !tests.has(id));
    expect(untested.map(({ id }) => id)).toEqual([]);
  });

  it('are the page in docs, to the letter', () => {
    expect(readFileSync('docs/requirements.md', 'utf8')).toBe(requirementsPage(requirements, tests));
  });

  it('are found in the titles of tests and nowhere else', () => {
    const source = "// R01\nit('R06 refuses leave', …); describe(`R10, R11: risk`, …); const x = 'R12';";
    expect(requirementsNamedIn(source)).toEqual(['R06', 'R10', 'R11']);
  });
});
