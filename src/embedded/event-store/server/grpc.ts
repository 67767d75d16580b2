import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { gunzipSync, inflateSync } from 'node:zlib';
import { isDamage } from '../log/damage.js';
import { FrameReader } from '../wire/grpc-frames.js';
import { GrpcError, Status } from '../wire/grpc-status.js';
import { MalformedMessage } from '../wire/protobuf-reader.js';
import { Call, timeoutOf } from './call.js';
import type { Conversation, Method, Methods } from './methods.js';

/** A message may be larger than an append: a client cuts a large append into messages of up to 3 MiB. */
const LARGEST_MESSAGE = 16 * 1024 * 1024;

function inflaterOf(encoding: string | undefined): ((message: Uint8Array, limit: number) => Uint8Array) | undefined {
  if (encoding === undefined || encoding === 'identity') return undefined;
  const inflate = encoding === 'gzip' ? gunzipSync : encoding === 'deflate' ? inflateSync : undefined;
  if (inflate === undefined) {
    throw new GrpcError(
      Status.UNIMPLEMENTED,
      `Messages compressed with '${encoding}' are not understood; gzip and deflate are.`,
    );
  }
  return (message, limit) => {
    try {
      return inflate(message, { maxOutputLength: limit });
    } catch {
      throw new GrpcError(
        Status.INTERNAL,
        'A compressed message could not be unpacked, or is too large when unpacked.',
      );
    }
  };
}

/** What an exception of a service tells the client: its own status, or that the message was not understood. */
function statusOf(error: unknown, report: (error: unknown) => void): GrpcError {
  if (error instanceof GrpcError) return error;
  if (error instanceof MalformedMessage) return new GrpcError(Status.INTERNAL, `Malformed message: ${error.message}.`);
  report(error);
  if (isDamage(error)) return new GrpcError(Status.DATA_LOSS, `The log is damaged: ${(error as Error).message}`);
  return new GrpcError(Status.UNKNOWN, 'Exception was thrown by handler.');
}

/** Collects the one message of a call that has only one. */
function single(method: Extract<Method, { kind: 'single' }>, call: Call): Conversation {
  let request: Uint8Array | undefined;
  return {
    message: (bytes) => {
      if (request !== undefined)
        throw new GrpcError(Status.INTERNAL, 'This method takes one message; a second one came.');
      request = bytes;
    },
    end: () => {
      if (request === undefined) throw new GrpcError(Status.INTERNAL, 'The call ended before its message came.');
      method.handle(request, call);
    },
  };
}

/** Answers gRPC calls that come in as HTTP/2 streams. */
export function grpcHandler(
  methods: Methods,
  refusalOf: (path: string) => string,
  report: (error: unknown) => void,
): (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void {
  return (stream, headers) => {
    const contentType = String(headers['content-type'] ?? '');
    if (!/^application\/grpc(\+proto)?($|;)/.test(contentType)) {
      stream.respond({ ':status': 415 }, { endStream: true });
      stream.resume();
      return;
    }
    const call = new Call(stream, headers, (error) => statusOf(error, report));
    call.attempt(() => {
      const method = methods.get(String(headers[':path']));
      if (method === undefined) throw new GrpcError(Status.UNIMPLEMENTED, refusalOf(String(headers[':path'])));
      const timeout = headers['grpc-timeout'];
      call.startDeadline(timeoutOf(timeout === undefined ? undefined : String(timeout)));
      const encoding = headers['grpc-encoding'];
      const frames = new FrameReader(
        LARGEST_MESSAGE,
        inflaterOf(encoding === undefined ? undefined : String(encoding)),
      );
      const conversation = method.kind === 'single' ? single(method, call) : method.open(call);
      stream.on('data', (chunk: Buffer) =>
        call.attempt(() => {
          for (const message of frames.messages(chunk)) {
            if (call.over) return;
            conversation.message(message);
          }
        }),
      );
      stream.on('end', () =>
        call.attempt(() => {
          if (frames.unfinished) throw new GrpcError(Status.INTERNAL, 'The call ended in the middle of a message.');
          conversation.end();
        }),
      );
    });
    if (call.over) stream.resume();
  };
}
