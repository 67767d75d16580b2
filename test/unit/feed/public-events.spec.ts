import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { eventSections } from '../../../src/evidence/event-sections.js';
import { type FeedContext, PUBLISHED, publicEvent } from '../../../src/feed/domain/public-events.js';
import { findFields, replaceField } from '../../../src/platform/event-store/personal-paths.js';
import { policyBook } from '../../support/policy.js';

const outcomes = new Set(
  policyBook.packs.flatMap(({ codeLists }) => codeLists.closure?.entries ?? []).map(({ code }) => code),
);
const context: FeedContext = { authority: '926', outcomes };
const definitions = eventSections.flatMap(({ events }) => events);
const id = '6a1f2c3d-0b4e-5d6f-8a7b-9c0d1e2f3a4b';
const caseId = '0c9d7d0a-6f2e-4f3b-9d51-7a4f5b1c2e30';
const told = (type: string, data: unknown, streamId = `child-${id}`) =>
  publicEvent({ id, streamId, type, data, recordedAt: '2026-11-12T10:30:00.000Z' }, context);

/** Every plain value in a JSON value. */
function* values(value: unknown): Generator<unknown> {
  if (typeof value !== 'object' || value === null) yield value;
  else for (const member of Object.values(value)) yield* values(member);
}

describe('A28 R66 what other services are told', () => {
  it('of a closed case is its id, the outcome’s code and the authority’s, as a CloudEvent, and nothing else', () => {
    const evidence = { kind: 'record', reference: 'Sara Amin, 21 Elm Road' };
    const data = { caseId, occurredOn: '2026-11-12', outcome: 'ON_ROLL_NORFOLK', policyOutcome: 'a', evidence };
    expect(told('CaseClosed', { ...data, keepWatching: false, override: { by: 'x', reason: 'y' } })).toEqual({
      specversion: '1.0',
      id,
      source: '/authorities/926',
      type: 'cme.case.closed.v1',
      subject: caseId,
      time: '2026-11-12T10:30:00.000Z',
      datacontenttype: 'application/json',
      data: { authority: '926', caseId, occurredOn: '2026-11-12', outcome: 'ON_ROLL_NORFOLK', policyOutcome: 'a' },
    });
  });

  it('is nothing of facts that are not on the list, and only facts that exist are on it', () => {
    const types = new Set(definitions.map(({ type }) => type));
    expect(Object.keys(PUBLISHED).filter((type) => !types.has(type))).toEqual([]);
    for (const type of types) expect(told(type, {}) === undefined).toBe(!(type in PUBLISHED));
    for (const type of ['toString', '__proto__', 'constructor']) expect(told(type, {})).toBeUndefined();
  });

  it.each(definitions.map((definition) => [definition.type, definition] as const))(
    'of %s holds no personal field, nor the child’s own id',
    (type, { example, personal }) => {
      const child = '99999999-9999-4999-8999-999999999999';
      const fieldsOf = (data: Record<string, unknown>) =>
        personal.flatMap(({ path }) => findFields(data, path.split('.')));
      // Shapes that the list lets through, so that nothing but the list itself can hold them back.
      for (const mark of ['11111111-1111-4111-8111-111111111111', '1899-12-31', 'DUPLICATE', 4242]) {
        const data = structuredClone(example) as Record<string, unknown>;
        const fields = fieldsOf(data);
        for (const field of fields) replaceField(field, mark);
        const event = told(type, data, `child-${child}`);
        expect(JSON.stringify(event ?? {})).not.toContain(child);
        if (fields.length > 0) expect([...values(event?.data)]).not.toContain(mark);
      }
      const words = fieldsOf(example as Record<string, unknown>).flatMap(({ value }) => [...values(value)]);
      const plain = JSON.stringify(told(type, example, `child-${child}`) ?? {});
      for (const word of words) if (String(word).length > 3) expect(plain).not.toContain(String(word));
    },
  );

  it('is made of closed shapes whatever the data holds, and never throws', () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom(
        'SARA',
        'Amin',
        '21 Elm Road',
        'NR3 1AA',
        'X926202524017',
        'smith',
        '[erased]',
        '2013-04-07 Sara',
      ),
      fc.string({ unit: 'grapheme' }),
    );
    const value = fc.oneof(word, fc.anything(), fc.uuid(), fc.constantFrom(...outcomes));
    const members = [...new Set(Object.values(PUBLISHED).flatMap(({ data }) => Object.keys(data)))];
    const data = fc.oneof(fc.anything(), fc.dictionary(fc.oneof(fc.constantFrom(...members), fc.string()), value));
    const closed = [
      /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
      /^\d{4}-\d{2}-\d{2}$/,
      /^\d{1,6}$/,
      /^[89]\(1\)\([a-o]\)$/,
      /^\d{1,4}(\.\d{1,4}){0,2}(-\d{1,2})?$/,
      /^[0-9a-f]{64}$/,
      /^https:\/\/www\.gov\.uk\/[a-z0-9/-]+$/,
      /^(a|b|c|d|statutory|local-practice|as-recorded|as-known)$/,
      /^(referral|off-roll-notice|enquiry|notification|received-from-authority|found|other)$/,
    ];
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(PUBLISHED)), data, word, (type, given, streamId) => {
        const event = told(type, given, streamId);
        for (const member of values(event?.data)) {
          const fits = typeof member !== 'string' || outcomes.has(member) || closed.some((form) => form.test(member));
          if (!fits) throw new Error(`${type} tells ${JSON.stringify(member)}`);
        }
        const { data: _, ...envelope } = event ?? { data: {} };
        expect(JSON.stringify(envelope).length).toBeLessThan(400);
      }),
      { numRuns: 2_000 },
    );
  });

  it('names a school for its calendar, and none for a deletion', () => {
    expect(told('CalendarAmended', { version: 2 }, 'school-900001')).toMatchObject({
      type: 'cme.calendar.changed.v1',
      subject: '900001',
      data: { school: '900001', version: 2 },
    });
    const removal = { urn: '900001', ground: '9(1)(i)', destinationKnown: false, occurredOn: '2026-09-14' };
    expect(told('RemovedFromRoll', removal)?.data).toEqual({
      authority: '926',
      ground: '9(1)(i)',
      destinationKnown: false,
    });
  });
});
