import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { LogReader } from './reader.js';

/** How many of the last events are looked at when the log is opened. */
const LOOKED_AT = 64;
const HEADER = 100;
const MAGIC = 'SQLite format 3\0';
/** SQLite's result codes: what lies in the file makes no sense. */
const CORRUPT = 11;
const NOT_A_DATABASE = 26;

/** What lies on disk is not what was written. Never a reason to go on: a wrong event is worse than none. */
export class DamagedLog extends Error {}

/** SQLite's own number for an error it threw, 0 for any other error. */
export function sqliteCode(error: unknown): number {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : 0;
}

/** Whether an error says that the file is damaged. */
export function isDamage(error: unknown): boolean {
  const code = sqliteCode(error) & 0xff;
  return error instanceof DamagedLog || code === CORRUPT || code === NOT_A_DATABASE;
}

/** Before SQLite opens it: whether the file is a database at all, and as long as it says. */
export function checkFile(path: string): void {
  if (!existsSync(path)) return;
  const { size } = statSync(path);
  if (size === 0) return;
  const header = Buffer.alloc(HEADER);
  const file = openSync(path, 'r');
  readSync(file, header, 0, HEADER, 0);
  closeSync(file);
  if (header.toString('latin1', 0, MAGIC.length) !== MAGIC)
    throw new DamagedLog('it does not begin as a database does');
  const stated = header.readUInt16BE(16);
  const pageSize = stated === 1 ? 65_536 : stated;
  const pages = header.readUInt32BE(28);
  // A crash in the middle of a checkpoint may leave it short; the missing pages are then in the write-ahead log.
  const hasWriteAheadLog = existsSync(`${path}-wal`) && statSync(`${path}-wal`).size > 0;
  if (!hasWriteAheadLog && size < pages * pageSize) {
    throw new DamagedLog(`it has ${size} bytes, but should have ${pages} pages of ${pageSize}`);
  }
}

/** After opening: whether the last events can be read, follow each other, and are found through their streams. */
export function checkTail(reader: LogReader, database: DatabaseSync): void {
  const positionOf = database.prepare('SELECT position FROM stream_event WHERE stream = ? AND revision = ?');
  let expected: number | undefined;
  for (const event of reader.logBackwards(Number.MAX_SAFE_INTEGER, LOOKED_AT)) {
    if (expected !== undefined && event.position !== expected) {
      throw new DamagedLog(`after position ${event.position} comes ${expected + 1}`);
    }
    expected = event.position - 1;
    if (positionOf.get(event.stream, event.revision)?.position !== event.position) {
      throw new DamagedLog(`the event at position ${event.position} is not found through its stream`);
    }
  }
}

/** Goes through everything; minutes for a large log. @returns what is wrong, an empty list if nothing is. */
export function checkAll(database: DatabaseSync): string[] {
  const findings = database
    .prepare('PRAGMA integrity_check')
    .all()
    .map((row) => String(row.integrity_check))
    .filter((finding) => finding !== 'ok');
  const count = (sql: string) => Number(database.prepare(sql).get()?.count);
  const events = count('SELECT count(*) AS count FROM event');
  const last = count('SELECT coalesce(max(position), 0) AS count FROM event');
  if (events !== last) findings.push(`the log ends at position ${last}, but holds ${events} events`);
  const astray = count(
    `SELECT count(*) AS count FROM event LEFT JOIN stream_event s
     ON s.stream = event.stream AND s.revision = event.revision WHERE s.position IS NOT event.position`,
  );
  if (astray > 0) findings.push(`${astray} events are not found through their streams`);
  const nameless = count(
    `SELECT count(*) AS count FROM event WHERE NOT EXISTS (SELECT 1 FROM stream WHERE id = event.stream)
     OR NOT EXISTS (SELECT 1 FROM event_type WHERE id = event.type)`,
  );
  if (nameless > 0) findings.push(`${nameless} events have no name of stream or type`);
  return findings;
}
