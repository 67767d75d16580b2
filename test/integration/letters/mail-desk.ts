import { setTimeout as pause } from 'node:timers/promises';
import { uuidOf } from '../../../src/platform/crypto/derived-uuid.js';
import { type Person, register, startTestProgram, type TestProgram } from '../../e2e/support/program.js';

interface LetterRow {
  readonly letterId: string;
  readonly kind: string;
  readonly state: string;
  readonly attempt: number;
  readonly messageId: string;
  readonly reply?: number;
}

/** A program with its mail catcher, and what tests ask of both. */
export class MailDesk {
  private constructor(
    readonly program: TestProgram,
    readonly assistant: Person,
  ) {}

  static async open(settings: Readonly<Record<string, string>> = {}): Promise<MailDesk> {
    const program = await startTestProgram({ settings });
    return new MailDesk(program, await program.as('cme-assistant'));
  }

  /** A child on no roll whose address is in the county. */
  async unplaced(serial: number, more: Readonly<Record<string, unknown>> = {}): Promise<string> {
    return register(this.assistant, serial, { school: undefined, ...more });
  }

  async letters(childId: string): Promise<readonly LetterRow[]> {
    const { body } = await this.assistant<{ items: LetterRow[] }>('GET', `/v1/children/${childId}/letters`);
    return body.items;
  }

  untilSent(childId: string, count: number): Promise<readonly LetterRow[]> {
    return until(
      () => this.letters(childId),
      (letters) => letters.length === count && letters.every(({ state }) => state === 'sent'),
    );
  }

  /** Tells the process of every fact of the child so many times more, as if it had died before it wrote down its place. */
  async redeliver(childId: string, times: number): Promise<void> {
    const { children, letters } = this.program.program.services;
    for (let time = 0; time < times; time++) {
      for (const event of await children.history(childId)) {
        await letters.writer.react(event, { commandId: (what) => uuidOf(`${event.id} ${what} ${time}`) });
      }
    }
  }

  async untilMetric(shown: RegExp): Promise<void> {
    const { metrics } = this.program.program.services;
    await until(
      () => metrics.content(),
      (text) => shown.test(text),
    );
  }

  /** The mails under the child's reference. */
  caughtAbout(childId: string) {
    const reference = `CME-${childId.slice(0, 8).toUpperCase()}`;
    return this.caught().filter(({ subject }) => subject.includes(reference));
  }

  caught() {
    return this.program.program.services.letters.catcher?.mails() ?? [];
  }

  stop(): Promise<void> {
    return this.program.stop();
  }
}

/** Waits, for a bounded time, until something holds. */
export async function until<T>(
  look: () => Promise<T> | T,
  holds: (seen: T) => boolean,
  patienceMs = 60_000,
): Promise<T> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (performance.now() > end) throw new Error(`it did not come to hold; last seen: ${JSON.stringify(seen)}`);
    await pause(25);
  }
}
