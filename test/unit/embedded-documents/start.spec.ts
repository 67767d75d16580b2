import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { MongoClient } from 'mongodb';
import { type EmbeddedDocuments, startEmbeddedDocuments } from '../../../src/embedded/documents/index.js';
import { connectDocuments, documentsNow, pingDocuments } from '../../../src/platform/documents/connect.js';
import { DocumentsUnavailable, documentsError, isDuplicateKey } from '../../../src/platform/documents/errors.js';

describe('starting and stopping', () => {
  const toClose: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const it of toClose.splice(0).reverse()) await it.close();
  });

  async function started(port = 0): Promise<EmbeddedDocuments> {
    const server = await startEmbeddedDocuments({ directory: 'unused', port });
    toClose.push(server);
    return server;
  }

  function client(url: string): MongoClient {
    const it = connectDocuments(url, { selectionTimeoutMs: 300 });
    toClose.push(it);
    return it;
  }

  it('answers at the address that it names', async () => {
    const server = await started();
    expect(server.url).toBe(`mongodb://127.0.0.1:${server.port}/?directConnection=true`);
    await pingDocuments(client(server.url));
  });

  it('says so if the port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const address = taken.address();
    const port = address && typeof address === 'object' ? address.port : 0;
    await expect(startEmbeddedDocuments({ directory: 'unused', port })).rejects.toThrow('EADDRINUSE');
    await new Promise((resolve) => taken.close(resolve));
  });

  it('reports that the store is away as one error, and works again when it is back', async () => {
    const server = await started();
    const documents = client(server.url);
    await pingDocuments(documents);
    await server.close();
    toClose.splice(toClose.indexOf(server), 1);
    const away = await pingDocuments(documents).catch((error: unknown) => error);
    expect(away).toBeInstanceOf(DocumentsUnavailable);
    expect(away).toMatchObject({ name: 'DocumentsUnavailable', transient: true, cause: expect.any(Error) });
    await expect(documentsNow(documents)).rejects.toBeInstanceOf(DocumentsUnavailable);
    const write = await documents.db('a').collection('b').insertOne({}).catch(documentsError);
    expect(write).toBeInstanceOf(DocumentsUnavailable);
    await started(server.port);
    await pingDocuments(documents);
  });

  it('leaves other errors as they are', async () => {
    const things = client((await started()).url)
      .db('a')
      .collection('b');
    const refused = await things.updateOne({}, { $inc: { a: 'x' } } as never, { upsert: true }).catch(documentsError);
    expect(refused).toMatchObject({ code: 14 });
    expect(refused).not.toBeInstanceOf(DocumentsUnavailable);
    expect(isDuplicateKey(refused)).toBe(false);
    expect(documentsError('text')).toBe('text');
  });

  it('closes while a client is in the middle of its work', async () => {
    const server = await started();
    const things = client(server.url).db('a').collection('b');
    const working = Promise.allSettled(Array.from({ length: 50 }, (_, n) => things.insertOne({ n })));
    await things.insertOne({ n: -1 });
    await server.close();
    toClose.splice(toClose.indexOf(server), 1);
    await working;
  });
});
