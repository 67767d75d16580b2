import { Duplex } from 'node:stream';
import { backpressuredWrite } from '@eventstore/db-client/dist/utils/backpressuredWrite.js';
import { describe, expect, it } from '@jest/globals';
import { connectEventStore, disconnectEventStore } from '../../../src/platform/event-store/client.js';
import { repairCall } from '../../../src/platform/event-store/client-repair.js';

/** A duplex call as gRPC makes it, whose writes never get through. */
function unrepaired() {
  return new Duplex({ objectMode: true, read() {}, write() {} });
}

const send = backpressuredWrite as unknown as (stream: Duplex, message: object) => Promise<void>;
const call = () => repairCall(unrepaired());

const closed = (stream: Duplex) => new Promise((resolve) => stream.once('close', resolve));

describe('the repaired stream of appends', () => {
  it('survives an answer that nobody waits for', async () => {
    const stream = call();
    const seen: unknown[] = [];
    stream.on('data', (answer: { id: string }) => {
      const pending = new Map([['known', [() => seen.push(answer.id)]]]);
      const [resolve] = pending.get(answer.id) as (() => void)[];
      resolve?.();
    });
    stream.push({ id: 'unknown' });
    stream.push({ id: 'known' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen).toEqual(['known']);
    stream.destroy();
  });

  it('lets every other failure of a listener through', () => {
    const stream = call();
    stream.on('data', () => {
      throw new RangeError('another fault');
    });
    expect(() => stream.emit('data', {})).toThrow(RangeError);
    stream.destroy();
  });

  it('does not make the client wait for a full socket, where it would reject promises that nobody holds', async () => {
    const broken = async (stream: Duplex) => {
      stream.on('error', () => undefined);
      // What the client does with each append; it handles no rejection of these.
      const writes = Promise.allSettled(Array.from({ length: 50 }, (_, n) => send(stream, { n })));
      await new Promise((resolve) => setImmediate(resolve));
      stream.emit('error', new Error('broken'));
      stream.emit('drain');
      return (await writes).filter(({ status }) => status === 'rejected').length;
    };
    expect(await broken(unrepaired())).toBeGreaterThan(0);
    expect(await broken(call())).toBe(0);
  });

  it('reports an end in good order as a lost connection', async () => {
    const stream = call();
    const errors: unknown[] = [];
    stream.on('error', (error) => errors.push(error));
    stream.resume();
    stream.push(null);
    await closed(stream);
    expect(errors).toEqual([expect.objectContaining({ code: 14, details: 'the server ended the stream of appends' })]);
  });

  it('does not report a broken stream twice', async () => {
    const stream = call();
    const errors: unknown[] = [];
    stream.on('error', (error) => errors.push((error as Error).message));
    stream.resume();
    stream.emit('error', new Error('broken'));
    stream.push(null);
    await new Promise((resolve) => setImmediate(resolve));
    expect(errors).toEqual(['broken']);
    stream.destroy();
  });
});

describe('connectEventStore', () => {
  it('gives one client for one address, and a new one after it was disconnected', async () => {
    const url = 'esdb://127.0.0.1:1?tls=false';
    const client = connectEventStore(url);
    expect(connectEventStore(url)).toBe(client);
    await disconnectEventStore(client);
    const next = connectEventStore(url);
    expect(next).not.toBe(client);
    await disconnectEventStore(next);
  });

  it('refuses an address under which conflicts would be answered wrongly', () => {
    expect(() => connectEventStore('esdb://h:1?tls=false&throwOnAppendFailure=False')).toThrow('throwOnAppendFailure');
    expect(() => connectEventStore('http://h')).toThrow();
  });
});
