import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type Document, deserialize, serialize } from 'bson';

/** An OP_MSG of one body section. */
export function message(command: Document, flags = 0): Buffer {
  const body = serialize({ ...command, $db: 'test' });
  const bytes = Buffer.alloc(21 + body.length);
  bytes.writeInt32LE(bytes.length, 0);
  bytes.writeInt32LE(7, 4);
  bytes.writeInt32LE(2013, 12);
  bytes.writeInt32LE(flags, 16);
  Buffer.from(body).copy(bytes, 21);
  return bytes;
}

/** A bare connection, for what no driver would send. */
export class WireClient {
  private received = Buffer.alloc(0);
  private constructor(readonly socket: Socket) {
    socket.on('data', (chunk: Buffer) => {
      this.received = Buffer.concat([this.received, chunk]);
      socket.emit('more');
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => socket.emit('more'));
  }

  static async open(port: number): Promise<WireClient> {
    const socket = connect({ port, host: '127.0.0.1' });
    await once(socket, 'connect');
    return new WireClient(socket);
  }

  send(bytes: Buffer): void {
    if (!this.socket.destroyed) this.socket.write(bytes);
  }

  /** The next answer's document; undefined if the server closed the connection instead. */
  async answer(): Promise<Document | undefined> {
    for (;;) {
      if (this.received.length >= 4 && this.received.length >= this.received.readInt32LE(0)) {
        const length = this.received.readInt32LE(0);
        const start = this.received.readInt32LE(12) === 1 ? 36 : 21;
        const document = deserialize(this.received.subarray(start, length));
        this.received = this.received.subarray(length);
        return document;
      }
      if (this.socket.destroyed || this.socket.readableEnded) return undefined;
      await once(this.socket, 'more');
    }
  }

  close(): void {
    this.socket.destroy();
  }
}
