import { ProtobufWriter } from './protobuf-writer.js';

/** RecordedEvent's field 2, the stream's name, ready to be copied into an event. */
export function streamIdentifierField(name: string): Uint8Array {
  return Buffer.from(new ProtobufWriter().message(2, (identifier) => identifier.string(3, name)).finish());
}

/** One entry of RecordedEvent's metadata map, field 6. */
export function metadataEntry(key: string, value: string): Uint8Array {
  return Buffer.from(new ProtobufWriter().message(6, (entry) => entry.string(1, key).string(2, value)).finish());
}

export function typeEntry(type: string): Uint8Array {
  return metadataEntry('type', type);
}
