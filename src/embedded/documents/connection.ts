import type { Socket } from 'node:net';
import { answer, refusal } from './commands/commands.js';
import type { Context } from './commands/context.js';
import { CommandRequest } from './commands/request.js';
import type { Durability } from './store/durability.js';
import { type Message, writeReply } from './wire/messages.js';

/** One client's conversation: commands are done as they come and answered in that order. */
export class Connection {
  private readonly socket: Socket;
  private readonly context: Context;
  private readonly durability: Durability;
  private readonly report: (error: unknown) => void;
  /** The last answer that waits for the disk; those after it queue up behind. */
  private waiting: Promise<void> | undefined;

  constructor(socket: Socket, context: Context, durability: Durability, report: (error: unknown) => void) {
    this.socket = socket;
    this.context = context;
    this.durability = durability;
    this.report = report;
  }

  handle(message: Message): void {
    const { reply, settled } = this.run(message);
    if (!settled && !this.waiting) {
      this.send(message, reply);
      return;
    }
    const before = this.waiting ?? Promise.resolve();
    const sent = before.then(async () => {
      const outcome = await this.outcome(reply, settled);
      this.send(message, outcome);
      if (this.waiting === sent) this.waiting = undefined;
    });
    this.waiting = sent;
  }

  private run(message: Message): { reply: Buffer; settled: Promise<void> | undefined } {
    try {
      const request = new CommandRequest(message.body, message.sequences);
      const reply = answer(request, this.context, this.report);
      const settled = this.durability.settled(request.database);
      // Handled where it is awaited; until then it must not count as unhandled.
      settled?.catch(() => undefined);
      return { reply, settled };
    } catch (error) {
      return { reply: refusal(error, this.report), settled: undefined };
    }
  }

  private async outcome(reply: Buffer, settled: Promise<void> | undefined): Promise<Buffer> {
    try {
      await settled;
      return reply;
    } catch (error) {
      return refusal(error, this.report);
    }
  }

  private send(message: Message, reply: Buffer): void {
    if (message.silent || this.socket.destroyed) return;
    this.socket.cork();
    for (const part of writeReply(message, reply)) this.socket.write(part);
    this.socket.uncork();
    // A client that asks and does not read is heard no further until it has read.
    if (this.socket.writableNeedDrain && !this.socket.isPaused()) {
      this.socket.pause();
      this.socket.once('drain', () => this.socket.resume());
    }
  }
}
