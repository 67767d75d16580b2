// Runs before `npm start`, `npm test` and the other commands, with whatever Node the machine has.
// It installs the packages when they are missing and compiles when the sources are newer than the
// build, so that a fresh clone needs nothing but Node and npm. Plain Node, no packages: none may be there yet.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const quiet = process.argv.includes('--quiet');
const build = process.argv.includes('--build');
const say = (line) => {
  if (!quiet) process.stderr.write(`${line}\n`);
};

function run(what, command, args) {
  const started = process.hrtime.bigint();
  say(`• ${what} …`);
  const shell = process.platform === 'win32';
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: quiet ? ['ignore', 'ignore', 'inherit'] : ['ignore', 2, 2],
    shell,
    env: { ...process.env, SCARF_ANALYTICS: 'false', npm_config_loglevel: 'error' },
  });
  if (result.status !== 0) {
    process.stderr.write(`${what} failed (${command} ${args.join(' ')}).\n`);
    process.exit(result.status ?? 1);
  }
  say(`  done in ${(Number(process.hrtime.bigint() - started) / 1e9).toFixed(1)} s`);
}

function digest(paths) {
  const hash = createHash('sha256');
  const visit = (path) => {
    const stat = statSync(path);
    if (stat.isDirectory()) for (const name of readdirSync(path).sort()) visit(join(path, name));
    else hash.update(`${path}\0${stat.size}\0${stat.mtimeMs}\n`);
  };
  for (const path of paths) visit(join(root, path));
  return hash.digest('hex');
}

function upToDate(stamp, value) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === value;
}

const lock = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');
const installed = join(root, 'node_modules', '.installed-lock');
const nodeBinary = join(root, 'node_modules', '.bin', 'node');
if (!upToDate(installed, lock)) {
  // A tree that `npm ci` has just put there is taken as it is; anything else is installed afresh.
  const npmsOwnRecord = join(root, 'node_modules', '.package-lock.json');
  const fresh =
    existsSync(npmsOwnRecord) &&
    existsSync(nodeBinary) &&
    statSync(npmsOwnRecord).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs;
  if (!fresh) run('Installing packages (once, about a minute)', 'npm', ['ci', '--no-progress']);
  writeFileSync(installed, lock);
}

if (build) {
  const stamp = join(root, 'dist', '.built');
  const now = digest(['src', '.swcrc', 'nest-cli.json', 'package-lock.json']);
  if (!upToDate(stamp, now)) {
    run('Compiling', nodeBinary, [join('node_modules', '@nestjs', 'cli', 'bin', 'nest.js'), 'build']);
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, now);
  }
}
