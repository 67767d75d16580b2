import { int32, validate } from '../bson/raw.js';
import { CommandError } from '../errors.js';

/** MongoDB's wire protocol, as far as a driver of our days speaks it: OP_MSG, and OP_QUERY for the first greeting. */
export const OP_REPLY = 1;
export const OP_QUERY = 2004;
export const OP_MSG = 2013;

export const HEADER = 16;
export const LARGEST_MESSAGE = 48_000_000;

const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;
/** Flag bits below 16 must be understood; of these only two exist. */
const REQUIRED_FLAGS = 0xffff;

export interface Message {
  readonly requestId: number;
  /** How to answer: greetings may come as OP_QUERY and are answered by OP_REPLY. */
  readonly legacy: boolean;
  readonly body: Buffer;
  /** Document sequences beside the body, such as `documents` of an insert. */
  readonly sequences: ReadonlyMap<string, Buffer[]>;
  /** The client does not want an answer. */
  readonly silent: boolean;
}

/** Bytes that are not the protocol: the connection must end. */
export class ProtocolError extends Error {}

/** Reads one whole message. @throws ProtocolError, or CommandError if the frame is sound and a document in it is not */
export function readMessage(bytes: Buffer): Message {
  const requestId = int32(bytes, 4);
  const opcode = int32(bytes, 12);
  if (opcode === OP_MSG) return readOpMsg(bytes, requestId);
  if (opcode === OP_QUERY) return readOpQuery(bytes, requestId);
  throw new ProtocolError(`operation ${opcode} is not offered`);
}

function readOpMsg(bytes: Buffer, requestId: number): Message {
  if (bytes.length < HEADER + 4) throw new ProtocolError('message cut short');
  const flags = int32(bytes, HEADER);
  if (flags & REQUIRED_FLAGS & ~(CHECKSUM_PRESENT | MORE_TO_COME)) throw new ProtocolError('unknown flags');
  const end = bytes.length - (flags & CHECKSUM_PRESENT ? 4 : 0);
  const sequences = new Map<string, Buffer[]>();
  let body: Buffer | undefined;
  let at = HEADER + 4;
  while (at < end) {
    const kind = bytes[at++];
    if (kind === 0 && !body) {
      const bodyEnd = checked(bytes, at, end);
      body = bytes.subarray(at, bodyEnd);
      at = bodyEnd;
    } else if (kind === 1) at = readSequence(bytes, at, end, sequences);
    else throw new ProtocolError('unknown section');
  }
  if (!body) throw new ProtocolError('message without a body');
  return { requestId, legacy: false, body, sequences, silent: (flags & MORE_TO_COME) !== 0 };
}

function readSequence(bytes: Buffer, start: number, limit: number, sequences: Map<string, Buffer[]>): number {
  if (start + 4 > limit) throw new ProtocolError('section cut short');
  const end = start + int32(bytes, start);
  if (end <= start + 4 || end > limit) throw new ProtocolError('wrong section length');
  const nameEnd = bytes.indexOf(0, start + 4);
  if (nameEnd < 0 || nameEnd >= end) throw new ProtocolError('section without a name');
  const documents: Buffer[] = [];
  let at = nameEnd + 1;
  while (at < end) {
    const documentEnd = checked(bytes, at, end);
    documents.push(bytes.subarray(at, documentEnd));
    at = documentEnd;
  }
  sequences.set(bytes.toString('utf8', start + 4, nameEnd), documents);
  return end;
}

function readOpQuery(bytes: Buffer, requestId: number): Message {
  const nameEnd = bytes.indexOf(0, HEADER + 4);
  const start = nameEnd + 9;
  if (nameEnd < 0 || start + 5 > bytes.length) throw new ProtocolError('message cut short');
  const body = bytes.subarray(start, checked(bytes, start, bytes.length));
  return { requestId, legacy: true, body, sequences: new Map(), silent: false };
}

/** A document that is not sound BSON ends the connection too: where it ends, and what follows, cannot be known. */
function checked(bytes: Buffer, at: number, limit: number): number {
  try {
    return validate(bytes, at, limit);
  } catch (error) {
    if (error instanceof CommandError) throw new ProtocolError(error.message);
    throw error;
  }
}

/** Frames an answer. */
export function writeReply(request: Pick<Message, 'requestId' | 'legacy'>, document: Buffer): Buffer[] {
  const head = Buffer.alloc(request.legacy ? HEADER + 20 : HEADER + 5);
  head.writeInt32LE(head.length + document.length, 0);
  head.writeInt32LE(request.requestId, 8);
  head.writeInt32LE(request.legacy ? OP_REPLY : OP_MSG, 12);
  if (request.legacy) head.writeInt32LE(1, HEADER + 16);
  return [head, document];
}
