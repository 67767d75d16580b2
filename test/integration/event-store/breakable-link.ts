import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

/** A TCP link between a client and a store, to be broken at will. */
export interface BreakableLink {
  readonly url: string;
  /** Cuts every connection; new ones are let through at once. */
  cut(): void;
  /** Takes no connections, and cuts those there are. */
  down(): void;
  up(): void;
  /** Swallows what the store answers from now on, until the next cut. */
  mute(): void;
  close(): Promise<void>;
}

export async function linkTo(url: string): Promise<BreakableLink> {
  const [, host = '127.0.0.1', port = '2113'] = /^esdb:\/\/([^:/?]+):(\d+)/.exec(url) ?? [];
  const sockets = new Set<Socket>();
  let open = true;
  let muted = false;
  const server = createServer((near) => {
    if (!open) {
      near.destroy();
      return;
    }
    const far = connect(Number(port), host);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far);
    far.on('data', (bytes) => {
      if (!muted) near.write(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    muted = false;
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `esdb://127.0.0.1:${(server.address() as AddressInfo).port}?tls=false`,
    cut,
    down() {
      open = false;
      cut();
    },
    up() {
      open = true;
    },
    mute() {
      muted = true;
    },
    close() {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
