import net, { type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { MongoClient } from 'mongodb';
import { type EmbeddedDocuments, startEmbeddedDocuments } from '../../../src/embedded/documents/index.js';
import { connectDocuments } from '../../../src/platform/documents/connect.js';

/** The driver wakes its check of a server no more often than this, in ms. */
const BETWEEN_CHECKS = 500;

let server: EmbeddedDocuments;
let client: MongoClient;
/** The driver's sockets in the order in which it opened them: first the one that checks the server. */
let sockets: Socket[];

beforeEach(async () => {
  server = await startEmbeddedDocuments({ directory: '', port: 0 });
  sockets = [];
  const open = net.createConnection as (...values: unknown[]) => Socket;
  jest.spyOn(net, 'createConnection').mockImplementation(((...values: unknown[]) => {
    const socket = open(...values);
    sockets.push(socket);
    return socket;
  }) as typeof net.createConnection);
  client = connectDocuments(server.url, { connections: 1 });
  await ping();
});

afterEach(async () => {
  jest.restoreAllMocks();
  await client.close();
  await server.close();
});

const ping = () => client.db('admin').command({ ping: 1 });

describe('the repaired driver', () => {
  it('ends a command that was written to a socket just gone', async () => {
    const [, commands] = sockets;
    commands?.destroy();
    // Nobody has been told yet: the socket closes in a later turn of the loop.
    await expect(ping()).rejects.toMatchObject({ name: 'MongoNetworkError' });
    await expect(ping()).resolves.toMatchObject({ ok: 1 });
  });

  it('ends a command that was on its way when its connection closed in good order', async () => {
    const [, commands] = sockets;
    const write = commands?.write.bind(commands) as (chunk: Uint8Array) => boolean;
    jest.spyOn(commands as Socket, 'write').mockImplementation(((chunk: Uint8Array) => {
      queueMicrotask(() => commands?.destroy());
      return write(chunk);
    }) as Socket['write']);
    const long = client
      .db('any')
      .collection('long')
      .insertOne({ text: 'x'.repeat(12_000_000) });
    await expect(long).rejects.toMatchObject({ name: 'MongoNetworkError' });
    await expect(ping()).resolves.toMatchObject({ ok: 1 });
  });

  it('finds its server again when the socket was just gone over which it checks', async () => {
    const [checks, commands] = sockets;
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_CHECKS + 100));
    commands?.destroy();
    await expect(ping()).rejects.toMatchObject({ name: 'MongoNetworkError' });
    checks?.destroy();
    await expect(ping()).resolves.toMatchObject({ ok: 1 });
  });
});
