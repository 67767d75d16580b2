import { describe, expect, it } from '@jest/globals';
import type { Projection, ViewDocument } from '../../../src/platform/projections/projection.js';
import { projecting } from '../../support/projection.js';
import { placements, tally } from '../../support/views/sample-projections.js';

const absent = { type: 'AbsenceRecorded', data: {} };

interface Trail extends ViewDocument {
  readonly trail: readonly string[];
}

/** A projection as a beginner might write it, with one mistake. */
function trail(apply: Projection<Trail>['apply']): Projection<Trail> {
  return { name: 'trail', version: 1, streamPrefixes: ['child-'], indexes: [], keys: () => ['all'], apply };
}

describe('specification of a projection', () => {
  it('accepts the document that the events make, however they are delivered', () => {
    projecting(tally())
      .given('child-a', [absent, absent, { type: 'Removed', data: {} }, absent])
      .then({ _id: 'a', count: 1, revisions: [3] });
  });

  it('says which delivery gave another document', () => {
    const wrong = () =>
      projecting(tally())
        .given('child-a', [absent])
        .then({ _id: 'a', count: 2, revisions: [0] });
    expect(wrong).toThrow(/in one batch/);
  });

  it('accepts that a removed document is gone', () => {
    projecting(tally())
      .given('child-a', [absent, { type: 'Removed', data: {} }])
      .then([]);
  });

  it('refuses a projection that changes the document it was given', () => {
    const pushes = trail((document, event) => {
      if (!document) return { _id: 'all', trail: [event.type] };
      (document.trail as string[]).push(event.type);
      return document;
    });
    expect(() =>
      projecting(pushes)
        .given('child-a', [absent, absent])
        .then({ _id: 'all', trail: ['x'] }),
    ).toThrow();
  });

  it('refuses a document that is not plain JSON', () => {
    const dated = trail((_, event) => ({ _id: 'all', trail: [event.type], at: new Date(0) }));
    expect(() =>
      projecting(dated)
        .given('child-a', [absent])
        .thenDocuments(() => undefined),
    ).toThrow();
  });

  it('applies an event of another stream to the documents that match at that moment', () => {
    projecting(placements)
      .given('child-a', [{ type: 'AbsenceRecorded', data: { school: '100' } }])
      .given('child-b', [{ type: 'AbsenceRecorded', data: { school: '200' } }])
      .given('school-100', [{ type: 'CalendarChanged', data: {} }])
      .given('child-a', [{ type: 'AbsenceRecorded', data: { school: '200' } }])
      .given('school-100', [{ type: 'CalendarChanged', data: {} }])
      .then([
        { _id: 'a', school: '200', calendars: 1, moves: 2 },
        { _id: 'b', school: '200', calendars: 0, moves: 1 },
      ]);
  });

  it('shows which document an event puts in quarantine', () => {
    projecting(tally())
      .given('child-a', [absent, { type: 'Poisoned', data: {} }])
      .thenQuarantined('a');
    expect(() => projecting(tally()).given('child-a', [absent]).thenQuarantined('a')).toThrow();
  });
});
