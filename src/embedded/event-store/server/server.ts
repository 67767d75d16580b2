import { createServer as createHttp1Server } from 'node:http';
import {
  createServer as createHttp2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { grpcHandler } from './grpc.js';
import type { Methods } from './methods.js';
import { answerPage, type Page, pageListener } from './pages.js';

/** Bytes that a client may send on one call, and on one connection, before the server has read them. */
const CALL_WINDOW = 1024 * 1024;
const CONNECTION_WINDOW = 8 * 1024 * 1024;
/** MiB that Node lets one connection hold; thousands of subscriptions may share one. */
const SESSION_MEMORY = 256;
/** A client that answers no ping for three times so long, in ms, is gone without a word. */
const PING_EVERY = 10_000;
const PINGS_UNANSWERED = 3;
/** How long a connection may be silent before it has said what it speaks, in ms. */
const SILENT_FOR = 30_000;
const PREFACE = Buffer.from('PRI * HTTP/2');

export interface ListeningServer {
  readonly port: number;
  close(): Promise<void>;
}

export interface ServerOptions {
  readonly host: string;
  readonly port: number;
  readonly methods: Methods;
  readonly pages: ReadonlyMap<string, Page>;
  /** The sentence for a method that is not offered. */
  readonly refusalOf: (path: string) => string;
  readonly report: (error: unknown) => void;
}

/**
 * One port for gRPC and for plain HTTP/1.1, told apart by the first bytes, as the real server does without TLS.
 */
export async function listen(options: ServerOptions): Promise<ListeningServer> {
  const sessions = new Set<ServerHttp2Session>();
  const sockets = new Set<Socket>();
  const http1 = createHttp1Server(pageListener(options.pages));
  const http2 = createHttp2Server({
    settings: { initialWindowSize: CALL_WINDOW, maxConcurrentStreams: 10_000 },
    maxSessionMemory: SESSION_MEMORY,
  });
  http2.on('session', (session) => {
    sessions.add(session);
    session.setLocalWindowSize(CONNECTION_WINDOW);
    const ping = keepAlive(session);
    session.on('close', () => {
      clearInterval(ping);
      sessions.delete(session);
    });
    session.on('error', () => session.destroy());
  });
  const grpc = grpcHandler(options.methods, options.refusalOf, options.report);
  http2.on('stream', (stream, headers) => {
    stream.on('error', () => stream.destroy());
    try {
      if (headers[':method'] === 'POST') grpc(stream, headers);
      else sendPage(stream, headers, options.pages);
    } catch (error) {
      options.report(error);
      stream.destroy();
    }
  });
  http2.on('sessionError', () => undefined);

  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    sniff(socket, (isHttp2) => (isHttp2 ? http2 : http1).emit('connection', socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const session of sessions) session.destroy();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function sendPage(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, pages: ReadonlyMap<string, Page>): void {
  const {
    status,
    headers: answer,
    body,
  } = answerPage(pages, {
    method: String(headers[':method']),
    url: String(headers[':path']),
    host: String(headers[':authority']),
  });
  stream.resume();
  if (stream.closed || stream.destroyed) return;
  stream.respond({ ':status': status, ...answer });
  stream.end(body);
}

function keepAlive(session: ServerHttp2Session): NodeJS.Timeout {
  let unanswered = 0;
  const timer = setInterval(() => {
    unanswered += 1;
    if (unanswered > PINGS_UNANSWERED) session.destroy();
    else {
      session.ping((error) => {
        if (error === null) unanswered = 0;
      });
    }
  }, PING_EVERY);
  timer.unref();
  return timer;
}

/** Looks at the first bytes of a connection, and puts them back once they say what it speaks. */
function sniff(socket: Socket, decide: (isHttp2: boolean) => void): void {
  let first = Buffer.alloc(0);
  socket.setTimeout(SILENT_FOR, () => socket.destroy());
  const look = () => {
    for (let chunk: Buffer | null = socket.read(); chunk !== null; chunk = socket.read()) {
      first = Buffer.concat([first, chunk]);
    }
    const compared = Math.min(first.length, PREFACE.length);
    const isPreface = PREFACE.subarray(0, compared).equals(first.subarray(0, compared));
    // So far it may be either: put back now, the same bytes would come again at once.
    if (isPreface && compared < PREFACE.length && !socket.readableEnded) return;
    socket.off('readable', look);
    socket.setTimeout(0);
    socket.unshift(first);
    decide(isPreface && compared === PREFACE.length);
  };
  socket.on('readable', look);
}
