import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ProcessSettings } from './views-process.js';

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** A process of its own that works the sample views, to be killed. */
export class ViewsProcess {
  readonly #ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  #errors = '';

  private constructor(readonly child: ChildProcess) {
    child.stderr?.on('data', (chunk: Buffer) => {
      this.#errors += chunk.toString();
    });
    this.#ended = once(child, 'exit').then(([code, signal]) => ({ code, signal }));
  }

  /** @param failpoint where it kills itself, `name:passage` */
  static async start(settings: ProcessSettings, failpoint = ''): Promise<ViewsProcess> {
    const child = spawn(
      process.execPath,
      [
        '--no-warnings',
        '--experimental-transform-types',
        '--import',
        here('./from-source.mjs'),
        here('./views-process.ts'),
      ],
      {
        env: { ...process.env, NODE_OPTIONS: '', VIEWS_PROCESS: JSON.stringify(settings), CME_FAILPOINT: failpoint },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const started = new ViewsProcess(child);
    const said = child.stdout ? once(child.stdout, 'data') : Promise.resolve();
    await Promise.race([
      said,
      started.#ended.then(() => {
        throw new Error(`the process ended before it ran: ${started.#errors}`);
      }),
    ]);
    return started;
  }

  /** How it ended; waits for it. */
  ended(): Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }> {
    return this.#ended;
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.#ended;
  }

  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    await this.#ended;
  }

  /** Holds it as a machine that has stopped answering, until `wake`. */
  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  wake(): void {
    this.child.kill('SIGCONT');
  }
}
