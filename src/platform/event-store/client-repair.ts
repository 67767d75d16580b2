import streams from '@eventstore/db-client/generated/streams_grpc_pb.js';

/** The parts of a gRPC duplex call that are touched here. */
interface AppendCall {
  on(event: string, listener: (...values: unknown[]) => void): unknown;
  write(...values: unknown[]): boolean;
  destroy(error: Error): unknown;
}

let repaired = false;

/**
 * Three faults of `@eventstore/db-client` 6.2.1 in its one stream of appends, put right where the call is made. Each ends
 * the process or leaves a caller waiting for ever (docs/integrity.md, "The client").
 *
 * - An answer to an append that was given up (its stream broke, a second stream was open) throws in the client's
 *   listener, out of reach of any caller. Such an answer is dropped: the append is sent again with the same event ids.
 * - When the socket is slow the client waits for `drain`; if the stream breaks then, it rejects a promise that nobody
 *   holds. The call takes what it is given; what is in flight is bounded by the callers.
 * - A server that ends the stream in good order leaves pending appends unanswered. The end is told as UNAVAILABLE.
 */
export function repairBatchAppend(): void {
  if (repaired) return;
  repaired = true;
  const prototype = streams.StreamsClient.prototype as unknown as { batchAppend(...values: unknown[]): AppendCall };
  const original = prototype.batchAppend;
  prototype.batchAppend = function batchAppend(...values) {
    return repairCall(original.apply(this, values));
  };
}

/** Exported for its test. */
export function repairCall<C extends AppendCall>(call: C): C {
  const on = call.on.bind(call);
  const write = call.write.bind(call);
  let failed = false;
  on('error', () => {
    failed = true;
  });
  // After an error the stream ends as well, and is not to be reported twice.
  on('end', () => {
    if (!failed) call.destroy(unavailable());
  });
  call.on = (event, listener) => on(event, event === 'data' ? forgiving(listener) : listener);
  call.write = (...values) => {
    write(...values);
    return true;
  };
  return call;
}

function forgiving(listener: (...values: unknown[]) => void): (...values: unknown[]) => void {
  return (...values) => {
    try {
      listener(...values);
    } catch (error) {
      // The client destructures the entry of an unknown correlation id; no other line of its listener throws this.
      if ((error as Error).name !== 'TypeError') throw error;
    }
  };
}

function unavailable(): Error {
  const details = 'the server ended the stream of appends';
  return Object.assign(new Error(`14 UNAVAILABLE: ${details}`), { code: 14, details });
}
