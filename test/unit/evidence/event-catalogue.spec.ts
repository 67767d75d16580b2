import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { childEventTypes } from '../../../src/children/domain/child.js';
import { enquiryEventTypes } from '../../../src/enquiries/domain/enquiry.js';
import { eventCatalogue } from '../../../src/evidence/event-catalogue.js';
import { eventSections } from '../../../src/evidence/event-sections.js';

const named = eventSections.flatMap(({ events }) => events.map(({ type }) => type));

describe('the event catalogue', () => {
  it('is the page in docs, to the letter', () => {
    expect(readFileSync('docs/events.md', 'utf8')).toBe(eventCatalogue(eventSections));
  });

  it('names every fact that a child’s stream can hold, and none twice in a stream', () => {
    expect(childEventTypes.filter((type) => !named.includes(type))).toEqual([]);
    for (const { events } of eventSections) expect(new Set(events.map(({ type }) => type)).size).toBe(events.length);
  });

  it('names every fact that an enquiry’s stream can hold', () => {
    expect(enquiryEventTypes.filter((type) => !named.includes(type))).toEqual([]);
  });

  it('has the six facts that the project was asked for', () => {
    const six = ['AbsenceRecorded', 'ParentContacted', 'LeaveRefused', 'ReferredToLA', 'HomeVisitLogged', 'ReEngaged'];
    expect(six.filter((type) => !named.includes(type))).toEqual([]);
  });

  it('has no free text, name, address or number of a person in an example that is not marked as personal', () => {
    const words = [
      'note',
      'notes',
      'reason',
      'why',
      'direction',
      'finding',
      'summary',
      'address',
      'newAddress',
      'phones',
    ];
    const names = ['givenName', 'familyName', 'knownAs', 'dateOfBirth', 'upn', 'uln', 'nhsNumber', 'emails', 'target'];
    const all: string[] = [];
    for (const { stream, events } of eventSections.filter((section) => !section.stream.startsWith('school-'))) {
      for (const { type, personal, example } of events) {
        const marked = personal.map(({ path }) => path.split('.')[0]);
        const open = Object.keys(example)
          // A word of a list, such as `register-amended`, is a code and no text.
          .filter((key) => !/^[a-z-]+$/.test(String((example as Record<string, unknown>)[key])))
          .filter((key) => [...words, ...names].includes(key) && !marked.includes(key));
        all.push(...open.map((key) => `${stream} ${type}.${key}`));
      }
    }
    expect(all).toEqual([]);
  });
});
