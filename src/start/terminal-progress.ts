import { SingleBar } from 'cli-progress';
import type { Progress } from './progress.js';

/** Start-up as a person at a terminal sees it: a line a step, a bar for what takes long. Elsewhere lines only. */
export class TerminalProgress implements Progress {
  private bar: SingleBar | undefined;
  private what = '';

  constructor(private readonly output: NodeJS.WriteStream) {}

  say(line: string): void {
    this.end();
    this.output.write(`${line}\n`);
  }

  step(what: string, done: number, total: number): void {
    if (total === 0) return;
    if (!this.output.isTTY) {
      if (what !== this.what) this.output.write(`• ${what} …\n`);
      this.what = what;
      return;
    }
    if (this.bar === undefined || what !== this.what) {
      this.end();
      this.what = what;
      const format = `• ${what} {bar} {value}/{total}`;
      this.bar = new SingleBar({ format, barsize: 30, hideCursor: true, stream: this.output, clearOnComplete: false });
      this.bar.start(total, done);
    }
    this.bar.setTotal(total);
    this.bar.update(done);
    if (done >= total) this.end();
  }

  private end(): void {
    this.bar?.stop();
    this.bar = undefined;
  }
}
