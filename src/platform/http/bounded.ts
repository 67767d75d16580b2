import { type Readable, Transform } from 'node:stream';
import { problem } from './problem.js';

/** The same bytes, up to a bound; beyond it the stream fails with a 413 problem. */
export function bounded(source: Readable, most: number): Readable {
  let seen = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > most) done(problem('too-large', `The file may have ${Math.floor(most / 1_048_576)} MiB at most.`));
      else done(null, chunk);
    },
  });
  source.on('error', (error) => counted.destroy(error));
  return source.pipe(counted);
}
