import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { describe, expect, it } from '@jest/globals';
import { startStandAlone } from './stand-alone.js';

const traceable = spawnSync('strace', ['-V']).status === 0;

describe('an acknowledged append', () => {
  // A kill leaves the system's own buffers alone, so that the kill rounds cannot show this: here the system calls are counted.
  (traceable ? it : it.skip)('has been flushed to the disk before its answer (needs strace)', async () => {
    const root = await mkdtemp(join(tmpdir(), 'event-store-flush-'));
    const trace = join(root, 'trace');
    const server = await startStandAlone(join(root, 'data'), {
      through: ['strace', '-D', '-f', '-qq', '-e', 'trace=fsync,fdatasync', '-o', trace],
    });
    const client = EventStoreDBClient.connectionString(server.url);
    await client.appendToStream('flushed', jsonEvent({ type: 'First', data: {} }));
    const flushes = async () => (await readFile(trace, 'utf8')).match(/\b(fsync|fdatasync)\(\d+/g)?.length ?? 0;
    let known = await flushes();
    for (let n = 0; n < 20; n += 1) {
      await client.appendToStream('flushed', jsonEvent({ type: 'Flushed', data: { n } }));
      const now = await flushes();
      expect(now).toBeGreaterThan(known);
      known = now;
    }
    await client.dispose();
    await server.kill();
    await rm(root, { recursive: true, force: true });
  });
});
