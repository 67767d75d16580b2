import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectEventStore, disconnectEventStore } from '../../../src/platform/event-store/client.js';
import { EventLog } from '../../../src/platform/event-store/event-log.js';
import { verify } from '../../../src/platform/event-store/verify.js';
import { startStore } from './stores.js';

/** Lets Node run the sources as they are: `.js` in an import means the `.ts` beside it. */
const SOURCES = `data:text/javascript,${encodeURIComponent(`
import { registerHooks } from 'node:module';
registerHooks({
  resolve: (specifier, context, next) =>
    specifier.startsWith('.') && context.parentURL?.endsWith('.ts')
      ? next(specifier.replace(/\\.js$/, '.ts'), context)
      : next(specifier, context),
});`)}`;

let store: Awaited<ReturnType<typeof startStore>>;

beforeAll(async () => {
  store = await startStore();
});

afterAll(() => store.close());

interface Acknowledged {
  readonly n: number;
  readonly revision: number;
  readonly repeated: boolean;
}

function write(id: string, env: NodeJS.ProcessEnv = {}): Promise<{ signal: string | null; lines: Acknowledged[] }> {
  const script = fileURLToPath(new URL('./writer-process.ts', import.meta.url));
  const args = ['--experimental-transform-types', '--no-warnings', '--import', SOURCES, script, store.url, id];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (bytes) => {
    text += bytes;
  });
  return new Promise((resolve) => {
    child.once('close', (_, signal) => {
      resolve({
        signal,
        lines: text
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line) as Acknowledged),
      });
    });
  });
}

describe('a process that is killed after the store has acknowledged and before anyone knows', () => {
  it('has recorded the command once, and goes on where it was when it is started again', async () => {
    const id = randomUUID();
    const killed = await write(id, { CME_FAILPOINT: 'after-append:11' });
    expect(killed.signal).toBe('SIGKILL');
    expect(killed.lines).toHaveLength(10);

    const { signal, lines } = await write(id);
    expect(signal).toBeNull();
    expect(lines).toEqual(Array.from({ length: 30 }, (_, n) => ({ n, revision: n, repeated: n < 11 })));

    const client = connectEventStore(store.url);
    const result = await verify(new EventLog(client).read(`child-${id}`));
    await disconnectEventStore(client);
    expect(result).toMatchObject({ events: 30, wrong: 0 });
  });
});
