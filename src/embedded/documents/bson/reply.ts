import { type Document, serialize } from 'bson';
import { Bson } from './types.js';

/** Documents that are already bytes, to be put into a reply as they are. */
export class RawArray {
  readonly documents: readonly Buffer[];
  constructor(documents: readonly Buffer[]) {
    this.documents = documents;
  }
}

/** A part of a reply that holds raw documents somewhere inside. */
export class Nested {
  readonly fields: Document;
  constructor(fields: Document) {
    this.fields = fields;
  }
}

/** Encodes a reply. A Buffer stands for a document in bytes; `Nested` and `RawArray` for parts that hold such. */
export function encodeReply(fields: Document): Buffer {
  return Buffer.concat(documentOf(fields));
}

/** The bytes of a document in parts, so that what it holds is copied once, into the whole. */
function documentOf(fields: Document): Buffer[] {
  const parts: Buffer[] = [];
  let plain: Document = {};
  const flush = () => {
    const bytes = Buffer.from(serialize(plain, { ignoreUndefined: true }));
    parts.push(bytes.subarray(4, -1));
    plain = {};
  };
  for (const [name, value] of Object.entries(fields)) {
    const raw = rawOf(value);
    if (!raw) {
      plain[name] = value;
      continue;
    }
    flush();
    parts.push(Buffer.from(`${String.fromCharCode(raw.type)}${name}\0`), ...raw.parts);
  }
  flush();
  return framed(parts);
}

function rawOf(value: unknown): { type: number; parts: Buffer[] } | undefined {
  if (Buffer.isBuffer(value)) return { type: Bson.object, parts: [value] };
  if (value instanceof Nested) return { type: Bson.object, parts: documentOf(value.fields) };
  if (!(value instanceof RawArray)) return undefined;
  const parts: Buffer[] = [];
  value.documents.forEach((document, at) => {
    parts.push(Buffer.from(`\x03${at}\0`), document);
  });
  return { type: Bson.array, parts: framed(parts) };
}

const END = Buffer.from([0]);

function framed(parts: readonly Buffer[]): Buffer[] {
  let length = 5;
  for (const part of parts) length += part.length;
  const head = Buffer.allocUnsafe(4);
  head.writeInt32LE(length, 0);
  return [head, ...parts, END];
}
