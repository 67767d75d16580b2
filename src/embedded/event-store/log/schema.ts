import type { DatabaseSync } from 'node:sqlite';

/** 'CMEv': tells our file from any other SQLite database. */
const APPLICATION_ID = 0x434d4576;
const FORMAT = 1;

/**
 * `event` is the log: its key is the log position, so appends go to the right edge of one tree. `stream_event` finds
 * an event by stream and revision; numbers, not names, so a leaf holds hundreds. Streams are found by a short hash of
 * their name: half the size of an index over the names, which for streams named after UUIDs is the only random write.
 */
const TABLES = `
CREATE TABLE event (position INTEGER PRIMARY KEY, stream INTEGER NOT NULL, revision INTEGER NOT NULL,
  type INTEGER NOT NULL, created INTEGER NOT NULL, body BLOB NOT NULL);
CREATE TABLE stream_event (stream INTEGER NOT NULL, revision INTEGER NOT NULL, position INTEGER NOT NULL,
  PRIMARY KEY (stream, revision)) WITHOUT ROWID;
CREATE TABLE stream (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE stream_hash (hash INTEGER NOT NULL, stream INTEGER NOT NULL, PRIMARY KEY (hash, stream)) WITHOUT ROWID;
CREATE TABLE event_type (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE subscription_group (stream TEXT NOT NULL, name TEXT NOT NULL, settings TEXT NOT NULL, checkpoint TEXT,
  PRIMARY KEY (stream, name)) WITHOUT ROWID;
`;

/** Makes the tables of a new file, or refuses a file that is not ours or of a later format. */
export function prepareSchema(database: DatabaseSync): void {
  const number = (pragma: string) => Number(Object.values(database.prepare(`PRAGMA ${pragma}`).get() ?? {})[0]);
  const applicationId = number('application_id');
  const tables = Number(database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get()?.tables);
  if (applicationId === 0 && tables === 0) {
    database.exec(
      `BEGIN IMMEDIATE; ${TABLES} PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${FORMAT}; COMMIT`,
    );
    return;
  }
  if (applicationId !== APPLICATION_ID) throw new Error('it is a SQLite database, but not one of an event store');
  const format = number('user_version');
  if (format !== FORMAT) throw new Error(`it has format ${format}; this program knows format ${FORMAT}`);
}
