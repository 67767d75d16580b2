import { Writable } from 'node:stream';

/** A place for a program's log that keeps what is written, line by line. */
export function keepingLines(lines: string[]): Writable {
  return new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(String(chunk));
      done();
    },
  });
}
