import { TerminalProgress } from '../start/terminal-progress.js';
import { runViews } from './views-command.js';

const progress = new TerminalProgress(process.stderr);

process.exitCode = await runViews(process.argv.slice(2), process.env, {
  out: (line) => process.stdout.write(`${line}\n`),
  progress: (what, done, estimated) => progress.step(what, done, Math.max(done, estimated ?? 0)),
});
