import { TerminalProgress } from '../start/terminal-progress.js';
import { runViews } from './views-command.js';

const progress = new TerminalProgress(process.stderr);
let full: string | undefined;

process.exitCode = await runViews(process.argv.slice(2), process.env, {
  out: (line) => process.stdout.write(`${line}\n`),
  progress: (what, done, estimated) => {
    // A bar that is full stays as it is.
    if (full === what) return;
    const total = Math.max(done, estimated ?? 0);
    progress.step(what, done, total);
    if (done > 0 && done === total) full = what;
  },
});
