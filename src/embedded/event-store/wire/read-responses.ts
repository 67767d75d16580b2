import { frame } from './grpc-frames.js';
import { ProtobufWriter } from './protobuf-writer.js';

export function confirmationFrame(subscriptionId: string): Buffer {
  return frame(new ProtobufWriter().message(2, (inner) => inner.string(1, subscriptionId)).finish());
}

export function checkpointFrame(position: number): Buffer {
  return frame(new ProtobufWriter().message(3, (inner) => inner.uint(1, position).uint(2, position)).finish());
}

export function streamNotFoundFrame(stream: string): Buffer {
  return frame(
    new ProtobufWriter().message(4, (inner) => inner.message(1, (identifier) => identifier.string(3, stream))).finish(),
  );
}

export function firstRevisionFrame(revision: number): Buffer {
  return frame(new ProtobufWriter().uint(5, revision).finish());
}

export function lastRevisionFrame(revision: number): Buffer {
  return frame(new ProtobufWriter().uint(6, revision).finish());
}

export const CAUGHT_UP_FRAME = frame(new ProtobufWriter().empty(8).finish());
export const FELL_BEHIND_FRAME = frame(new ProtobufWriter().empty(9).finish());
