import { describe, expect, it } from '@jest/globals';
import { verdictOnMark } from '../../../src/children/domain/marks.js';
import { openAbsence } from '../../../src/children/domain/stage.js';
import { absent, enrolled, fold, given, on, pupil, registered, removed, urn } from './a-child.js';

const monday = { urn, date: '2025-10-06' } as const;
const mark = (occurredOn: string, session: 'AM' | 'PM', code: string) =>
  ({ type: 'AbsenceRecorded', data: { urn, occurredOn, session, code } }) as const;

describe('absence (R02, R03)', () => {
  it('R02 records one session', () => {
    given(...pupil)
      .when({ type: 'RecordAbsence', ...monday, session: 'AM', code: 'N' })
      .then(mark('2025-10-06', 'AM', 'N'));
  });

  it('R02 records both sessions of a day when none is named', () => {
    given(...pupil)
      .when({ type: 'RecordAbsence', ...monday, code: 'O' })
      .then(mark('2025-10-06', 'AM', 'O'), mark('2025-10-06', 'PM', 'O'));
  });

  it('R02 gives nothing for a duplicate', () => {
    given(...pupil, mark('2025-10-06', 'AM', 'N'))
      .when({ type: 'RecordAbsence', ...monday, session: 'AM', code: 'N' })
      .thenNothing();
  });

  it('R02 amends when the same session comes with another code, and keeps the entry before', () => {
    given(...pupil, mark('2025-10-06', 'AM', 'N'))
      .when({ type: 'RecordMarks', urn, marks: [{ date: '2025-10-06', session: 'AM', code: 'I' }] })
      .then({ type: 'AbsenceAmended', data: { urn, occurredOn: '2025-10-06', session: 'AM', from: 'N', to: 'I' } });
  });

  it('R02 stores no present mark of its own', () => {
    given(...pupil)
      .when({ type: 'RecordMarks', urn, marks: [{ date: '2025-10-06', session: 'AM', code: '/' }] })
      .thenNothing();
  });

  it('R02 ends an absence with the first present mark, and with that one only', () => {
    given(...pupil, ...absent('O', '2025-10-06', '2025-10-07'))
      .when({
        type: 'RecordMarks',
        urn,
        marks: [
          { date: '2025-10-08', session: 'AM', code: '/' },
          { date: '2025-10-08', session: 'PM', code: '\\' },
        ],
      })
      .then({ type: 'ReturnedToSchool', data: { urn, occurredOn: '2025-10-08', session: 'AM', code: '/' } })
      .thenState((child) => expect(openAbsence(child)).toBeUndefined());
  });

  it('R02 a present mark for a session recorded absent is a correction', () => {
    given(...pupil, mark('2025-10-06', 'AM', 'O'))
      .when({ type: 'RecordMarks', urn, marks: [{ date: '2025-10-06', session: 'AM', code: '/' }] })
      .then({
        type: 'AbsenceAmended',
        data: { urn, occurredOn: '2025-10-06', session: 'AM', from: 'O', to: '/', attended: true },
      })
      .thenState((child) => expect(openAbsence(child)).toBeUndefined());
  });

  it('R02 marks may come in any order', () => {
    const late = given(...pupil, mark('2025-10-08', 'AM', 'O'), mark('2025-10-06', 'AM', 'O')).when({
      type: 'RecordMarks',
      urn,
      marks: [{ date: '2025-10-07', session: 'AM', code: '/' }],
    });
    late
      .then({ type: 'ReturnedToSchool', data: { urn, occurredOn: '2025-10-07', session: 'AM', code: '/' } })
      .thenState((child) => expect(openAbsence(child)?.from).toEqual({ date: '2025-10-08', session: 'AM' }));
  });

  it('R02 a late arrival (U) is an absence in law and ends the absence that the school follows up', () => {
    given(...pupil, ...absent('O', '2025-10-06', '2025-10-06'))
      .when({ type: 'RecordAbsence', urn, date: '2025-10-07', session: 'AM', code: 'U' })
      .then({
        type: 'AbsenceRecorded',
        data: { urn, occurredOn: '2025-10-07', session: 'AM', code: 'U', attended: true },
      })
      .thenState((child) => expect(openAbsence(child)).toBeUndefined());
  });

  it('R02 a code of neither presence nor absence is kept only within an absence, where it breaks a run', () => {
    given(...pupil)
      .when({ type: 'RecordMarks', urn, marks: [{ date: '2025-10-07', session: 'AM', code: 'Y4' }] })
      .thenNothing();
    given(...pupil, ...absent('O', '2025-10-06', '2025-10-06'))
      .when({ type: 'RecordMarks', urn, marks: [{ date: '2025-10-07', session: 'AM', code: 'Y4' }] })
      .then(mark('2025-10-07', 'AM', 'Y4'));
  });

  it('R02 administrative codes add nothing', () => {
    given(...pupil)
      .when({ type: 'RecordMarks', urn, marks: [{ date: '2025-11-03', session: 'AM', code: '#' }] })
      .thenNothing();
  });

  it.each([
    ['a present code', { ...monday, session: 'AM', code: '/' }, 'R02', 'not-an-absence'],
    ['an unknown code', { ...monday, session: 'AM', code: '?' }, 'R62', 'unknown-attendance-code'],
    ['a retired code', { ...monday, session: 'AM', code: 'H' }, 'R62', 'retired-attendance-code'],
    ['a school whose roll the child is not on', { ...monday, urn: '120009', code: 'O' }, 'R02', 'not-on-roll'],
    ['a day before the starting day', { urn, date: '2025-09-02', session: 'AM', code: 'O' }, 'R02', 'not-on-roll'],
    ['a day to come', { urn, date: '2025-11-13', session: 'AM', code: 'O' }, 'R02', 'date-in-the-future'],
    ['no date', { urn, date: '2025-02-30', session: 'AM', code: 'O' }, 'R02', 'not-a-date'],
    ['a day in half term', { urn, date: '2025-10-28', session: 'AM', code: 'O' }, 'R61', 'not-a-school-day'],
  ] as const)('R02 refuses %s', (_what, command, rule, name) => {
    given(...pupil)
      .when({ type: 'RecordAbsence', ...command })
      .thenRefused(rule, name);
  });

  it('R02 refuses a mark on the day of deletion, and takes a late one for the day before', () => {
    const left = [...pupil, removed('2025-11-05')];
    given(...left)
      .when({ type: 'RecordAbsence', urn, date: '2025-11-05', code: 'O' })
      .thenRefused('R02', 'not-on-roll');
    given(...left)
      .when({ type: 'RecordAbsence', urn, date: '2025-11-04', session: 'PM', code: 'O' })
      .then(mark('2025-11-04', 'PM', 'O'));
  });

  it('R02 refuses an absence of a child that is not registered', () => {
    given()
      .when({ type: 'RecordAbsence', ...monday, code: 'O' })
      .thenRefused('R02', 'child-not-registered');
  });

  it('R67 amends with a reason, once', () => {
    const amendment = {
      type: 'AmendAbsence',
      ...monday,
      session: 'AM',
      code: 'I',
      reason: 'note from the hospital',
    } as const;
    const outcome = given(...pupil, mark('2025-10-06', 'AM', 'O')).when(amendment);
    outcome.thenMatching({ type: 'AbsenceAmended' });
    given(...pupil, mark('2025-10-06', 'AM', 'O'), ...outcome.events)
      .when(amendment)
      .thenNothing();
    given(...pupil)
      .when(amendment)
      .thenRefused('R67', 'nothing-to-amend');
  });

  it('R02 a reason that was established amends the sessions marked N, once', () => {
    const command = {
      type: 'EstablishAbsenceReason',
      urn,
      first: '2025-10-06',
      last: '2025-10-07',
      code: 'I',
      source: 'parent',
    } as const;
    const outcome = given(
      ...pupil,
      ...absent('N', '2025-10-06', '2025-10-06'),
      ...absent('O', '2025-10-07', '2025-10-07'),
    ).when(command);
    expect(outcome.events.map(({ type }) => type)).toEqual([
      'AbsenceReasonEstablished',
      'AbsenceAmended',
      'AbsenceAmended',
    ]);
    given(...pupil, ...absent('N', '2025-10-06', '2025-10-06'), ...outcome.events)
      .when(command)
      .thenNothing();
  });

  it('R11 a person may record the return', () => {
    const outcome = given(...pupil, ...absent('O', '2025-10-06', '2025-10-07')).when({
      type: 'RecordReturn',
      urn,
      date: '2025-10-08',
    });
    outcome.then({ type: 'ReturnedToSchool', data: { urn, occurredOn: '2025-10-08', session: 'AM', code: '/' } });
    given(...pupil, ...absent('O', '2025-10-06', '2025-10-07'), ...outcome.events)
      .when({ type: 'RecordReturn', urn, date: '2025-10-08' })
      .thenNothing();
    given(...pupil)
      .when({ type: 'RecordReturn', urn, date: '2025-10-08' })
      .thenRefused('R11', 'not-absent');
    given(...pupil, ...absent('O', '2025-10-06', '2025-10-07'))
      .when({ type: 'RecordReturn', urn, date: '2025-10-08', code: 'O' })
      .thenRefused('R11', 'not-a-return');
  });

  it('R02 says what became of each row of a register file', () => {
    const child = fold(...pupil, mark('2025-10-06', 'AM', 'N'));
    const verdict = (session: 'AM' | 'PM', code: string) =>
      verdictOnMark(child, urn, { date: '2025-10-06', session, code }, on('2025-11-12')).verdict;
    expect([verdict('AM', 'N'), verdict('AM', 'O'), verdict('PM', 'O'), verdict('PM', '\\')]).toEqual([
      'unchanged',
      'corrected',
      'recorded',
      'recorded',
    ]);
  });

  it('R02 keeps the registers of two schools apart', () => {
    const child = fold(
      registered,
      enrolled,
      { type: 'AddedToRoll', data: { urn: '120002', occurredOn: '2025-10-06' } },
      ...absent('O', '2025-10-06', '2025-10-06'),
    );
    expect(
      verdictOnMark(child, '120002', { date: '2025-10-06', session: 'AM', code: 'O' }, on('2025-11-12')).verdict,
    ).toBe('recorded');
  });
});
