import { describe, expect, it } from '@jest/globals';
import { EventDefinitions } from '../../../src/platform/event-store/definitions.js';
import { evolve, initialSchool, type SchoolEvent } from '../../../src/schools/domain/school.js';
import { schoolEvents } from '../../../src/schools/events.js';
import { KnownSchools } from '../../../src/schools/known-schools.js';
import { norfolkCalendar, policyBook } from '../../support/policy.js';

describe('the schools as they stood', () => {
  const schools = new KnownSchools(policyBook, { policyPack: 'norfolk' });
  const tell = (type: string, data: object, recordedAt: string) =>
    schools.apply('900001', { type, data } as SchoolEvent, recordedAt);
  const registered = {
    urn: '900001',
    name: 'Hollowmere',
    phase: 'primary',
    authority: '926',
    occurredOn: '2025-09-01',
  };
  tell('SchoolRegistered', registered, '2025-09-01T08:00:00.000Z');
  tell(
    'PolicyAdopted',
    { pack: 'riverside', from: '2025-09-01', occurredOn: '2025-09-01' },
    '2025-09-01T08:00:00.001Z',
  );
  tell('CalendarAdopted', { version: 1, years: norfolkCalendar.years, source: 'file' }, '2025-09-02T08:00:00.000Z');
  const change = { year: '2025/26', addInset: ['2025-11-07'] };
  tell('CalendarAmended', { version: 2, change, days: [], why: 'moved' }, '2025-10-01T08:00:00.000Z');

  it('R63 answers with the calendar of the moment asked for', () => {
    expect(schools.calendarOf('900001').version).toBe(2);
    expect(schools.calendarOf('900001', '2025-09-15T12:00:00.000Z').version).toBe(1);
    expect(schools.calendarOf('900001', '2025-09-01T12:00:00.000Z')).toMatchObject({ version: 0, basis: 'model' });
    expect(schools.calendarOf('900001')).toBe(schools.calendarOf('900001'));
  });

  it('R23 answers with the policy of the day', () => {
    expect(schools.policyOf('900001')).toBe('riverside');
    expect(schools.policyOf('900001', '2025-09-15T12:00:00.000Z')).toBe('riverside');
    expect(schools.policyOf('900001', '2025-08-01T12:00:00.000Z')).toBe('norfolk');
    expect(schools.policyOf(undefined)).toBe('norfolk');
  });

  it('a school that it does not know goes by the model of the authority', () => {
    expect(schools.school('900009')).toBeUndefined();
    expect(schools.calendarOf('900009')).toMatchObject({ urn: '900009', version: 0, years: norfolkCalendar.years });
    expect(schools.calendarOf('900009')).toBe(schools.calendarOf('900009'));
    expect(schools.urns()).toEqual(['900001']);
  });

  it('a school of an authority without a model has assumed days only', () => {
    const elsewhere = new KnownSchools(policyBook, { policyPack: 'gloucestershire' });
    expect(elsewhere.calendarOf('900010').years).toEqual([]);
  });
});

describe('the events of a school', () => {
  it('are defined once each, and their examples can be folded', () => {
    expect(() => new EventDefinitions(schoolEvents)).not.toThrow();
    for (const { type, example } of schoolEvents) {
      expect(() => evolve(initialSchool, { type, data: example } as SchoolEvent)).not.toThrow();
    }
  });

  it('hold one personal field, under the key of the child it is about', () => {
    const personal = schoolEvents.flatMap((definition) =>
      definition.personal.map(({ path }) => `${definition.type}.${path}`),
    );
    expect(personal).toEqual(['AfterHolidayResultRecorded.note']);
  });
});
