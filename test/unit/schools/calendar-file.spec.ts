import { describe, expect, it } from '@jest/globals';
import { CalendarFileUnreadable, readCalendarFile, tally } from '../../../src/schools/calendar-file.js';
import { withYears } from '../../../src/schools/domain/calendar-amendment.js';
import { defaultCalendar } from '../../../src/schools/domain/default-calendar.js';
import { countSchoolDays } from '../../../src/schools/domain/school-days.js';

const HEADER = 'year,kind,name,first,last,sessions';
const norfolk = [
  '2025/26,half-term,autumn,2025-10-27,2025-10-31,',
  '2025/26,term,autumn,2025-09-03,2025-12-19,',
  '2025/26,term,summer,2026-04-15,2026-07-17,',
  '2025/26,half-term,,2026-05-25,2026-05-29,',
  '2025/26,term,spring,2026-01-06,2026-03-27,',
  '2025/26,half-term,spring,2026-02-16,2026-02-20,',
  '2025/26,inset,,2025-11-03,,',
  '2025/26,inset,,2026-04-14,,',
];
const read = (...rows: string[]) => readCalendarFile([HEADER, ...rows].join('\n'));

describe('R63 term dates from a file', () => {
  it('make the year that they describe, with the bank holidays put in', () => {
    const { years, verdicts, faults } = read(...norfolk);
    expect(faults).toEqual([]);
    expect(tally(verdicts)).toEqual({ accepted: 8, repeated: 0, refused: 0 });
    const calendar = withYears(defaultCalendar('120001'), years);
    expect(countSchoolDays(calendar, '2025-08-01', '2026-07-31').count).toBe(188);
    expect(years[0]?.bankHolidays.map(({ name }) => name)).toContain('Early May bank holiday');
  });

  it('are read with a byte-order mark, Windows line ends, quotes, other columns and capitals', () => {
    const dirty = `\uFEFFYear,Kind,Name,First,Last,Sessions,Remark\r\n${norfolk.map((row) => `${row},"a, b"`).join('\r\n')}\r\n\r\n`;
    expect(readCalendarFile(dirty).years).toEqual(read(...norfolk).years);
  });

  it('are read as JSON too', () => {
    const rows = norfolk.map((row) => {
      const [year, kind, name, first, last] = row.split(',');
      return { year, kind, name, first, last };
    });
    expect(readCalendarFile(JSON.stringify(rows)).years).toEqual(read(...norfolk).years);
    expect(readCalendarFile('[1, null]').verdicts).toHaveLength(2);
  });

  it.each([
    ['2025,term,autumn,2025-09-03,2025-12-19,', '2025 is no school year'],
    [',term,autumn,2025-09-03,2025-12-19,', 'nothing is no school year'],
    ['2025/26,term,winter,03/09/2025,,', '03/09/2025 is no date'],
    ['2025/26,term,winter,,,', 'nothing is no date'],
    ['2025/26,term,winter,2025-09-03,31.12.2025,', '31.12.2025 is no date'],
    ['2025/26,term,winter,2025-12-19,2025-09-03,', 'the last day lies before the first'],
    ['2025/26,inset,,2026-09-01,,', 'the days do not lie in 2025/26'],
    ['2025/26,term,,2025-09-03,2025-12-19,', 'a term needs a name'],
    ['2025/26,term,autumn,2025-09-04,2025-12-19,', 'there are two terms named autumn'],
    ['2025/26,half-term,autumn,2025-11-10,2025-11-14,', 'term autumn has a half term already'],
    ['2025/26,half-term,,2025-12-25,2025-12-26,', 'there is no term that this half term lies in'],
    ['2025/26,inset,,2025-11-06,2025-11-07,', 'a staff training day is one day'],
    ['2025/26,planned-closure,,2025-11-06,,', 'a closure needs its reason'],
    ['2025/26,planned-closure,polling,2025-11-06,2025-11-07,', 'a closure is of one day'],
    ['2025/26,unplanned-closure,snow,2025-11-06,,EVENING', 'EVENING is no session'],
    ['2025/26,party,,2025-11-06,,', 'party is no kind of row'],
    ['2025/26,,,2025-11-06,,', 'nothing is no kind of row'],
  ])('the row %s is refused: %s', (row, because) => {
    const { verdicts, years } = read(...norfolk, row);
    expect(verdicts[8]).toEqual({ row: 9, verdict: 'refused', because: expect.stringContaining(because) });
    expect(years).toHaveLength(1);
  });

  it('a half term that its term does not hold is refused', () => {
    const { verdicts } = read(
      '2025/26,term,autumn,2025-09-03,2025-12-19,',
      '2025/26,half-term,autumn,2025-12-19,2025-12-22,',
    );
    expect(verdicts[1]).toMatchObject({ because: 'it does not lie within term autumn' });
  });

  it('a row that is there twice is taken once', () => {
    const { verdicts, years } = read(...norfolk, norfolk[6] ?? '');
    expect(verdicts[8]).toEqual({ row: 9, verdict: 'repeated' });
    expect(years[0]?.inset).toHaveLength(2);
  });

  it('closures are read, of a day or a session', () => {
    const { years } = read(
      ...norfolk,
      '2025/26,planned-closure,polling,2026-05-07,,',
      '2025/26,unplanned-closure,snow,2026-01-12,,pm',
    );
    expect(years[0]?.closures).toEqual([
      { date: '2026-01-12', kind: 'unplanned', reason: 'snow', sessions: ['PM'] },
      { date: '2026-05-07', kind: 'planned', reason: 'polling' },
    ]);
  });

  it('a year that is wrong as a whole makes no calendar', () => {
    expect(read('2025/26,inset,,2025-11-03,,')).toMatchObject({ years: [], faults: ['2025/26: there is no term'] });
    expect(read('2025/26,term,a,2025-09-03,2025-12-19,', '2025/26,term,b,2025-12-01,2026-03-27,').years).toEqual([]);
  });

  it('a year that nobody plans for, or a name without end, is refused in its row', () => {
    expect(read('0000/01,term,a,0000-09-03,0000-12-19,').verdicts).toMatchObject([{ verdict: 'refused' }]);
    expect(read(`2025/26,term,${'a'.repeat(201)},2025-09-03,2025-12-19,`).verdicts).toMatchObject([
      { verdict: 'refused', because: 'the name is longer than 200 characters' },
    ]);
  });

  it.each([
    [`${HEADER}\n2025/26,term,a\u0000,2025-09-03,2025-12-19,`],
    [`${HEADER}\n2025/26,term,\uFFFDt\uFFFD,2025-09-03,2025-12-19,`],
    [JSON.stringify([{ year: '2025/26', kind: 'term', name: '\ud800', first: '2025-09-03', last: '2025-12-19' }])],
  ])('%j holds what nobody can have written', (text) => {
    expect(() => readCalendarFile(text)).toThrow(CalendarFileUnreadable);
  });

  it.each([['day,what\n2025-09-03,term'], ['['], ['{"years": []}'], [`${HEADER}\n"2025/26`]])(
    '%j is no calendar file',
    (text) => {
      expect(() => readCalendarFile(text)).toThrow(CalendarFileUnreadable);
    },
  );

  it('an empty file has nothing in it', () => {
    expect(readCalendarFile('')).toEqual({ years: [], verdicts: [], faults: [] });
  });
});
