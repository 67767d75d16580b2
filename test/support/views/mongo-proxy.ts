import { createServer, type Server, Socket } from 'node:net';
import { deserialize } from 'bson';

/** A command as it went over the wire. */
export interface Command {
  readonly name: string;
  readonly collection: string;
  readonly body: Readonly<Record<string, unknown>>;
}

interface Kept {
  readonly command: Command;
  send(): void;
  readonly answered: Promise<void>;
}

const HEADER_BYTES = 16;
const OP_MSG = 2013;
/** An element of BSON: a date named localTime; its eight bytes follow. */
const LOCAL_TIME = Buffer.from('\x09localTime\0');

/**
 * A way to a document store that understands what passes: it holds back chosen commands until they are let go, even if
 * their sender has given up, and tells another time than the server's.
 */
export class MongoProxy {
  /** Milliseconds by which the server's clock is told wrong. */
  clockOffsetMs = 0;
  readonly #sockets = new Set<Socket>();
  #holds: (command: Command) => boolean = () => false;
  #kept: Kept[] = [];

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
    /** The server's own URL, by way of here. */
    readonly url: string,
  ) {}

  static async to(url: string): Promise<MongoProxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (typeof address !== 'object' || address === null) throw new Error('no address');
    const target = new URL(url);
    const here = url.replace(target.host, `127.0.0.1:${address.port}`);
    const proxy = new MongoProxy(server, target, here);
    server.on('connection', (near) => proxy.#join(near));
    return proxy;
  }

  /** From now on these commands wait; others pass. */
  hold(which: (command: Command) => boolean): void {
    this.#holds = which;
  }

  /** What waits. */
  get held(): readonly Command[] {
    return this.#kept.map(({ command }) => command);
  }

  /** Everything passes again; resolves when the server has answered what had waited. */
  async release(): Promise<void> {
    this.#holds = () => false;
    const kept = this.#kept.splice(0);
    for (const { send } of kept) send();
    await Promise.all(kept.map(({ answered }) => answered));
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  #join(near: Socket): void {
    const far = new Socket();
    let unanswered = false;
    for (const socket of [near, far]) {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => this.#sockets.delete(socket));
    }
    far.on('close', () => near.destroy());
    near.on('close', () => {
      // A command that is held goes on when its sender has given up.
      if (!unanswered) far.destroy();
    });
    onMessages(near, (message) => {
      const command = commandIn(message);
      if (!command || !this.#holds(command)) return void far.write(message);
      unanswered = true;
      const answered = new Promise<void>((resolve) => {
        for (const end of ['data', 'close']) far.once(end, () => resolve());
      });
      this.#kept.push({ command, answered, send: () => far.write(message) });
    });
    onMessages(far, (message) => {
      unanswered = false;
      if (near.destroyed) far.destroy();
      else near.write(this.#toldOtherwise(message));
    });
    far.connect(Number(this.target.port), this.target.hostname);
  }

  #toldOtherwise(message: Buffer): Buffer {
    const at = this.clockOffsetMs === 0 ? -1 : message.indexOf(LOCAL_TIME);
    if (at < 0) return message;
    const told = Buffer.from(message);
    const value = at + LOCAL_TIME.length;
    told.writeBigInt64LE(told.readBigInt64LE(value) + BigInt(this.clockOffsetMs), value);
    return told;
  }
}

/** Whole messages, however they were cut on their way. */
function onMessages(socket: Socket, hear: (message: Buffer) => void): void {
  let rest: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= HEADER_BYTES && rest.length >= rest.readInt32LE(0)) {
      const length = rest.readInt32LE(0);
      hear(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
  });
}

/** Undefined for a greeting of the old kind. */
function commandIn(message: Buffer): Command | undefined {
  if (message.readInt32LE(12) !== OP_MSG) return undefined;
  let body: Record<string, unknown> = {};
  const lists: Record<string, unknown[]> = {};
  for (let at = HEADER_BYTES + 4; at < message.length; ) {
    const kind = message[at];
    const size = message.readInt32LE(at + 1);
    const part = message.subarray(at + 1, at + 1 + size);
    if (kind === 0) body = deserialize(part);
    else {
      const end = part.indexOf(0, 4);
      const documents: unknown[] = [];
      for (let from = end + 1; from < part.length; from += part.readInt32LE(from)) {
        documents.push(deserialize(part.subarray(from, from + part.readInt32LE(from))));
      }
      lists[part.toString('utf8', 4, end)] = documents;
    }
    at += 1 + size;
  }
  const [name = ''] = Object.keys(body);
  return { name, collection: String(body[name]), body: { ...body, ...lists } };
}
