import { describe, expect, it } from '@jest/globals';
import { DayContexts } from '../../../src/children/day-contexts.js';
import { type CaseloadDocument, CaseloadProjection } from '../../../src/children/projections/caseload.js';
import type { RecordedEvent } from '../../../src/platform/event-store/envelope.js';
import {
  decide,
  evolve,
  initialSchool,
  type SchoolCommand,
  type SchoolEvent,
} from '../../../src/schools/domain/school.js';
import { KnownSchools } from '../../../src/schools/known-schools.js';
import { policyBook, policyFor } from '../../support/policy.js';
import { projecting } from '../../support/projection.js';
import { recordedEvent } from '../../support/views/memory-log.js';
import { absent, pupil, urn } from '../children/a-child.js';

const child = 'child-0d5c9b1e-8f0a-4c57-9a51-2f6f0c6d8a11';
const revisions = new Map<string, number>();

function recorded(streamId: string, event: { type: string; data: object }, at: string): RecordedEvent {
  const revision = (revisions.get(streamId) ?? -1) + 1;
  revisions.set(streamId, revision);
  return recordedEvent(streamId, revision, { commit: 0n, prepare: 0n }, event, Date.parse(at));
}

/** What a school was told, each at its instant, as its stream holds it. */
function schoolSays(...orders: readonly (readonly [string, SchoolCommand])[]): RecordedEvent[] {
  let school = initialSchool;
  return orders.flatMap(([at, order]) => {
    const today = at.slice(0, 10);
    const events: readonly SchoolEvent[] = decide(school, order, { today, policy: policyFor(today) });
    school = events.reduce(evolve, school);
    return events.map((event) => recorded(`school-${urn}`, event, at));
  });
}

const [registered, adopted, amended, closed, file] = schoolSays(
  [
    '2025-09-01T08:00:00.000Z',
    { type: 'RegisterSchool', urn, name: 'Hollowmere Primary School', phase: 'primary', authority: '926' },
  ],
  [
    '2025-09-01T08:05:00.000Z',
    { type: 'AdoptCalendar', years: policyFor('2025-09-01').modelCalendar ?? [], source: 'governing body' },
  ],
  [
    '2025-10-15T09:00:00.000Z',
    { type: 'AmendCalendar', change: { year: '2025/26', addInset: ['2025-11-07'] }, why: 'training moved' },
  ],
  ['2025-11-05T09:00:00.000Z', { type: 'ReportUnexpectedClosure', date: '2025-11-05', reason: 'no heating' }],
  [
    '2025-11-06T09:00:00.000Z',
    {
      type: 'RecordRegisterFile',
      sha256: 'a'.repeat(64),
      rows: 1,
      recorded: 1,
      unchanged: 0,
      corrected: 0,
      refused: 0,
    },
  ],
) as [RecordedEvent, RecordedEvent, RecordedEvent, RecordedEvent, RecordedEvent];

const ofChild = [
  ...pupil.map((event) => recorded(child, event, '2025-09-03T08:00:00.000Z')),
  ...absent('O', '2025-10-06', '2025-10-13').map((event, index) =>
    recorded(
      child,
      event,
      `2025-10-${String(6 + Math.floor(index / 2) + (index > 9 ? 2 : 0)).padStart(2, '0')}T10:00:0${index % 2}.000Z`,
    ),
  ),
  recorded(
    child,
    {
      type: 'ParentContacted',
      data: { contactId: 'c1', channel: 'phone', outcome: 'no-answer', occurredOn: '2025-10-13', urn },
    },
    '2025-10-13T10:10:00.000Z',
  ),
];

/** The program knows every school event that lies in the log, also those that the view has not come to. */
function caseload(known: readonly RecordedEvent[]): CaseloadProjection {
  const schools = new KnownSchools(policyBook, { policyPack: 'riverside' });
  for (const event of known) schools.know(event);
  return new CaseloadProjection(new DayContexts(schools, policyBook), (number) => `hash of ${number}`);
}

const everything = [registered, adopted, amended, closed, file];

describe('the caseload when a school’s calendar changes', () => {
  it('R63 counts on the calendar that was known when the fact was recorded', () => {
    projecting(caseload(everything) as never)
      .given([registered, adopted, ...ofChild])
      .thenDocuments(([row]) => expect(due(row)).toBe('2025-10-17'));
  });

  it('A06 moves the dates of the school’s children with the amendment, and says that they are to be reviewed', () => {
    const moving = projecting(caseload(everything) as never).given([registered, adopted, ...ofChild]);
    moving.given([amended]).thenDocuments(([row]) => {
      expect(review(row)).toBe('2025-10-15');
      expect(due(row)).toBe('2025-10-17');
    });
    moving.given([amended, closed]).thenDocuments(([row]) => expect(review(row)).toBe('2025-11-05'));
  });

  it('R63 is the same whether the program heard of the school before or with the view', () => {
    const all = [registered, adopted, ...ofChild, amended, closed, file];
    let early: unknown;
    projecting(caseload(everything) as never)
      .given(all)
      .thenDocuments((rows) => {
        early = rows;
      });
    const schools = new KnownSchools(policyBook, { policyPack: 'riverside' });
    const late = new CaseloadProjection(new DayContexts(schools, policyBook), (number) => `hash of ${number}`);
    let document: CaseloadDocument | undefined;
    for (const event of all) {
      schools.know(event);
      if (event.streamId === child || late.affects(event) !== undefined)
        document =
          event.streamId === child || document ? late.apply(document, event as never, child.slice(6)) : undefined;
    }
    const whole = document && late.complete(document);
    expect(early).toEqual([expect.objectContaining({ due: whole?.due, byReview: whole?.byReview })]);
  });

  it('leaves rows alone when a register file came, and other schools’ rows always', () => {
    expect(caseload(everything).affects(file)).toBeUndefined();
    expect(caseload(everything).affects(amended)).toEqual({ school: urn });
  });
});

const due = (row: unknown) => (row as CaseloadDocument | undefined)?.due;
const review = (row: unknown) => (row as CaseloadDocument | undefined)?.byReview.slice(0, 10);
