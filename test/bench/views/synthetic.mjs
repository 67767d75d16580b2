// Events and views shaped like the caseload's: a child's stream, one document a child with what a list needs, and two
// views fed by many streams.
import { jsonEvent } from '@eventstore/db-client';

const STAGES = ['on-roll', 'absent', 'enquiries', 'referred', 'case-open', 'closed'];
const OWNERS = Array.from({ length: 40 }, (_, index) => `owner-${index}`);
const actor = { id: 'staff-1', role: 'cme-assistant', organisation: '926' };

export const schoolOf = (child) => String(120_000 + (child % 400));

/** The n-th event of a child: about 700 bytes with its envelope, as the program's are. */
export function childEvent(child, n) {
  const id = `00000000-0000-4000-8000-${String(child).padStart(12, '0')}`;
  const day = `2026-${String(1 + (n % 9)).padStart(2, '0')}-${String(1 + (child % 28)).padStart(2, '0')}`;
  const data = {
    absenceId: `${id}-${n}`,
    urn: schoolOf(child),
    occurredOn: day,
    session: n % 2 ? 'AM' : 'PM',
    code: 'O',
    givenName: `Child${child}`,
    familyName: `Family${child % 997}`,
    note: 'x'.repeat(60),
  };
  const metadata = {
    schemaVersion: 1,
    actor,
    commandId: id,
    correlationId: id,
    causationId: id,
    recordedAt: new Date().toISOString(),
    integrity: { v: 1, prev: 'a'.repeat(64), hash: 'b'.repeat(64) },
  };
  return jsonEvent({ type: n === 0 ? 'ChildRegistered' : 'AbsenceRecorded', data, metadata });
}

export const streamOf = (child) => `child-00000000-0000-4000-8000-${String(child).padStart(12, '0')}`;
const keyOf = (streamId) => streamId.slice(6);

/** One document a child: what a caseload shows, sorts and filters by, and the facts it comes from. */
export const caseload = {
  name: 'caseload',
  version: 1,
  streamPrefixes: ['child-'],
  indexes: [
    { key: { stage: 1, byDue: 1 } },
    { key: { school: 1, byDue: 1 } },
    { key: { owner: 1, byDue: 1 } },
    { key: { byDue: 1 } },
  ],
  keys: ({ streamId }) => [keyOf(streamId)],
  wholeStream: (key) => `child-${key}`,
  apply: (document, { data, revision }, key) => {
    const absences = [
      ...(document?.absences ?? []),
      { id: data.absenceId, on: data.occurredOn, session: data.session, code: data.code },
    ];
    const spread = Number(key.slice(-6)) + revision;
    return {
      _id: key,
      name: `${data.familyName.toUpperCase()}, ${data.givenName}`,
      school: data.urn,
      stage: STAGES[spread % STAGES.length],
      owner: OWNERS[spread % OWNERS.length],
      nextAction: 'contact the parent',
      due: data.occurredOn,
      byDue: `${data.occurredOn}|${data.familyName}|${key}`,
      absences: absences.slice(-20),
    };
  },
};

export const schoolTotals = {
  name: 'school-totals',
  version: 1,
  streamPrefixes: ['child-'],
  indexes: [],
  keys: ({ data }) => [data.urn],
  keysOfStream: () => [],
  apply: (document, { type }, key) => ({
    _id: key,
    children: (document?.children ?? 0) + (type === 'ChildRegistered' ? 1 : 0),
    events: (document?.events ?? 0) + 1,
  }),
};

export const days = {
  name: 'days',
  version: 1,
  streamPrefixes: ['child-'],
  indexes: [],
  keys: ({ data }) => [data.occurredOn],
  keysOfStream: () => [],
  apply: (document, { type }, key) => ({
    _id: key,
    counts: { ...document?.counts, [type]: (document?.counts?.[type] ?? 0) + 1 },
  }),
};

export const views = [caseload, schoolTotals, days];
