import type { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { isLocalDate } from '../../../platform/http/local-dates.js';
import { problem } from '../../../platform/http/problem.js';
import type { Session } from '../../../schools/domain/calendar.js';

/** One data row of a register file; `row` counts them from 1, the header not included. */
export type RegisterRow =
  | {
      readonly row: number;
      readonly upn: string;
      readonly date: string;
      readonly session: Session;
      readonly code: string;
    }
  | { readonly row: number; readonly fault: string };

const COLUMNS = ['upn', 'date', 'session', 'code'] as const;
type Places = Readonly<Record<(typeof COLUMNS)[number], number>>;

const SESSIONS: Readonly<Record<string, Session>> = { AM: 'AM', A: 'AM', '1': 'AM', PM: 'PM', P: 'PM', '2': 'PM' };

/**
 * Reads a register file row by row: a byte-order mark, Windows line ends, quoted commas, columns in any order and columns
 * that nobody asked for do no harm. A row that cannot be read is a row with a fault, not the end of the file.
 * Throws a 400 problem when the header lacks a column.
 */
export async function* readRegister(file: Readable): AsyncGenerator<RegisterRow> {
  const records = file.pipe(
    parse({
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
      max_record_size: 10_000,
    }),
  );
  file.on('error', (error) => records.destroy(error));
  let places: Places | undefined;
  let row = 0;
  try {
    for await (const record of records as AsyncIterable<readonly string[]>) {
      if (places === undefined) places = placesIn(record);
      else yield rowOf(++row, record, places);
    }
  } catch (error) {
    // What comes after an unclosed quote cannot be told apart; the rows before it stand.
    if (!isCsvFault(error) || places === undefined) throw isCsvFault(error) ? brokenEarly() : error;
    yield {
      row: row + 1,
      fault: 'From here on the file cannot be read: a quotation mark is not closed, or a row is far too long.',
    };
  }
  if (places === undefined) throw unreadable();
}

function placesIn(header: readonly string[]): Places {
  const names = header.map((name) => name.trim().toLowerCase());
  const missing = COLUMNS.filter((column) => !names.includes(column));
  if (missing.length > 0) throw unreadable(missing);
  const [upn, date, session, code] = COLUMNS.map((column) => names.indexOf(column));
  return { upn, date, session, code } as Places;
}

function unreadable(missing: readonly string[] = COLUMNS) {
  return problem(
    'malformed',
    `The first line must be a header with the columns ${COLUMNS.join(', ')}, with commas between.`,
    {
      missing,
    },
  );
}

/** The fault came with the first of the bytes, so that no header could be told from the rest. */
function brokenEarly() {
  return problem('malformed', 'Near its beginning a quotation mark is not closed, or a row is far too long.');
}

function rowOf(row: number, record: readonly string[], places: Places): RegisterRow {
  const upn = (record[places.upn] ?? '').toUpperCase();
  const date = dateOf(record[places.date] ?? '');
  const session = SESSIONS[(record[places.session] ?? '').toUpperCase()];
  const code = (record[places.code] ?? '').toUpperCase();
  if (upn === '') return { row, fault: 'There is no pupil number.' };
  if (date === undefined) return { row, fault: 'The date is none of the calendar; write 2026-11-09 or 09/11/2026.' };
  if (session === undefined) return { row, fault: 'The session must be AM or PM.' };
  if (code === '') return { row, fault: 'There is no attendance code.' };
  return { row, upn, date, session, code };
}

/** `2026-11-09`, or as spreadsheets in England write it, `09/11/2026`. */
function dateOf(text: string): string | undefined {
  const [, day, month, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text) ?? [];
  const date = day && month && year ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : text;
  return isLocalDate(date) ? date : undefined;
}

function isCsvFault(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_');
}
