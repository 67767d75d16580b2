import streams from '@eventstore/db-client/generated/streams_pb.js';
import { describe, expect, it } from '@jest/globals';
import { readBase64Natively } from '../../../src/platform/event-store/native-base64.js';

const TEXT = JSON.stringify({ note: 'Ærø – “quoted” 🏫', n: 1 });
const base64 = Buffer.from(TEXT, 'utf8').toString('base64');

function written(): Uint8Array {
  const message = new streams.BatchAppendReq.ProposedMessage();
  message.getMetadataMap().set('content-type', 'application/json');
  message.setData(base64);
  message.setCustomMetadata(base64);
  return message.serializeBinary();
}

describe('an event given as base64', () => {
  it('is written to the same bytes as by the client itself', () => {
    const before = written();
    readBase64Natively();
    readBase64Natively();
    expect(Buffer.from(written())).toEqual(Buffer.from(before));
    expect(Buffer.from(before).toString('utf8')).toContain(TEXT);
  });

  it('is held as bytes, so that it is read once', () => {
    readBase64Natively();
    const message = new streams.BatchAppendReq.ProposedMessage();
    message.setData(base64);
    expect(message.getData()).toBeInstanceOf(Uint8Array);
  });

  it('is taken as it is when it comes as bytes', () => {
    readBase64Natively();
    const message = new streams.BatchAppendReq.ProposedMessage();
    message.setData(new Uint8Array([1, 2, 3]));
    expect([...message.getData_asU8()]).toEqual([1, 2, 3]);
  });
});
