import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runVerify } from '../../../src/commands/verify-log.js';
import { type EmbeddedEventStore, startEmbeddedEventStore } from '../../../src/embedded/event-store/index.js';
import { connectEventStore, disconnectEventStore } from '../../../src/platform/event-store/client.js';
import { EventLog } from '../../../src/platform/event-store/event-log.js';
import { StreamRepository } from '../../../src/platform/event-store/stream-repository.js';
import { contextOf, joined, type LoanEvent, lent, secrets } from '../../unit/platform-event-store/story.js';

let dataDir: string;
let store: EmbeddedEventStore | undefined;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'cme-verify-'));
  store = await startEmbeddedEventStore({ directory: join(dataDir, 'event-store'), port: 0 });
});

afterEach(async () => {
  await store?.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** Three children with three events each; a stray event is added to the stream `tampered`, without a link. */
async function record(url: string, tampered?: string): Promise<string[]> {
  const client = connectEventStore(url);
  const log = new EventLog(client);
  const repository = new StreamRepository<number, LoanEvent>(
    { log, codec: secrets().codec },
    { category: 'child', initial: 0, evolve: (count) => count + 1 },
  );
  const ids = [randomUUID(), randomUUID(), tampered ?? randomUUID()];
  for (const id of ids) {
    await repository.execute(id, contextOf('a'), () => [joined, lent('A')], { stream: 'new' });
    await repository.execute(id, contextOf('b'), () => [lent('B', 'note')]);
  }
  await client.appendToStream('weather-1', {
    id: randomUUID(),
    contentType: 'application/json',
    type: 'Rain',
    data: {},
    metadata: {},
  });
  if (tampered) {
    const { value } = await log.read(`child-${tampered}`, 2).next();
    const { type, data, metadata } = value as {
      type: string;
      data: Record<string, unknown>;
      metadata: Record<string, unknown>;
    };
    await client.appendToStream(`child-${tampered}`, {
      id: randomUUID(),
      contentType: 'application/json',
      type,
      data,
      metadata,
    });
  }
  await disconnectEventStore(client);
  return ids;
}

async function run(args: string[], env: NodeJS.ProcessEnv) {
  const lines: string[] = [];
  const code = await runVerify(args, env, { out: (line) => lines.push(line), progress: () => undefined });
  return { code, text: lines.join('\n') };
}

describe('verify', () => {
  it('checks the store that is running, or that EVENTSTORE_URL names', async () => {
    const { url = '', port } = store ?? {};
    const [id] = await record(url);
    const left = 'Left out: 1 stream of other services, without chains.';
    const said = `${left}\nVerified: 9 events in 3 streams, each as it was recorded.`;
    expect(await run([], { DATA_DIR: dataDir, EVENTSTORE_PORT: `${port}` })).toEqual({ code: 0, text: said });
    expect(await run([], { EVENTSTORE_URL: url })).toEqual({ code: 0, text: said });
    expect(await run(['--stream', `child-${id}`], { EVENTSTORE_URL: url })).toEqual({
      code: 0,
      text: 'Verified: 3 events in 1 stream, each as it was recorded.',
    });
  });

  it('opens the files of an embedded store that is not running, and leaves them to the next', async () => {
    await record(store?.url ?? '');
    await store?.close();
    store = undefined;
    const env = { DATA_DIR: dataDir, EVENTSTORE_PORT: '0' };
    expect(await run([], env)).toMatchObject({ code: 0 });
    expect(await run([], env)).toMatchObject({ code: 0 });
  });

  it('names the event that is wrong', async () => {
    const { url = '' } = store ?? {};
    const tampered = randomUUID();
    const [whole] = await record(url, tampered);
    const { code, text } = await run([], { EVENTSTORE_URL: url });
    expect(code).toBe(1);
    expect(text).toMatch(
      new RegExp(
        `^child-${tampered} revision 3 \\(event .*\\): link, hash: .*\nLeft out: .*\nNOT as recorded: 1 event of 10 events in 3 streams\\.$`,
      ),
    );
    expect(await run(['--stream', `child-${tampered}`], { EVENTSTORE_URL: url })).toMatchObject({ code: 1 });
    expect(await run(['--stream', `child-${whole}`], { EVENTSTORE_URL: url })).toMatchObject({ code: 0 });
  });

  it('does not say that all is well when there is nothing to check', async () => {
    expect(await run(['--stream', 'child-nobody'], { EVENTSTORE_URL: store?.url })).toMatchObject({
      code: 1,
      text: 'There is no stream child-nobody.',
    });
    const nowhere = { DATA_DIR: join(dataDir, 'nowhere'), EVENTSTORE_PORT: '0' };
    expect(await run([], nowhere)).toMatchObject({
      code: 2,
      text: expect.stringContaining('there is no event store in'),
    });
    expect(await run([], { EVENTSTORE_PORT: 'x' })).toMatchObject({
      code: 2,
      text: expect.stringContaining('EVENTSTORE_PORT'),
    });
    expect(await run(['--strem'], {})).toMatchObject({
      code: 2,
      text: expect.stringContaining("Unknown option '--strem'"),
    });
    expect(await run(['--help'], {})).toMatchObject({ code: 0, text: expect.stringContaining('npm run verify') });
  });
});
