import { runVerify } from './verify-log.js';

process.exitCode = await runVerify(process.argv.slice(2), process.env, {
  out: (line) => process.stdout.write(`${line}\n`),
  progress: (text) => process.stderr.write(text),
});
