import { createServer, type Server, Socket } from 'node:net';

/** A connection to a store that a test can cut, slow down, or close for a while. */
export class TcpProxy {
  readonly #sockets = new Set<Socket>();
  #delayMs = 0;
  #cutAfterBytes = Number.POSITIVE_INFINITY;
  #refusing = false;
  cuts = 0;

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async to(target: number, host = '127.0.0.1'): Promise<TcpProxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (typeof address !== 'object' || address === null) throw new Error('no address');
    const proxy = new TcpProxy(server, address.port);
    server.on('connection', (near) => proxy.#join(near, target, host));
    return proxy;
  }

  /** Milliseconds that everything said takes longer in each direction. */
  slow(ms: number): void {
    this.#delayMs = ms;
  }

  /** Each connection is cut once the client has sent so many bytes more. */
  cutAfter(bytes: number): void {
    this.#cutAfterBytes = bytes;
  }

  /** Nobody gets through. */
  away(): void {
    this.#refusing = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  back(): void {
    this.#refusing = false;
    this.#delayMs = 0;
    this.#cutAfterBytes = Number.POSITIVE_INFINITY;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  #join(near: Socket, target: number, host: string): void {
    if (this.#refusing) {
      near.destroy();
      return;
    }
    const far = new Socket();
    for (const socket of [near, far]) {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    let sent = 0;
    near.on('data', (chunk) => {
      sent += chunk.length;
      if (sent <= this.#cutAfterBytes) return this.#pass(far, chunk);
      this.cuts += 1;
      // Half of it arrives: a command broken off in the middle.
      far.write(chunk.subarray(0, chunk.length >> 1), () => far.destroy());
      near.destroy();
    });
    far.on('data', (chunk) => this.#pass(near, chunk));
    far.connect(target, host);
  }

  #pass(to: Socket, chunk: Buffer): void {
    if (this.#delayMs === 0) to.write(chunk);
    else setTimeout(() => to.destroyed || to.write(chunk), this.#delayMs);
  }
}
