// Random histories of every command, far more than in CI and from another seed each night; the seed is printed, so that a
// night can be repeated. npm run nightly:histories -- --commands 100000 --seed 7
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    commands: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Math.floor(Date.now() / 1000) % 2_000_000_000) },
  },
});
process.stdout.write(`seed ${values.seed}, ${values.commands} commands\n`);
const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', '-w', '1'];
const { status } = spawnSync(
  process.execPath,
  [...jest, '--testTimeout', '7200000', 'test/unit/children/histories.spec.ts'],
  { stdio: 'inherit', env: { ...process.env, CHILD_COMMANDS: values.commands, CHILD_SEED: values.seed } },
);
process.stdout.write(`seed ${values.seed}: ${status === 0 ? 'no invariant was broken' : 'FAILED'}\n`);
process.exitCode = status ?? 1;
