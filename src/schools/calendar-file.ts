import { CsvError, parse } from 'csv-parse/sync';
import { isReadable } from '../platform/http/readable-text.js';
import { type CalendarRow, type CalendarRows, calendarFromRows, type RowVerdict } from './domain/calendar-rows.js';

const COLUMNS = ['year', 'kind', 'name', 'first', 'last', 'sessions', 'group'] as const;

/** A file that is neither CSV with the header nor JSON with rows: nothing in it has been read. */
export class CalendarFileUnreadable extends Error {
  override readonly name = 'CalendarFileUnreadable';
}

/**
 * Reads term dates from a file: CSV with the header `year,kind,name,first,last,sessions,group` (the last two may be missing, other columns are ignored, a
 * byte-order mark and Windows line ends do no harm) or a JSON array of such rows.
 * @throws CalendarFileUnreadable when it is neither.
 */
export function readCalendarFile(text: string): CalendarRows {
  const records = /^\uFEFF?\s*[[{]/.test(text) ? fromJson(text) : fromCsv(text);
  const rows = records.map(rowOf);
  if (!rows.every(isReadableRow)) throw new CalendarFileUnreadable('it holds control characters, or is not UTF-8');
  return calendarFromRows(rows);
}

/** How many rows were taken and how many not. */
export function tally(verdicts: readonly RowVerdict[]): Readonly<Record<RowVerdict['verdict'], number>> {
  const counts = { accepted: 0, repeated: 0, refused: 0 };
  for (const { verdict } of verdicts) counts[verdict]++;
  return counts;
}

function fromCsv(text: string): unknown[] {
  try {
    const records: Record<string, string>[] = parse(text, {
      bom: true,
      columns: (header: string[]) => header.map((name) => name.trim().toLowerCase()),
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
    });
    const [first] = records;
    const missing = COLUMNS.slice(0, 4).filter((column) => first !== undefined && first[column] === undefined);
    if (missing.length > 0) throw new CalendarFileUnreadable(`the header lacks ${missing.join(', ')}`);
    return records;
  } catch (error) {
    if (error instanceof CsvError) throw new CalendarFileUnreadable(error.message);
    throw error;
  }
}

/** What was no UTF-8 has been read as the character that stands for what cannot be read. */
function isReadableRow(row: CalendarRow): boolean {
  return Object.values(row).every((value: string) => isReadable(value) && !value.includes('\uFFFD'));
}

function fromJson(text: string): unknown[] {
  try {
    const rows: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    if (Array.isArray(rows)) return rows;
  } catch (error) {
    throw new CalendarFileUnreadable(String(error));
  }
  throw new CalendarFileUnreadable('it holds no list of rows');
}

function rowOf(record: unknown): CalendarRow {
  const fields = (typeof record === 'object' && record !== null ? record : {}) as Record<string, unknown>;
  const text = (column: (typeof COLUMNS)[number]): string => {
    const value = fields[column];
    return typeof value === 'string' ? value.trim() : '';
  };
  return {
    year: text('year'),
    kind: text('kind').toLowerCase(),
    name: text('name'),
    first: text('first'),
    last: text('last'),
    sessions: text('sessions'),
    group: text('group').toUpperCase(),
  };
}
