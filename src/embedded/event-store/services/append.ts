import { isComputed } from '../links/computed-names.js';
import type { ProposedEvent } from '../log/stored-event.js';
import type { ExpectedRevision, WriteResult } from '../log/write.js';
import type { Call } from '../server/call.js';
import type { Method } from '../server/methods.js';
import {
  proposedEventOf,
  readAppendMessage,
  readDeleteRequest,
  sizeOf,
  type WriteOptions,
} from '../wire/append-requests.js';
import { frame } from '../wire/grpc-frames.js';
import { GrpcError, Status } from '../wire/grpc-status.js';
import { ProtobufWriter } from '../wire/protobuf-writer.js';
import { appendTooLarge, streamDeleted, writeFailed, wrongRevision } from '../wire/stream-errors.js';
import { LARGEST_APPEND, type Store } from './store.js';

/** Options that a write can be made with. @throws GrpcError INVALID_ARGUMENT. */
export function checkedOptions(options: WriteOptions): { stream: string; expected: ExpectedRevision } {
  if (options.stream === '') throw new GrpcError(Status.INVALID_ARGUMENT, 'A write names no stream.');
  if (isComputed(options.stream)) {
    throw new GrpcError(
      Status.INVALID_ARGUMENT,
      `The stream '${options.stream}' is computed by the store and cannot be written.`,
    );
  }
  if (options.expected === undefined) {
    throw new GrpcError(Status.INVALID_ARGUMENT, 'A write does not say which revision it expects.');
  }
  return { stream: options.stream, expected: options.expected };
}

/** Streams.Append: options, then one message an event; answered once. */
export function append(store: Store): Method {
  return {
    kind: 'stream',
    open: (call) => {
      let options: { stream: string; expected: ExpectedRevision } | undefined;
      let size = 0;
      const events: ProposedEvent[] = [];
      return {
        message: (bytes) => {
          const { options: given, proposed } = readAppendMessage(bytes);
          if (given !== undefined) options = checkedOptions(given);
          if (options === undefined) throw new GrpcError(Status.INVALID_ARGUMENT, 'An append begins with its options.');
          if (proposed === undefined) return;
          size += sizeOf(proposed);
          if (size > LARGEST_APPEND) throw appendTooLarge(LARGEST_APPEND);
          events.push(proposedEventOf(proposed));
        },
        end: () => {
          if (options === undefined) throw new GrpcError(Status.INVALID_ARGUMENT, 'An append begins with its options.');
          const { stream, expected } = options;
          store.log.queue.submit({
            kind: 'append',
            stream,
            expected,
            events,
            abandoned: () => call.over,
            done: (result) => answerAppend(call, stream, expected, result),
          });
        },
      };
    },
  };
}

function answerAppend(call: Call, stream: string, expected: ExpectedRevision, result: WriteResult): void {
  if (result.kind === 'deleted') call.fail(streamDeleted(stream));
  else if (result.kind === 'failed') call.fail(writeFailed(result.error));
  else {
    call.send(frame(result.kind === 'written' ? success(result) : wrongExpectedVersion(expected, result.current)));
    call.finish();
  }
}

function success(result: { readonly revision: number; readonly position: number }): Buffer {
  return new ProtobufWriter()
    .message(1, (inner) => {
      if (result.revision < 0) inner.empty(2);
      else inner.uint(1, result.revision);
      inner.message(3, (position) => position.uint(1, result.position).uint(2, result.position));
    })
    .finish();
}

/** The fields come twice: once for clients of 20.6, once for later ones. */
function wrongExpectedVersion(expected: ExpectedRevision, current: number): Buffer {
  return new ProtobufWriter()
    .message(2, (inner) => {
      if (current < 0) inner.empty(2).empty(7);
      else inner.uint(1, current).uint(6, current);
      if (expected === 'any') inner.empty(4).empty(9);
      else if (expected === 'stream-exists') inner.empty(5).empty(10);
      else if (expected === 'no-stream') inner.halves(3, 0xffffffff, 0xffffffff).empty(11);
      else inner.uint(3, expected).uint(8, expected);
    })
    .finish();
}

/** Streams.Delete and Streams.Tombstone. */
export function remove(store: Store, kind: 'delete' | 'tombstone'): Method {
  return {
    kind: 'single',
    handle: (bytes, call) => {
      const { stream, expected } = checkedOptions(readDeleteRequest(bytes));
      store.log.queue.submit({
        kind,
        stream,
        expected,
        events: [],
        abandoned: () => call.over,
        done: (result) => {
          if (result.kind === 'written') {
            const { position } = result;
            call.send(
              frame(new ProtobufWriter().message(1, (inner) => inner.uint(1, position).uint(2, position)).finish()),
            );
            call.finish();
          } else if (result.kind === 'deleted') call.fail(streamDeleted(stream));
          else if (result.kind === 'failed') call.fail(writeFailed(result.error));
          else call.fail(wrongRevision('Delete', stream, expected, result.current));
        },
      });
    },
  };
}
