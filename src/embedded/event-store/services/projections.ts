import type { Method } from '../server/methods.js';
import { unary } from '../server/methods.js';
import { frame } from '../wire/grpc-frames.js';
import { GrpcError, Status } from '../wire/grpc-status.js';
import { ProtobufReader } from '../wire/protobuf-reader.js';
import { ProtobufWriter } from '../wire/protobuf-writer.js';
import type { Store } from './store.js';

const SERVICE = '/event_store.client.projections.Projections';
/** The projections whose streams this store computes: always there, always abreast. */
const SYSTEM = ['$by_category', '$by_event_type', '$stream_by_category', '$streams'];
const BY_CORRELATION = '$by_correlation_id';

/** Projections.Statistics and .Enable, for the system projections only: scripts that turn them on find them on. */
export function projections(store: Store): ReadonlyMap<string, Method> {
  return new Map<string, Method>([
    [
      `${SERVICE}/Statistics`,
      {
        kind: 'single',
        handle: (bytes, call) => {
          for (const name of wanted(readMode(bytes))) call.send(details(name, store.log.head()));
          call.finish();
        },
      },
    ],
    [
      `${SERVICE}/Enable`,
      unary((bytes) => {
        const name = readName(bytes);
        if (!SYSTEM.includes(name)) throw notFound(name);
        return frame(new Uint8Array());
      }),
    ],
  ]);
}

function wanted(mode: { name?: string; listsNone?: boolean }): readonly string[] {
  if (mode.name !== undefined && mode.name !== '') {
    if (!SYSTEM.includes(mode.name)) throw notFound(mode.name);
    return [mode.name];
  }
  return mode.listsNone === true ? [] : SYSTEM;
}

function notFound(name: string): GrpcError {
  if (name === BY_CORRELATION) {
    return new GrpcError(Status.UNIMPLEMENTED, `This event store does not offer ${name}.`);
  }
  return new GrpcError(Status.NOT_FOUND, `Projection '${name}' not found`);
}

function optionsOf(bytes: Uint8Array): ProtobufReader {
  const reader = new ProtobufReader(bytes);
  let options = new ProtobufReader(new Uint8Array());
  while (reader.next()) {
    if (reader.field === 1) options = reader.message();
    else reader.skip();
  }
  return options;
}

/** Field 1 names one; 3 and 5 ask for transient and one-time projections, of which there are none. */
function readMode(bytes: Uint8Array): { name?: string; listsNone?: boolean } {
  const options = optionsOf(bytes);
  let mode = {};
  while (options.next()) {
    if (options.field === 1) mode = { name: options.string() };
    else {
      mode = { listsNone: options.field === 3 || options.field === 5 };
      options.skip();
    }
  }
  return mode;
}

function readName(bytes: Uint8Array): string {
  const options = optionsOf(bytes);
  let name = '';
  while (options.next()) {
    if (options.field === 1) name = options.string();
    else options.skip();
  }
  return name;
}

function details(name: string, position: number): Buffer {
  return frame(
    new ProtobufWriter()
      .message(1, (inner) =>
        inner
          .string(4, name)
          .string(8, 'Running')
          .string(10, name)
          .string(11, 'Continuous')
          .string(12, `C:${position}/P:${position}`)
          .float(13, 100)
          .string(14, `C:${position}/P:${position}`),
      )
      .finish(),
  );
}
