import { runKeys } from './rotate-keys.js';

process.exitCode = await runKeys(process.argv.slice(2), process.env, (line) => process.stdout.write(`${line}\n`));
