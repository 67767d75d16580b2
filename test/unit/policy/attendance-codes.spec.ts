import { describe, expect, it } from '@jest/globals';
import { type AttendanceCode, codeListOn, codeOn, retiredCode } from '../../../src/policy/domain/attendance-codes.js';
import { codes } from '../../support/policy.js';

const list = codeListOn(codes, '2026-01-05')?.codes ?? [];
const where = (holds: (code: AttendanceCode) => boolean) =>
  list
    .filter(holds)
    .map(({ code }) => code)
    .sort();

describe('R62 the attendance codes from 19 August 2024', () => {
  it('are all there', () => {
    const all = '/ \\ L K V P W B D C1 M J1 S X C2 C T R I E Q Y1 Y2 Y3 Y4 Y5 Y6 Y7 G N O U Z #';
    expect(where(() => true)).toEqual(all.split(' ').sort());
  });

  it.each([
    ['present', '/ \\ L'],
    ['approved-activity', 'B K P V W'],
    ['authorised-absence', 'C C1 C2 E I J1 M R S T'],
    ['unauthorised-absence', 'G N O U'],
    ['not-possible-attendance', 'D Q X Y1 Y2 Y3 Y4 Y5 Y6 Y7'],
    ['administrative', '# Z'],
  ])('%s: %s', (statisticalClass, expected) => {
    expect(where((code) => code.statisticalClass === statisticalClass)).toEqual(expected.split(' ').sort());
  });

  it('T2 only G, N and O (and #, no school day) do not break the run of ground 9(1)(i)', () => {
    expect(where((code) => !code.breaksContinuousAbsence)).toEqual(['#', 'G', 'N', 'O']);
  });

  it('T2 G, N, O and U count for the attendance return and the penalty threshold, I for the sickness return', () => {
    expect(where((code) => code.countsForAttendanceReturn)).toEqual(['G', 'N', 'O', 'U']);
    expect(where((code) => code.countsForPenalty)).toEqual(['G', 'N', 'O', 'U']);
    expect(where((code) => code.countsForSickness)).toEqual(['I']);
  });

  it('T2 Y, Q and X, and C2 and D that need another register, ask for a person', () => {
    expect(where((code) => code.flagForPerson)).toEqual('C2 D Q X Y1 Y2 Y3 Y4 Y5 Y6 Y7 Z'.split(' '));
  });

  it('U is an absence in law although the pupil came', () => {
    expect(codeOn(codes, '2026-01-05', 'U')).toMatchObject({ attendance: 'absent', attended: true });
    expect(where((code) => code.attended)).toEqual('/ B K L P U V W \\'.split(' ').sort());
  });

  it('knows both marks for present', () => {
    expect(codeOn(codes, '2026-01-05', '/')?.meaning).toBe('Present, morning');
    expect(codeOn(codes, '2026-01-05', '\\')?.meaning).toBe('Present, afternoon');
  });
});

describe('R62 the codes of another day', () => {
  it.each(['H', 'J', 'Y'])('%s was a code until 18 August 2024 and is retired from the 19th', (code) => {
    expect(codeOn(codes, '2024-08-18', code)?.code).toBe(code);
    expect(codeOn(codes, '2024-08-19', code)).toBeUndefined();
    expect(retiredCode(codes, '2024-08-19', code)?.replacedBy).not.toHaveLength(0);
    expect(retiredCode(codes, '2024-08-18', code)).toBeUndefined();
  });

  it('F ended within the life of its list', () => {
    expect(codeOn(codes, '2012-06-01', 'F')?.meaning).toBe('Extended family holiday (agreed)');
    expect(codeOn(codes, '2014-06-01', 'F')).toBeUndefined();
  });

  it.each(['K', 'C1', 'C2', 'J1', 'Q', 'Y1', 'Y7'])('%s is new in 2024', (code) => {
    expect(codeOn(codes, '2024-08-18', code)).toBeUndefined();
    expect(codeOn(codes, '2024-08-19', code)).toBeDefined();
  });

  it('J moved from an approved activity to an authorised absence, as J1', () => {
    expect(codeOn(codes, '2020-01-06', 'J')?.statisticalClass).toBe('approved-activity');
    expect(codeOn(codes, '2025-01-06', 'J1')?.statisticalClass).toBe('authorised-absence');
  });

  it('a code may begin within the life of its list', () => {
    const [first] = codes.lists;
    const late = { ...(first?.codes[0] as AttendanceCode), validFrom: '2025-01-01' };
    const lists = [
      {
        ...codes.lists[0],
        id: 'attendance_code' as const,
        version: 'v',
        source: 's',
        retired: [],
        validFrom: '2024-01-01',
        codes: [late],
      },
    ];
    const { validTo: _, ...open } = lists[0] ?? { validTo: '' };
    const own = { lists: [open as (typeof lists)[0]] };
    expect(codeOn(own, '2024-12-31', late.code)).toBeUndefined();
    expect(codeOn(own, '2025-01-01', late.code)).toBeDefined();
  });

  it('before the first list no code means anything', () => {
    expect(codeOn(codes, '2000-01-10', '/')).toBeUndefined();
    expect(retiredCode(codes, '2000-01-10', 'H')).toBeUndefined();
  });
});
