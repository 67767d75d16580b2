import type { Call } from '../server/call.js';
import { type Method, unary } from '../server/methods.js';
import { frame } from '../wire/grpc-frames.js';
import { ProtobufReader } from '../wire/protobuf-reader.js';
import { ProtobufWriter } from '../wire/protobuf-writer.js';
import { writeUuid } from '../wire/uuid.js';
import { endPointOf, type Node, statistics } from './node.js';
import type { Store } from './store.js';

const LEADER = 8;
const TICKS_PER_MS = 10_000;
/** The shortest time between two statistics, whatever the client asks for, in ms. */
const SHORTEST_PERIOD = 100;

/** Gossip.Read: a cluster of one, which leads. Clients given several addresses ask for it. */
export function gossip(store: Store, node: Node): Method {
  return unary((_, call) => {
    const { address, port } = endPointOf(authorityOf(call));
    const writer = new ProtobufWriter().message(1, (member) =>
      member
        .message(1, (id) => writeUuid(id, node.instanceId))
        .int(2, store.now() * TICKS_PER_MS)
        .int(3, LEADER)
        .bool(4, true)
        .message(5, (endPoint) => endPoint.string(1, address).uint(2, port)),
    );
    return frame(writer.finish());
  });
}

/** Monitoring.Stats: the figures now, and again each time the period has passed, until the client has enough. */
export function stats(store: Store, node: Node): Method {
  return {
    kind: 'single',
    handle: (bytes, call) => {
      const send = () => {
        if (!call.ready) return;
        const writer = new ProtobufWriter();
        for (const [key, value] of statistics(store, node)) {
          writer.message(1, (entry) => entry.string(1, key).string(2, String(value)));
        }
        call.send(frame(writer.finish()));
      };
      send();
      const timer = setInterval(send, Math.max(SHORTEST_PERIOD, readPeriod(bytes)));
      call.whenOver(() => clearInterval(timer));
    },
  };
}

function readPeriod(bytes: Uint8Array): number {
  const reader = new ProtobufReader(bytes);
  let period = 0;
  while (reader.next()) {
    if (reader.field === 4) period = reader.uint();
    else reader.skip();
  }
  return Math.min(period, 2_000_000_000);
}

function authorityOf(call: Call): string | undefined {
  const authority = call.headers[':authority'] ?? call.headers.host;
  return authority === undefined ? undefined : String(authority);
}
