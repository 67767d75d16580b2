import type { ProtobufReader } from './protobuf-reader.js';

/** The name inside a StreamIdentifier. */
export function readStreamIdentifier(reader: ProtobufReader): string {
  let name = '';
  while (reader.next()) {
    if (reader.field === 3) name = reader.string();
    else reader.skip();
  }
  return name;
}
