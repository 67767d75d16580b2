import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { constants } from 'node:http2';
import { GrpcError, Status, trailersOf } from '../wire/grpc-status.js';

const HEADERS = { ':status': 200, 'content-type': 'application/grpc' } as const;
/** Bytes that may wait for a slow reader before it is no longer written to. */
const SEND_BUFFER = 262_144;

const timeoutUnits: Readonly<Record<string, number>> = {
  H: 3_600_000,
  M: 60_000,
  S: 1000,
  m: 1,
  u: 0.001,
  n: 0.000_001,
};

/** The deadline of a call in ms from now, or undefined. @throws GrpcError INVALID_ARGUMENT for a header out of form. */
export function timeoutOf(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const [, digits, unit] = /^(\d{1,8})([HMSmun])$/.exec(header) ?? [];
  if (digits === undefined || unit === undefined) {
    throw new GrpcError(Status.INVALID_ARGUMENT, `grpc-timeout '${header}' is not a number and a unit`);
  }
  return Number(digits) * (timeoutUnits[unit] as number);
}

/** One gRPC call: what a service needs of an HTTP/2 stream. */
export class Call {
  readonly headers: IncomingHttpHeaders;
  readonly #stream: ServerHttp2Stream;
  readonly #statusOf: (error: unknown) => GrpcError;
  readonly #whenOver: (() => void)[] = [];
  #deadline: NodeJS.Timeout | undefined;
  #whenDrained: (() => void) | undefined;
  #outbox: Buffer[] = [];
  #outboxLength = 0;
  #over = false;

  /** @param statusOf says what an exception tells the client. */
  constructor(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, statusOf: (error: unknown) => GrpcError) {
    this.#stream = stream;
    this.#statusOf = statusOf;
    this.headers = headers;
    stream.on('close', () => this.#end());
    stream.on('drain', () => this.#drained());
    stream.on('error', () => this.#end());
  }

  /** Answered, cancelled, out of time, or the client is gone. */
  get over(): boolean {
    return this.#over;
  }

  /** The connection, by which calls of one client can be told from another's. */
  get peer(): string {
    const socket = this.#stream.session?.socket;
    return `${socket?.remoteAddress ?? 'unknown'}:${socket?.remotePort ?? 0}`;
  }

  /** Bytes written that have not left yet. */
  get backlog(): number {
    return this.#outboxLength + this.#stream.writableLength;
  }

  /** False while so much waits that nothing more should be written until `whenDrained`. */
  get ready(): boolean {
    return this.backlog < SEND_BUFFER;
  }

  /** Takes a step of the call, unless it is over; an exception ends the call, not the server. */
  attempt(step: () => void): void {
    if (this.#over) return;
    try {
      step();
    } catch (error) {
      this.fail(this.#statusOf(error));
    }
  }

  startDeadline(milliseconds: number | undefined): void {
    // A longer delay than a timer can hold is no deadline.
    if (milliseconds === undefined || milliseconds > 2_000_000_000) return;
    this.#deadline = setTimeout(
      () => this.fail(new GrpcError(Status.DEADLINE_EXCEEDED, 'Deadline Exceeded')),
      milliseconds,
    );
  }

  /** Calls back once, when the call is over for whatever reason. */
  whenOver(callback: () => void): void {
    if (this.#over) callback();
    else this.#whenOver.push(callback);
  }

  /** Calls back once, when there is room again. */
  whenDrained(callback: () => void): void {
    this.#whenDrained = callback;
    if (this.ready) setImmediate(() => this.#drained());
  }

  /** Stops taking in messages, so that HTTP/2 flow control stops the client; `resume` goes on. */
  pause(): void {
    this.#stream.pause();
  }

  resume(): void {
    this.#stream.resume();
  }

  /** Sends framed messages. Those sent in one turn of the event loop leave in one write. */
  send(frames: Buffer): void {
    if (this.#over) return;
    if (!this.#stream.headersSent) this.#respond();
    this.#outbox.push(frames);
    this.#outboxLength += frames.length;
    if (this.#outbox.length === 1) process.nextTick(this.#flush);
  }

  /** Sends the response headers of a call that has nothing to say yet. */
  open(): void {
    if (!this.#over && !this.#stream.headersSent) this.#respond();
  }

  /** Ends the call with status OK, after what was sent. */
  finish(): void {
    if (this.#over) return;
    if (!this.#stream.headersSent) this.#respond();
    this.#flush();
    this.#stream.end();
    this.#end();
  }

  fail(error: GrpcError): void {
    if (this.#over) return;
    this.#flush();
    const trailers = trailersOf(error);
    if (this.#stream.headersSent) {
      this.#trailers = trailers;
      this.#stream.end();
    } else if (!this.#stream.closed && !this.#stream.destroyed) {
      this.#stream.respond({ ...HEADERS, ...trailers }, { endStream: true });
      // The client may still be sending; it is told that nobody listens any more.
      if (!this.#stream.readableEnded) this.#stream.close(constants.NGHTTP2_NO_ERROR);
    }
    this.#end();
  }

  #trailers: Record<string, string> = { 'grpc-status': '0' };

  #respond(): void {
    if (this.#stream.closed || this.#stream.destroyed) return;
    this.#stream.respond(HEADERS, { waitForTrailers: true });
    this.#stream.on('wantTrailers', () => {
      if (!this.#stream.closed && !this.#stream.destroyed) this.#stream.sendTrailers(this.#trailers);
    });
  }

  readonly #flush = (): void => {
    if (this.#outbox.length === 0) return;
    const frames =
      this.#outbox.length === 1 ? (this.#outbox[0] as Buffer) : Buffer.concat(this.#outbox, this.#outboxLength);
    this.#outbox = [];
    this.#outboxLength = 0;
    if (!this.#stream.closed && !this.#stream.destroyed && this.#stream.writable) this.#stream.write(frames);
  };

  #drained(): void {
    const callback = this.#whenDrained;
    if (callback === undefined || this.#over) return;
    this.#whenDrained = undefined;
    callback();
  }

  #end(): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#deadline);
    for (const callback of this.#whenOver.splice(0)) callback();
  }
}
