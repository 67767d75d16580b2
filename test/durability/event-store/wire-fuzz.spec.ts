import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type ClientHttp2Session, type ClientHttp2Stream, connect as connectHttp2 } from 'node:http2';
import { connect as connectSocket, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type EmbeddedEventStore, startEmbeddedEventStore } from '../../../src/embedded/event-store/index.js';
import * as wire from './wire.js';

/**
 * What a network can send to the port. After each, a healthy client must be served as ever, and the log must hold what
 * healthy clients wrote and nothing else. Runs against the embedded server only: nobody's real server is to be fuzzed.
 */
const RUNS = Number(process.env.FUZZ_RUNS ?? '40');
/** How long an answer to nonsense may take before the caller hangs up; a subscription made by chance has none. */
const PATIENCE_MS = 400;

let directory: string;
let server: EmbeddedEventStore;
let client: EventStoreDBClient;
const faults: string[] = [];
/** Events that healthy clients wrote: id → stream@revision. */
const written = new Map<string, string>();

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'event-store-fuzz-'));
  server = await startEmbeddedEventStore({ directory, port: 0 }, (fault) => faults.push(fault));
  client = EventStoreDBClient.connectionString(server.url);
});
afterAll(async () => {
  await client.dispose();
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

/** A healthy client writes and reads; then the whole log is compared with what was ever acknowledged. */
async function healthy(): Promise<void> {
  const stream = `healthy-${randomUUID()}`;
  const event = jsonEvent({ type: 'Fine', data: { n: 1 } });
  const answer = await client.appendToStream(stream, event, { expectedRevision: 'no_stream' });
  expect(answer.nextExpectedRevision).toBe(0n);
  written.set(event.id, `${stream}@0`);
  const inLog = new Map<string, string>();
  for await (const { event: e } of client.readAll()) {
    if (!e || e.streamId.startsWith('$')) continue;
    inLog.set(e.id, `${e.streamId}@${e.revision}`);
  }
  expect(inLog).toEqual(written);
  expect(faults).toEqual([]);
}

const session = async (): Promise<ClientHttp2Session> => {
  const made = connectHttp2(`http://127.0.0.1:${server.port}`);
  made.on('error', () => undefined);
  await once(made, 'connect');
  return made;
};

interface Answer {
  status?: number;
  grpcStatus?: string;
  bytes: number;
  ended: boolean;
}

/** Notes what comes back on a call, until it ends or the patience is over. */
async function answerOf(call: ClientHttp2Stream): Promise<Answer> {
  const answer: Answer = { bytes: 0, ended: false };
  const note = (headers: Record<string, unknown>) => {
    if (typeof headers[':status'] === 'number') answer.status = headers[':status'];
    if (typeof headers['grpc-status'] === 'string') answer.grpcStatus = headers['grpc-status'];
  };
  call.on('response', note);
  call.on('trailers', note);
  call.on('data', (chunk: Buffer) => {
    answer.bytes += chunk.length;
  });
  call.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => {
    call.once('end', resolve);
    call.once('close', resolve);
  });
  await Promise.race([
    closed.then(() => {
      answer.ended = true;
    }),
    pause(PATIENCE_MS),
  ]);
  call.close();
  return answer;
}

const paths = [
  ...['Append', 'BatchAppend', 'Read', 'Delete', 'Tombstone'].map((m) => `/event_store.client.streams.Streams/${m}`),
  ...['Create', 'Update', 'Delete', 'Read', 'GetInfo', 'List', 'ReplayParked'].map(
    (m) => `/event_store.client.persistent_subscriptions.PersistentSubscriptions/${m}`,
  ),
  '/event_store.client.server_features.ServerFeatures/GetSupportedMethods',
  '/event_store.client.gossip.Gossip/Read',
];
const grpc = { ':method': 'POST', 'content-type': 'application/grpc', te: 'trailers' };

const onSession = async <T>(use: (session: ClientHttp2Session) => Promise<T>): Promise<T> => {
  const made = await session();
  try {
    return await use(made);
  } finally {
    made.destroy();
  }
};

describe('bytes that are no message', () => {
  it('sent to any method, framed or not, are answered or ignored, and never recorded', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths),
        fc.uint8Array({ maxLength: 600 }),
        fc.constantFrom('bare', 'framed', 'framed twice'),
        fc.boolean(),
        async (path, bytes, framing, ends) =>
          onSession(async (made) => {
            const call = made.request({ ...grpc, ':path': path });
            const body = framing === 'bare' ? Buffer.from(bytes) : wire.frame(bytes);
            call.write(framing === 'framed twice' ? Buffer.concat([body, body]) : body);
            if (ends) call.end();
            await answerOf(call);
          }),
      ),
      { numRuns: RUNS },
    );
    await healthy();
  });

  it('inside a message that else is right are refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 60 }), fc.nat(200), async (noise, at) =>
        onSession(async (made) => {
          const good = Buffer.concat([wire.appendHeader('fuzz-noise'), wire.appendMessage('Noise')]);
          const place = 5 + (at % (good.length - 5));
          const spoilt = Buffer.concat([good.subarray(0, place), Buffer.from(noise), good.subarray(place)]);
          const call = made.request({ ...grpc, ':path': paths[0] });
          call.end(spoilt);
          const { grpcStatus } = await answerOf(call);
          // Noise that falls into the event's own bytes makes the frame's length wrong: nothing of it can be whole.
          expect(grpcStatus).not.toBe('0');
        }),
      ),
      { numRuns: RUNS },
    );
    await healthy();
  });
});

describe('messages that are cut', () => {
  const message = () => wire.appendMessage('Cut');

  it('by an end in the middle of a frame are refused, and nothing of the append is recorded', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (at) =>
        onSession(async (made) => {
          const whole = Buffer.concat([wire.appendHeader('fuzz-cut'), message(), message()]);
          const last = message();
          const cut = Buffer.concat([whole, last.subarray(0, 1 + (at % (last.length - 1)))]);
          const call = made.request({ ...grpc, ':path': paths[0] });
          call.end(cut);
          const { grpcStatus, ended } = await answerOf(call);
          expect(ended).toBe(true);
          expect(grpcStatus).not.toBe('0');
        }),
      ),
      { numRuns: RUNS },
    );
    await healthy();
  });

  it('by a client that vanishes before its append is whole are not recorded, wherever it vanished', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.constantFrom('call', 'session', 'socket'),
        fc.boolean(),
        async (at, how, batched) => {
          const made = await session();
          const whole = batched
            ? wire.batchAppend('fuzz-vanished', ['Vanished', 'Vanished'], false)
            : Buffer.concat([wire.appendHeader('fuzz-vanished'), message(), message(), message()]);
          const call = made.request({ ...grpc, ':path': batched ? paths[1] : paths[0] });
          call.on('error', () => undefined);
          await new Promise((sent) => call.write(whole.subarray(0, 1 + (at % whole.length)), sent));
          if (how === 'call') call.close(8);
          else if (how === 'session') made.destroy();
          else made.socket.destroy();
          if (how === 'call') made.close();
        },
      ),
      { numRuns: RUNS },
    );
    await healthy();
  });

  it('by a client that vanishes after its append was whole leave all of it or nothing', async () => {
    const streams = Array.from({ length: RUNS }, (_, n) => `fuzz-gone-${n}`);
    for (const stream of streams) {
      const made = await session();
      const call = made.request({ ...grpc, ':path': paths[1] });
      call.on('error', () => undefined);
      await new Promise((sent) => call.write(wire.batchAppend(stream, ['One', 'Two', 'Three'], true), sent));
      made.destroy();
    }
    await client.appendToStream(
      'healthy-barrier',
      jsonEvent({ type: 'Barrier', data: {}, id: noted('healthy-barrier@0') }),
    );
    for (const stream of streams) {
      const seen: string[] = [];
      try {
        for await (const { event: e } of client.readStream(stream)) {
          seen.push(e?.type ?? '');
          if (e) written.set(e.id, `${stream}@${e.revision}`);
        }
      } catch (error) {
        expect(Reflect.get(error as object, 'type')).toBe('stream-not-found');
      }
      expect([[], ['One', 'Two', 'Three']]).toContainEqual(seen);
    }
    await healthy();
  });
});

function noted(place: string): string {
  const id = randomUUID();
  written.set(id, place);
  return id;
}

describe('calls that are none', () => {
  it.each(['application/json', 'text/plain', 'application/grpc-web+proto', 'application/octet-stream', ''])(
    'with the content type "%s" are refused',
    async (contentType) => {
      await onSession(async (made) => {
        const call = made.request({
          ':method': 'POST',
          ':path': paths[0],
          te: 'trailers',
          'content-type': contentType,
        });
        call.end(Buffer.concat([wire.appendHeader('fuzz-type'), wire.appendMessage('Typed')]));
        const { status, grpcStatus, ended } = await answerOf(call);
        expect(ended).toBe(true);
        expect(status === 415 || (grpcStatus !== undefined && grpcStatus !== '0')).toBe(true);
      });
      await healthy();
    },
  );

  it.each(['GET', 'PUT', 'DELETE', 'OPTIONS'])('with the method %s are refused', async (method) => {
    await onSession(async (made) => {
      const call = made.request({ ':method': method, ':path': paths[0], 'content-type': 'application/grpc' });
      call.end();
      const { status, grpcStatus, ended } = await answerOf(call);
      expect(ended).toBe(true);
      expect(status !== 200 || (grpcStatus !== undefined && grpcStatus !== '0')).toBe(true);
    });
    await healthy();
  });

  it('to unknown methods are answered UNIMPLEMENTED, whatever the name', async () => {
    const word = fc.stringMatching(/^[A-Za-z0-9_.~%-]{1,30}$/);
    await fc.assert(
      fc.asyncProperty(
        fc.array(word, { minLength: 1, maxLength: 4 }),
        fc.uint8Array({ maxLength: 100 }),
        async (words, bytes) =>
          onSession(async (made) => {
            const call = made.request({ ...grpc, ':path': `/${words.join('/')}` });
            call.end(wire.frame(bytes));
            const { grpcStatus, ended } = await answerOf(call);
            expect(ended).toBe(true);
            expect(grpcStatus).toBe('12');
          }),
      ),
      { numRuns: RUNS },
    );
    await healthy();
  });
});

describe('messages that claim to be giants', () => {
  it.each(paths.slice(0, 5))('to %s are refused at once, not waited for', async (path) => {
    for (const claim of [0xff_ff_ff_ff, 0x7f_ff_ff_ff, 64 * 1024 * 1024]) {
      await onSession(async (made) => {
        const call = made.request({ ...grpc, ':path': path });
        const head = Buffer.alloc(5);
        head.writeUInt32BE(claim, 1);
        call.write(Buffer.concat([head, Buffer.alloc(100)]));
        const { grpcStatus, ended } = await answerOf(call);
        expect(ended).toBe(true);
        expect(['8', '3', '13']).toContain(grpcStatus);
      });
    }
    await healthy();
  });

  it('or claim to be compressed are refused', async () => {
    await onSession(async (made) => {
      const call = made.request({ ...grpc, ':path': paths[0] });
      const header = Buffer.from(wire.appendHeader('fuzz-compressed'));
      header[0] = 1;
      call.end(header);
      const { grpcStatus } = await answerOf(call);
      expect(['12', '13', '3']).toContain(grpcStatus);
    });
    await healthy();
  });

  it('or hold a length inside that runs past their end are refused', async () => {
    await onSession(async (made) => {
      for (const inner of [
        Buffer.of(0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f),
        Buffer.of(0x0a, 0x7f, 0x01),
        Buffer.of(0x80),
      ]) {
        const call = made.request({ ...grpc, ':path': paths[0] });
        call.end(Buffer.concat([wire.frame(inner), wire.appendMessage('Past')]));
        const { grpcStatus, ended } = await answerOf(call);
        expect(ended).toBe(true);
        expect(grpcStatus).not.toBe('0');
      }
    });
    await healthy();
  });
});

describe('connections that are none', () => {
  const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
  const settings = Buffer.of(0, 0, 0, 4, 0, 0, 0, 0, 0);

  const open = async (): Promise<Socket> => {
    const socket = connectSocket(server.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.on('data', () => undefined);
    await once(socket, 'connect');
    return socket;
  };

  it('that stay half open in any state cost nobody else anything', async () => {
    const sockets: Socket[] = [];
    for (const start of [
      Buffer.alloc(0),
      preface.subarray(0, 7),
      preface,
      Buffer.concat([preface, settings]),
      Buffer.from('GET /pi'),
    ]) {
      for (let n = 0; n < 20; n += 1) {
        const socket = await open();
        if (start.length > 0) socket.write(start);
        sockets.push(socket);
      }
    }
    await healthy();
    for (const socket of sockets) socket.destroy();
    await healthy();
  });

  it('that stop reading in the middle of an answer cost nobody else anything', async () => {
    // More than a connection's window holds, so that the server is stopped in the middle of each answer.
    for (let n = 0; n < 8; n += 1) {
      const event = jsonEvent({ type: 'Bulk', data: { filling: 'x'.repeat(100_000) } });
      const { nextExpectedRevision } = await client.appendToStream('healthy-bulk', event);
      written.set(event.id, `healthy-bulk@${nextExpectedRevision}`);
    }
    const stuck = await session();
    const calls = Array.from({ length: 10 }, () => {
      const call = stuck.request({ ...grpc, ':path': paths[2] });
      call.on('error', () => undefined);
      call.pause();
      call.end(wire.readAllFromStart());
      return call;
    });
    await Promise.all(calls.map((call) => once(call, 'response')));
    await healthy();
    stuck.destroy();
    await healthy();
  });

  it('that send random bytes are dropped', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 400 }), fc.boolean(), async (bytes, asHttp2) => {
        const socket = await open();
        socket.write(asHttp2 ? Buffer.concat([preface, settings, bytes]) : bytes);
        socket.end();
        await Promise.race([once(socket, 'close'), pause(PATIENCE_MS)]);
        socket.destroy();
      }),
      { numRuns: RUNS },
    );
    await healthy();
  });

  it('that send well-formed frames of HTTP/2 in senseless order are dropped', async () => {
    const frame = fc
      .record({
        type: fc.integer({ min: 0, max: 12 }),
        flags: fc.integer({ min: 0, max: 255 }),
        stream: fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 0x7f_ff_ff_ff })),
        payload: fc.uint8Array({ maxLength: 64 }),
      })
      .map(({ type, flags, stream, payload }) => {
        const head = Buffer.alloc(9);
        head.writeUIntBE(payload.length, 0, 3);
        head[3] = type;
        head[4] = flags;
        head.writeUInt32BE(stream, 5);
        return Buffer.concat([head, payload]);
      });
    await fc.assert(
      fc.asyncProperty(fc.array(frame, { minLength: 1, maxLength: 20 }), async (frames) => {
        const socket = await open();
        socket.write(Buffer.concat([preface, settings, ...frames]));
        socket.end();
        await Promise.race([once(socket, 'close'), pause(PATIENCE_MS)]);
        socket.destroy();
      }),
      { numRuns: RUNS },
    );
    await healthy();
  });
});
