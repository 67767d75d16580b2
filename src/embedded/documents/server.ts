import { createServer, type Server, type Socket } from 'node:net';
import { Cursors } from './commands/cursors.js';
import { Connection } from './connection.js';
import type { Databases } from './store/databases.js';
import type { Durability } from './store/durability.js';
import { Framing } from './wire/framing.js';
import { ProtocolError, readMessage } from './wire/messages.js';

export interface ServerOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly databases: Databases;
  readonly durability: Durability;
  readonly now: () => Date;
  /** Hears of faults of the server's own, which the client sees as InternalError. */
  readonly report: (error: unknown) => void;
}

export interface RunningServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Listens for clients that speak MongoDB's wire protocol. Commands are done one at a time, so each is atomic. */
export async function listen(options: ServerOptions): Promise<RunningServer> {
  const sockets = new Set<Socket>();
  const cursors = new Cursors();
  let connections = 0;
  const { databases, now, report } = options;
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    const context = { databases, cursors, now, connection: ++connections };
    serve(socket, new Connection(socket, context, options.durability, report), report);
  });
  const port = await listening(server, options);
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function serve(socket: Socket, connection: Connection, report: (error: unknown) => void): void {
  const framing = new Framing();
  // A client that goes away is no fault: its socket closes, and that is all.
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    try {
      for (const frame of framing.push(chunk)) connection.handle(readMessage(frame));
    } catch (error) {
      if (!(error instanceof ProtocolError)) report(error);
      socket.destroy();
    }
  });
}

function listening(server: Server, { host, port }: ServerOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.removeListener('error', reject);
      const address = server.address();
      if (address && typeof address === 'object') resolve(address.port);
      else reject(new Error('The embedded document store has no port.'));
    });
  });
}
