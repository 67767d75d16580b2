import { MalformedMessage, type ProtobufReader } from './protobuf-reader.js';
import type { ProtobufWriter } from './protobuf-writer.js';

const HEX = '0123456789abcdef';
const digits = Uint8Array.from(HEX, (digit) => digit.charCodeAt(0));
const written = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
/** Where the sixteen bytes start in the 36 characters. */
const places = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];

/** The sixteen bytes of a UUID, most significant first, whichever of the two forms of the protocol it came in. */
export function readUuid(reader: ProtobufReader): Uint8Array {
  const bytes = Buffer.alloc(16);
  while (reader.next()) {
    if (reader.field === 2) {
      const text = reader.string();
      if (!written.test(text)) throw new MalformedMessage(`'${text.slice(0, 40)}' is not a UUID`);
      bytes.write(text.replaceAll('-', ''), 'hex');
    } else if (reader.field === 1) {
      const structured = reader.message();
      while (structured.next()) {
        if (structured.field !== 1 && structured.field !== 2) {
          structured.skip();
          continue;
        }
        const at = structured.field === 1 ? 0 : 8;
        structured.uint();
        bytes.writeUInt32BE(structured.high, at);
        bytes.writeUInt32BE(structured.low, at + 4);
      }
    } else reader.skip();
  }
  return bytes;
}

/** Writes the 36 characters of a UUID; returns where they end. */
export function writeUuidText(target: Uint8Array, at: number, bytes: Uint8Array, from: number): number {
  for (let index = 0; index < 16; index += 1) {
    const byte = bytes[from + index] as number;
    const place = at + (places[index] as number);
    target[place] = digits[byte >>> 4] as number;
    target[place + 1] = digits[byte & 15] as number;
  }
  target[at + 8] = target[at + 13] = target[at + 18] = target[at + 23] = 0x2d;
  return at + 36;
}

export function uuidText(bytes: Uint8Array): string {
  const text = Buffer.allocUnsafe(36);
  writeUuidText(text, 0, bytes, 0);
  return text.toString('latin1');
}

/** Writes the inside of a UUID message, in the text form. */
export function writeUuid(writer: ProtobufWriter, bytes: Uint8Array): void {
  writer.string(2, uuidText(bytes));
}
