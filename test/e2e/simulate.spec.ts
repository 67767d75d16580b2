import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const run = promisify(execFile);

async function simulated(...args: readonly string[]): Promise<string> {
  const { stdout } = await run(process.execPath, ['dist/commands/simulate.js', ...args], { timeout: 240_000 });
  return stdout;
}

const hashOf = (out: string) => /^hash ([0-9a-f]{64})$/m.exec(out)?.[1];

describe('npm run simulate', () => {
  it('gives the same county whatever the number of workers, and another for another seed', async () => {
    const county = ['--pupils', '90', '--cluster-pupils', '45'];
    const [one, two, other] = [
      await simulated(...county, '--seed', '3', '--workers', '1'),
      await simulated(...county, '--seed', '3', '--workers', '2'),
      await simulated(...county, '--seed', '4', '--workers', '2'),
    ];
    expect(one).toContain('invariants broken: 0');
    expect(hashOf(one)).toMatch(/^[0-9a-f]{64}$/);
    expect(hashOf(two)).toBe(hashOf(one));
    expect(hashOf(other)).not.toBe(hashOf(one));
  }, 300_000);
});
