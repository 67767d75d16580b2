import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { checkAll } from '../../../src/embedded/event-store/log/damage.js';
import { DATABASE_FILE, type EventLog, openEventLog } from '../../../src/embedded/event-store/log/event-log.js';
import { dataOf, type StoredEvent } from '../../../src/embedded/event-store/log/stored-event.js';
import type { Write, WriteResult } from '../../../src/embedded/event-store/log/write.js';
import { randomId } from '../../../src/embedded/event-store/log/writer.js';

let directory: string;
let now = 1_700_000_000_000;
let log: EventLog;

const open = () => openEventLog(directory, () => now);
const event = (data: string) => ({
  id: randomId(),
  type: 'Lent',
  isJson: true,
  data: Buffer.from(data),
  metadata: new Uint8Array(),
});
const write = (stream: string, events: readonly string[], more: Partial<Write> = {}) =>
  new Promise<WriteResult>((done) =>
    log.queue.submit({ kind: 'append', stream, expected: 'any', events: events.map(event), done, ...more }),
  );
const textOf = (stored: StoredEvent) => Buffer.from(dataOf(stored.body)).toString();

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'event-log-'));
  log = open();
});
afterEach(() => {
  log.close();
  rmSync(directory, { recursive: true });
});

/** Changes the closed file behind the store's back, and opens it again. */
function tamper(sql: string): void {
  log.close();
  const database = new DatabaseSync(join(directory, DATABASE_FILE));
  database.exec(sql);
  database.close();
}

describe('the log', () => {
  it('numbers positions without a gap, across streams and across a restart', async () => {
    await Promise.all([write('a', ['1', '2']), write('b', ['3'])]);
    log.close();
    log = open();
    await write('a', ['4']);
    const all = log.reader.log(0, 10);
    expect(all.map(({ position }) => position)).toEqual([1, 2, 3, 4]);
    expect(all.map(textOf)).toEqual(['1', '2', '3', '4']);
    expect(checkAll(log.database)).toEqual([]);
  });

  it('writes all of a group or nothing of it, and then goes on as if it had not been', async () => {
    await write('a', ['1']);
    log.database.exec(
      "CREATE TRIGGER full BEFORE INSERT ON stream WHEN NEW.name = 'c' BEGIN SELECT raise(ABORT, 'full'); END",
    );
    const results = await Promise.all([write('b', ['2']), write('c', ['3'])]);
    expect(results.map(({ kind }) => kind)).toEqual(['failed', 'failed']);
    log.database.exec('DROP TRIGGER full');
    expect(await write('b', ['4'])).toMatchObject({ kind: 'written', revision: 0, position: 2 });
    expect(log.reader.log(0, 10).map(textOf)).toEqual(['1', '4']);
    expect(checkAll(log.database)).toEqual([]);
  });

  it('recognises an append with any that comes again after a restart', async () => {
    const events = [event('1')];
    const append = () =>
      new Promise<WriteResult>((done) =>
        log.queue.submit({ kind: 'append', stream: 'a', expected: 'any', events, done }),
      );
    const first = await append();
    log.close();
    log = open();
    expect(await append()).toEqual(first);
    expect(log.head()).toBe(1);
  });

  it('finds where a stream is young enough by halving', async () => {
    for (let n = 0; n < 20; n += 1) {
      now += 1000;
      await write('a', [String(n)]);
    }
    await write('$$a', ['{"$maxAge":5}']);
    const state = log.streams.find('a');
    if (state === undefined) throw new Error('the stream is not there');
    expect(log.reader.stream(state, 0, 100).events.map(textOf)).toEqual(['14', '15', '16', '17', '18', '19']);
    expect(log.reader.streamBackwards(state, 19, 100).events.map(textOf)).toEqual(['19', '18', '17', '16', '15', '14']);
    now += 60_000;
    expect(log.reader.stream(state, 0, 100)).toEqual({ events: [], next: undefined });
  });

  it('is opened by one at a time', () => {
    expect(open).toThrow(/in use by another event store/);
  });
});

describe('a damaged log', () => {
  it('never gives out an event whose content was changed', async () => {
    await write('a', ['right', 'right']);
    for (let n = 0; n < 100; n += 1) await write('b', ['later']);
    tamper(`UPDATE event SET body = cast(replace(body, 'right', 'wrong') AS BLOB) WHERE position = 1;
      UPDATE event SET body = 'text' WHERE position = 3`);
    log = open();
    expect(() => log.reader.log(1, 1)).toThrow('The event at position 1 is damaged on disk.');
    expect(() => log.reader.log(3, 1)).toThrow('The event at position 3 is damaged on disk.');
    expect(log.reader.log(2, 1).map(textOf)).toEqual(['right']);
  });

  it('never gives out one event in the place of another', async () => {
    for (let n = 0; n < 100; n += 1) await write('a', [String(n)]);
    tamper('UPDATE event SET body = (SELECT body FROM event WHERE position = 2) WHERE position = 1');
    log = open();
    expect(() => log.reader.log(1, 1)).toThrow('The event at position 1 is damaged on disk.');
  });

  it.each([
    ['an event is missing', 'DELETE FROM event WHERE position = 2', /is damaged.*after position 1 comes 3/],
    [
      'an event is not found through its stream',
      'DELETE FROM stream_event WHERE revision = 1',
      /is damaged.*not found through its stream/,
    ],
    ['it is of a later format', 'PRAGMA user_version = 99', /format 99/],
    ['it is another database', 'PRAGMA application_id = 7', /not one of an event store/],
  ])('is not opened when %s', async (_, sql, sentence) => {
    await write('a', ['1', '2', '3']);
    tamper(sql);
    expect(open).toThrow(sentence);
    rmSync(directory, { recursive: true });
    log = open();
  });
});
