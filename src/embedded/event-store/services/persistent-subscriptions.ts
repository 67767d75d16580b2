import type { Consumer } from '../persistent/consumer.js';
import type { Group, NackAction } from '../persistent/group.js';
import {
  consumerDropped,
  groupExists,
  groupFailed,
  noSuchGroup,
  tooManyConsumers,
} from '../persistent/group-errors.js';
import { writeGroupInfo } from '../persistent/group-info.js';
import { type GroupMessage, keyOfId } from '../persistent/group-message.js';
import { ALL, type GroupSettings, isStrategy, objectionTo } from '../persistent/group-settings.js';
import type { Groups, NamedGroup } from '../persistent/groups.js';
import type { Call } from '../server/call.js';
import { type Conversation, type Method, unary } from '../server/methods.js';
import {
  type ChangeGroupRequest,
  type ConsumerMessage,
  type GroupName,
  readChangeGroupRequest,
  readConsumerMessage,
  readDeleteGroupRequest,
  readInfoRequest,
  readListRequest,
  readReplayRequest,
} from '../wire/group-requests.js';
import { frame } from '../wire/grpc-frames.js';
import { GrpcError, Status } from '../wire/grpc-status.js';
import { Page } from '../wire/page.js';
import { ProtobufWriter } from '../wire/protobuf-writer.js';
import type { From } from '../wire/read-request.js';
import { writeEvent } from '../wire/recorded-event.js';
import type { Store } from './store.js';

const SERVICE = '/event_store.client.persistent_subscriptions.PersistentSubscriptions';
const EMPTY = frame(new Uint8Array());
/** By the numbers of Nack's actions; 'unknown' and 'stop' do what they do on the real server. */
const ACTIONS: readonly NackAction[] = ['retry', 'park', 'retry', 'skip', 'skip'];

/** PersistentSubscriptions: groups of consumers that share a stream, or `$all`, and a checkpoint. */
export function persistentSubscriptions(store: Store, groups: Groups): ReadonlyMap<string, Method> {
  const named = ({ stream, group }: GroupName): NamedGroup => {
    const found = groups.find(stream, group);
    if (found === undefined) throw noSuchGroup(stream, group);
    return found;
  };
  return new Map<string, Method>([
    [`${SERVICE}/Create`, create(store, groups)],
    [`${SERVICE}/Update`, update(store, named, groups)],
    [`${SERVICE}/Read`, { kind: 'stream', open: (call) => new ConsumerCall(store, named, call) }],
    [
      `${SERVICE}/Delete`,
      unary((bytes) => {
        groups.remove(named(readDeleteGroupRequest(bytes)));
        return EMPTY;
      }),
    ],
    [
      `${SERVICE}/GetInfo`,
      unary((bytes) => {
        const found = named(readInfoRequest(bytes));
        return frame(new ProtobufWriter().message(1, (info) => writeGroupInfo(info, found)).finish());
      }),
    ],
    [
      `${SERVICE}/ReplayParked`,
      unary((bytes) => {
        const { stopAt, ...name } = readReplayRequest(bytes);
        const { group } = named(name);
        if (stopAt !== undefined && stopAt < 0) {
          throw groupFailed(name.stream, name.group, 'Cannot stop replaying parked message at a negative version.');
        }
        group.replayParked(stopAt);
        return EMPTY;
      }),
    ],
    [`${SERVICE}/List`, unary((bytes) => list(groups, readListRequest(bytes)))],
    [
      `${SERVICE}/RestartSubsystem`,
      unary(() => {
        groups.restart();
        return EMPTY;
      }),
    ],
  ]);
}

/** @throws GrpcError if the group cannot be made or changed like this. */
function checked(store: Store, request: ChangeGroupRequest): (end: number) => GroupSettings {
  const { stream, group, startFrom, filter, settings } = request;
  const objection = objectionTo(stream, settings.strategy, { ...settings, startFrom, filter }, store.log.head());
  const { strategy } = settings;
  if (objection !== undefined || !isStrategy(strategy)) throw groupFailed(stream, group, objection ?? strategy);
  return (end) => ({ ...settings, strategy, filter, startFrom, startAfter: startAfter(stream, startFrom, end) });
}

/** Places are exclusive inside, `startFrom` is inclusive; a stream begins at revision 0, the log after position 0. */
function startAfter(stream: string, from: From, end: number): number {
  if (from === 'end') return end;
  if (from === 'start') return stream === ALL ? 0 : -1;
  return Math.max(from - 1, stream === ALL ? 0 : -1);
}

function create(store: Store, groups: Groups): Method {
  return {
    kind: 'single',
    handle: (bytes, call) => {
      const request = readChangeGroupRequest(bytes);
      groups.add(request.stream, request.group, checked(store, request), (outcome) =>
        call.attempt(() => {
          if (outcome === 'exists') throw groupExists(request.stream, request.group);
          if (outcome !== 'added') throw outcome.error;
          call.send(EMPTY);
          call.finish();
        }),
      );
    },
  };
}

function update(store: Store, named: (name: GroupName) => NamedGroup, groups: Groups): Method {
  return unary((bytes) => {
    const request = readChangeGroupRequest(bytes);
    const found = named(request);
    const settings = checked(store, request);
    groups.change(found, (end, old) => ({ ...settings(end), filter: old.filter }));
    return EMPTY;
  });
}

function list(groups: Groups, stream: string | undefined): Buffer {
  const found = stream === undefined ? groups.all() : groups.ofStream(stream);
  if (found === undefined) throw noSuchGroup(stream ?? '', '');
  const writer = new ProtobufWriter();
  for (const group of found) writer.message(1, (info) => writeGroupInfo(info, group));
  return frame(writer.finish());
}

/** PersistentSubscriptions.Read: one consumer. Its first message says of which group, the others answer events. */
class ConsumerCall implements Conversation {
  readonly #store: Store;
  readonly #named: (name: GroupName) => NamedGroup;
  readonly #call: Call;
  #group: Group | undefined;
  #consumer: Consumer | undefined;
  readonly #page = new Page();

  constructor(store: Store, named: (name: GroupName) => NamedGroup, call: Call) {
    this.#store = store;
    this.#named = named;
    this.#call = call;
    call.whenOver(() => {
      if (this.#consumer !== undefined) this.#group?.disconnect(this.#consumer);
    });
  }

  message(bytes: Uint8Array): void {
    const message = readConsumerMessage(bytes);
    if (this.#group === undefined) {
      if (message.kind !== 'options')
        throw new GrpcError(Status.INVALID_ARGUMENT, 'A consumer first says of which group it is.');
      this.#connect(message);
    } else if (message.kind === 'ack') this.#group.ack(message.ids.map(keyOfId));
    else if (message.kind === 'nack') {
      this.#group.nack(message.ids.map(keyOfId), ACTIONS[message.action] ?? 'skip', message.reason);
    } else throw new GrpcError(Status.INVALID_ARGUMENT, 'A consumer says of which group it is once.');
  }

  /** The client will answer nothing more. */
  end(): void {
    this.#call.finish();
  }

  #connect({ name, bufferSize, textIds }: Extract<ConsumerMessage, { kind: 'options' }>): void {
    const { group } = this.#named(name);
    if (group.isFull) throw tooManyConsumers(name.stream, name.group);
    if (bufferSize < 1)
      throw new GrpcError(Status.INVALID_ARGUMENT, 'A consumer needs a buffer of at least one event.');
    const id = `${name.stream}::${name.group}`;
    this.#call.send(frame(new ProtobufWriter().message(2, (confirmation) => confirmation.string(1, id)).finish()));
    this.#group = group;
    const connectionName = this.#call.headers['connection-name'];
    this.#consumer = group.connect(
      {
        from: this.#call.peer,
        connectionName: connectionName === undefined ? '<unknown>' : String(connectionName),
        send: (message) => this.#send(message, textIds),
        drop: () => this.#call.fail(consumerDropped(name.stream, name.group)),
      },
      bufferSize,
    );
  }

  #send(message: GroupMessage, textIds: boolean): void {
    writeEvent(this.#page, message.resolved, this.#store.log.names, { textIds }, message.retries);
    this.#call.send(this.#page.take());
  }
}
