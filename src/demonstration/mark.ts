import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Remembers in the data directory that a load has begun, so that one that was cut off is taken up at the next start. */
export class DemonstrationMark {
  private readonly file: string;

  constructor(private readonly dataDir: string) {
    this.file = join(dataDir, 'demonstration');
  }

  /** True while a load has begun and not come to its end. */
  get begun(): boolean {
    return existsSync(this.file) && readFileSync(this.file, 'utf8') === 'begun';
  }

  begin(): void {
    mkdirSync(this.dataDir, { recursive: true });
    writeFileSync(this.file, 'begun');
  }

  end(): void {
    writeFileSync(this.file, 'loaded');
  }
}
