import { createHash } from 'node:crypto';
import { type Readable, Transform } from 'node:stream';
import type { SchoolCommand } from '../../../schools/domain/school.js';
import type { RowVerdict } from './marks.js';
import type { RegisterRow } from './rows.js';

type Received = Extract<SchoolCommand, { type: 'RecordRegisterFile' }>;

/** What the school's own record keeps of a file: its hash, its days, and how many of its rows were taken. No marks. */
export class Reception {
  readonly counts = { recorded: 0, unchanged: 0, corrected: 0, refused: 0 };
  private readonly hash = createHash('sha256');
  private rows = 0;
  private first: string | undefined;
  private last: string | undefined;

  /** The same bytes; a fault of the source is passed on too. */
  bytes(source: Readable): Readable {
    const noted = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        this.hash.update(chunk);
        done(null, chunk);
      },
    });
    source.on('error', (error) => noted.destroy(error));
    return source.pipe(noted);
  }

  /** Passes the rows on. */
  async *note(rows: AsyncIterable<RegisterRow>): AsyncGenerator<RegisterRow> {
    for await (const row of rows) {
      this.rows++;
      if ('date' in row) {
        if (this.first === undefined || row.date < this.first) this.first = row.date;
        if (this.last === undefined || row.date > this.last) this.last = row.date;
      }
      yield row;
    }
  }

  count(verdicts: readonly RowVerdict[]): void {
    for (const { verdict } of verdicts) this.counts[verdict]++;
  }

  /** Once the file has been read to its end. */
  order(): Received {
    const days =
      this.first === undefined || this.last === undefined ? {} : { firstDate: this.first, lastDate: this.last };
    return { type: 'RecordRegisterFile', sha256: this.hash.digest('hex'), rows: this.rows, ...this.counts, ...days };
  }
}
