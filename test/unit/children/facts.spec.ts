import { describe, expect, it } from '@jest/globals';
import {
  type ChildEvent,
  childCommandTypes,
  childEventTypes,
  decide,
  evolve,
  initialChild,
} from '../../../src/children/domain/child.js';
import { snapshotForReaders } from '../../../src/children/domain/snapshot.js';
import { STAGES, stageOf } from '../../../src/children/domain/stage.js';
import { childEvents } from '../../../src/children/events.js';
import { sentenceOf } from '../../../src/children/sentences.js';
import { ERASED } from '../../../src/platform/event-store/definition.js';
import { EventDefinitions } from '../../../src/platform/event-store/definitions.js';
import { findFields, replaceField } from '../../../src/platform/event-store/personal-paths.js';
import { absent, fold, on, pupil } from './a-child.js';

const examples = childEvents.map(({ type, example }) => ({ type, data: example }) as ChildEvent);

/** The events as they read after the person's key was destroyed. */
function erased(): ChildEvent[] {
  return new EventDefinitions(childEvents).all().map((definition) => {
    const data = structuredClone(definition.example) as Record<string, unknown>;
    for (const { path } of definition.personal)
      for (const field of findFields(data, path.split('.'))) replaceField(field, ERASED);
    return { type: definition.type, data } as ChildEvent;
  });
}

describe('the facts of a child’s stream', () => {
  it('R67 every fact that can be folded is defined for the codec, and no other', () => {
    expect(childEvents.map(({ type }) => type).sort()).toEqual([...childEventTypes].sort());
  });

  it('holds the six names that were asked for', () => {
    expect(childEventTypes).toEqual(
      expect.arrayContaining([
        'AbsenceRecorded',
        'ParentContacted',
        'LeaveRefused',
        'ReferredToLA',
        'HomeVisitLogged',
        'ReEngaged',
      ]),
    );
  });

  it.each(childEvents.map(({ type, example }) => [type, example] as const))(
    '%s is dated by the world and reads as one plain sentence',
    (type, example) => {
      expect(example).toHaveProperty('occurredOn', expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/));
      const sentence = sentenceOf({ type, data: example } as ChildEvent);
      expect(sentence).toMatch(/^[^\n]{5,240}[.]$/);
      expect(sentence).not.toMatch(/undefined|null|\[object|NaN/);
    },
  );

  it('keeps names, addresses, telephones, birth dates and free text under the person’s key', () => {
    const open = erased()
      .map((event) => JSON.stringify(event))
      .join('\n');
    for (const personal of [
      'Sara',
      'Amin',
      '2013-04-07',
      'X926202524017',
      'Elm Road',
      'NR3 1AA',
      '01603',
      'grandmother',
      'Lahore',
      'curtains',
      'aunt',
      'registrar',
      'Quay Street',
    ]) {
      expect(open).not.toContain(personal);
    }
    for (const plain of ['120001', '926', '9(1)(i)', 'BEREAVEMENT', '2025-10-06']) expect(open).toContain(plain);
  });

  it('A27 folds, stages, shows and tells an erased child', () => {
    const child = erased().reduce(evolve, initialChild);
    expect(Object.keys(STAGES)).toContain(stageOf(child));
    expect(() => snapshotForReaders(child, on('2025-12-02'))).not.toThrow();
    for (const event of erased()) expect(sentenceOf(event)).toMatch(/[.]$/);
  });

  it('folds every example in any order, and an unknown fact leaves the child as it was', () => {
    expect(() => examples.reduce(evolve, initialChild)).not.toThrow();
    expect(() => [...examples].reverse().reduce(evolve, initialChild)).not.toThrow();
    const child = fold(...pupil);
    expect(evolve(child, { type: 'SomethingElse', data: {} } as unknown as ChildEvent)).toBe(child);
    expect(sentenceOf({ type: 'SomethingElse', data: {} } as unknown as ChildEvent)).toBe('SomethingElse.');
  });

  it('never changes a state that somebody holds', () => {
    const freeze = (value: unknown): void => {
      if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
      Object.freeze(value);
      Object.values(value).forEach(freeze);
    };
    let child = initialChild;
    for (const event of [...examples, ...examples]) {
      freeze(child);
      child = evolve(child, event);
    }
    expect(child.identity).toBeDefined();
  });

  it('knows no command but its own', () => {
    expect(childCommandTypes.length).toBeGreaterThan(80);
    expect(() => decide(initialChild, { type: 'Vanish' } as never, on('2025-12-02'))).toThrow('no such command');
  });
});

describe('the document for readers', () => {
  it('is the same to the byte however the facts were folded, with its names in order', () => {
    const events = [...pupil, ...absent('O', '2025-11-04', '2025-11-11')];
    const shuffled = events.map(
      ({ type, data }) => ({ data: Object.fromEntries(Object.entries(data).reverse()), type }) as unknown as ChildEvent,
    );
    const bytes = JSON.stringify(snapshotForReaders(fold(...events), on('2025-11-12')));
    expect(JSON.stringify(snapshotForReaders(fold(...shuffled), on('2025-11-12')))).toBe(bytes);
    const names = Object.keys(JSON.parse(bytes));
    expect(names).toEqual([...names].sort());
  });

  it('says what is known, what is due and why', () => {
    expect(
      snapshotForReaders(fold(...pupil, ...absent('O', '2025-11-10', '2025-11-11')), on('2025-11-12')),
    ).toMatchObject({
      stage: 'absent',
      owner: 'school-staff@120001',
      nextAction: 'Send the attendance return to the local authority',
      due: '2025-11-21',
      identity: { givenName: 'Sara', compulsorySchoolAge: { answer: 'yes' } },
      absence: {
        open: { urn: '120001', from: { date: '2025-11-10', session: 'AM' } },
        clocks: { continuousAbsence: { count: 2 }, penaltyThreshold: { count: 4 } },
      },
      duties: [
        { kind: 'contact-parent' },
        { kind: 'contact-parent' },
        { kind: 'attendance-return' },
        { kind: 'report-missing' },
      ],
      risk: { welfare: 'none', reviewPending: false },
    });
  });
});
