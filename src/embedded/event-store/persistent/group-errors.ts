import { GrpcError, Status } from '../wire/grpc-status.js';

function groupError(
  code: number,
  exception: string,
  message: string,
  stream: string,
  group: string,
  more: Record<string, string> = {},
): GrpcError {
  return new GrpcError(code, message, { exception, 'stream-name': stream, 'group-name': group, ...more });
}

export function noSuchGroup(stream: string, group: string): GrpcError {
  const message = `Subscription group ${group} on stream ${stream} does not exist.`;
  return groupError(Status.NOT_FOUND, 'persistent-subscription-does-not-exist', message, stream, group);
}

export function groupExists(stream: string, group: string): GrpcError {
  const message = `Subscription group ${group} on stream ${stream} exists.`;
  return groupError(Status.ALREADY_EXISTS, 'persistent-subscription-exists', message, stream, group);
}

export function groupFailed(stream: string, group: string, reason: string): GrpcError {
  const message = `Subscription group ${group} on stream ${stream} failed: '${reason}'`;
  return groupError(Status.INTERNAL, 'persistent-subscription-failed', message, stream, group, { reason });
}

export function tooManyConsumers(stream: string, group: string): GrpcError {
  const message = `Maximum subscriptions reached for subscription group ${group} on stream ${stream}.`;
  return groupError(Status.FAILED_PRECONDITION, 'maximum-subscribers-reached', message, stream, group);
}

export function consumerDropped(stream: string, group: string): GrpcError {
  const message = `Subscription group ${group} on stream ${stream} was dropped.`;
  return groupError(Status.CANCELLED, 'persistent-subscription-dropped', message, stream, group);
}
