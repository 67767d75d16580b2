import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type AppendExpectedRevision, EventStoreDBClient, type JSONEventData, jsonEvent } from '@eventstore/db-client';
import type { StandAlone } from './stand-alone.js';

/**
 * Writers load a server, it is killed at a random moment, started again, and everything that it had acknowledged must be
 * there, in order, once; what it had not acknowledged is there whole or not at all. Imports no value of the project, so
 * that the nightly run can use it as it stands.
 */
export interface KillRounds {
  readonly rounds: number;
  readonly seed: number;
  readonly start: (directory: string) => Promise<StandAlone>;
  readonly onRound?: (round: number, tally: Tally) => void;
}

export interface Tally {
  rounds: number;
  acknowledged: number;
  /** Appends that were under way at the kill, and how many of them had been recorded. */
  unanswered: number;
  unansweredRecorded: number;
  lost: number;
  doubled: number;
  /** A batch of which only a part is there, or an event with other bytes than were sent. */
  torn: number;
  /** At another revision or position than was acknowledged, or out of order. */
  misplaced: number;
  readonly faults: string[];
}

interface Batch {
  readonly stream: string;
  readonly events: readonly JSONEventData[];
  readonly expectedRevision: AppendExpectedRevision;
  acknowledged?: { readonly lastRevision: bigint; readonly commit: bigint };
  /** Whether it was found whole after the kill. */
  found?: boolean;
}

const ROUNDS_A_DIRECTORY = 10;
const WRITERS = 6;

/** Numbers in [0, 1) that a seed decides (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export async function killRounds({ rounds, seed, start, onRound }: KillRounds): Promise<Tally> {
  const random = chance(seed);
  const tally: Tally = {
    rounds: 0,
    acknowledged: 0,
    unanswered: 0,
    unansweredRecorded: 0,
    lost: 0,
    doubled: 0,
    torn: 0,
    misplaced: 0,
    faults: [],
  };
  let directory = '';
  let history: Batch[] = [];
  for (let round = 0; round < rounds; round += 1) {
    if (round % ROUNDS_A_DIRECTORY === 0) {
      if (directory) await rm(directory, { recursive: true, force: true });
      directory = await mkdtemp(join(tmpdir(), 'event-store-kill-'));
      history = [];
    }
    const loaded = await start(directory);
    const batches = await load(loaded, random, round);
    history.push(...batches);
    tally.rounds += 1;
    tally.acknowledged += batches.reduce((sum, b) => sum + (b.acknowledged ? b.events.length : 0), 0);
    const examined = await start(directory);
    await examine(examined.url, history, tally);
    await repeat(examined.url, batches, tally);
    const { code, output } = await examined.stop();
    if (code !== 0) tally.faults.push(`round ${round}: ended with code ${code} after the examination: ${output}`);
    onRound?.(round, tally);
    if (tally.faults.length > 20) break;
  }
  if (directory) await rm(directory, { recursive: true, force: true });
  return tally;
}

/** Several writers append until the server is killed under them. */
async function load(server: StandAlone, random: () => number, round: number): Promise<Batch[]> {
  const client = EventStoreDBClient.connectionString(server.url);
  const batches: Batch[] = [];
  let stopped = false;
  const write = async (writer: number) => {
    const stream = `kill-${round}-${writer}`;
    let revision = -1n;
    for (let n = 0; !stopped; n += 1) {
      const count = random() < 0.4 ? 1 : 1 + Math.floor(random() * 20);
      const events = Array.from({ length: count }, (_, index) =>
        jsonEvent({
          type: 'Written',
          data: { round, writer, n, index, count, filling: 'x'.repeat(Math.floor(random() * 600)) },
        }),
      );
      const expectedRevision: AppendExpectedRevision = revision < 0n ? 'no_stream' : random() < 0.5 ? revision : 'any';
      const batch: Batch = { stream, events, expectedRevision };
      batches.push(batch);
      const ownCall = random() < 0.2 ? { credentials: { username: 'a', password: 'b' } } : {};
      try {
        const answer = await client.appendToStream(stream, [...events], { expectedRevision, ...ownCall });
        revision = answer.nextExpectedRevision;
        batch.acknowledged = { lastRevision: revision, commit: answer.position?.commit ?? -1n };
      } catch {
        return;
      }
    }
  };
  /** Appends that nobody waits for before the next, to one stream that all share. */
  const pour = async () => {
    while (!stopped) {
      const burst = Array.from({ length: 1 + Math.floor(random() * 12) }, (_, n) => {
        const batch: Batch = {
          stream: `kill-${round}-shared`,
          events: Array.from({ length: 1 + Math.floor(random() * 3) }, () =>
            jsonEvent({ type: 'Poured', data: { round, n } }),
          ),
          expectedRevision: 'any',
        };
        batches.push(batch);
        return client.appendToStream(batch.stream, [...batch.events]).then((answer) => {
          batch.acknowledged = { lastRevision: answer.nextExpectedRevision, commit: answer.position?.commit ?? -1n };
        });
      });
      const outcomes = await Promise.allSettled(burst);
      if (outcomes.some(({ status }) => status === 'rejected')) return;
    }
  };
  const writers = [...Array.from({ length: WRITERS }, (_, writer) => write(writer)), pour()];
  // Most rounds have a load behind them, however slow the machine; some are killed as soon as they have begun.
  const enough = random() < 0.8 ? 60 : 0;
  while (batches.filter(({ acknowledged }) => acknowledged).length < enough) await pause(5);
  await pause(random() * 400);
  await server.kill();
  stopped = true;
  await Promise.all(writers);
  await client.dispose();
  return batches;
}

interface Found {
  readonly id: string;
  readonly stream: string;
  readonly revision: bigint;
  readonly commit: bigint;
  readonly data: string;
}

async function examine(url: string, history: readonly Batch[], tally: Tally): Promise<void> {
  const client = EventStoreDBClient.connectionString(url);
  const fault = (kind: 'lost' | 'doubled' | 'torn' | 'misplaced', words: string) => {
    tally[kind] += 1;
    if (tally.faults.length < 50) tally.faults.push(`${kind}: ${words}`);
  };
  const byId = new Map<string, Found>();
  const nextOf = new Map<string, bigint>();
  let last = -1n;
  for await (const { event } of client.readAll()) {
    if (!event?.streamId.startsWith('kill-')) continue;
    const found: Found = {
      id: event.id,
      stream: event.streamId,
      revision: event.revision,
      commit: event.position.commit,
      data: JSON.stringify(event.data),
    };
    if (byId.has(found.id)) fault('doubled', `${found.stream}@${found.revision} in $all`);
    byId.set(found.id, found);
    if (found.commit <= last) fault('misplaced', `position ${found.commit} after ${last}`);
    last = found.commit;
    const next = nextOf.get(found.stream) ?? 0n;
    if (found.revision !== next) fault('misplaced', `${found.stream}@${found.revision}, not ${next}, in $all`);
    nextOf.set(found.stream, found.revision + 1n);
  }
  for (const batch of history) check(batch, byId, fault);
  for (const stream of new Set(history.map((batch) => batch.stream)))
    await compare(client, stream, byId, nextOf, fault);
  await compareLinks(client, '$ce-kill', [...byId.values()], fault);
  const ours = new Set(history.flatMap((batch) => batch.events.map(({ id }) => id)));
  for (const found of byId.values())
    if (!ours.has(found.id)) fault('torn', `${found.stream}@${found.revision} nobody wrote`);
  await client.dispose();
}

type Fault = (kind: 'lost' | 'doubled' | 'torn' | 'misplaced', words: string) => void;

function check(batch: Batch, byId: ReadonlyMap<string, Found>, fault: Fault): void {
  const found = batch.events.map(({ id }) => byId.get(id));
  const there = found.filter((one) => one !== undefined);
  batch.found = there.length === batch.events.length;
  if (batch.acknowledged && !batch.found) {
    for (let n = there.length; n < batch.events.length; n += 1)
      fault('lost', `an acknowledged event of ${batch.stream}`);
    return;
  }
  if (there.length > 0 && !batch.found) fault('torn', `${there.length} of ${batch.events.length} in ${batch.stream}`);
  there.forEach((one, index) => {
    if (one.stream !== batch.stream || one.revision !== (there[0]?.revision ?? 0n) + BigInt(index))
      fault('misplaced', `${one.stream}@${one.revision} of a batch`);
    if (one.data !== JSON.stringify(batch.events[index]?.data))
      fault('torn', `other bytes at ${one.stream}@${one.revision}`);
  });
  const end = there.at(-1);
  if (batch.acknowledged && end) {
    if (end.revision !== batch.acknowledged.lastRevision)
      fault('misplaced', `${end.stream}@${end.revision} was acknowledged as another`);
    if (end.commit !== batch.acknowledged.commit)
      fault('misplaced', `${end.stream}@${end.revision} was acknowledged at another position`);
  }
}

/** The stream read by itself must say what $all says. */
async function compare(
  client: EventStoreDBClient,
  stream: string,
  byId: ReadonlyMap<string, Found>,
  nextOf: ReadonlyMap<string, bigint>,
  fault: Fault,
): Promise<void> {
  let next = 0n;
  try {
    for await (const { event } of client.readStream(stream)) {
      if (!event) continue;
      const known = byId.get(event.id);
      if (event.revision !== next) fault('misplaced', `${stream}@${event.revision}, not ${next}`);
      if (known?.revision !== event.revision) fault('doubled', `${stream}@${event.revision} is not the one of $all`);
      next = event.revision + 1n;
    }
  } catch (error) {
    if (!(error instanceof Error) || Reflect.get(error, 'type') !== 'stream-not-found') throw error;
  }
  if (next !== (nextOf.get(stream) ?? 0n)) fault('lost', `${stream} ends at ${next}, in $all at ${nextOf.get(stream)}`);
}

/** What the store derives, the stream of the category, must say the same as the log. */
async function compareLinks(
  client: EventStoreDBClient,
  stream: string,
  log: readonly Found[],
  fault: Fault,
): Promise<void> {
  let at = 0;
  if (log.length > 0) {
    for await (const { event, link } of client.readStream(stream, { resolveLinkTos: true })) {
      if (event?.id !== log[at]?.id || link?.revision !== BigInt(at)) fault('misplaced', `${stream}@${link?.revision}`);
      at += 1;
    }
  }
  if (at < log.length) fault('lost', `${stream} has ${at} links for ${log.length} events`);
  if (at > log.length) fault('doubled', `${stream} has ${at} links for ${log.length} events`);
}

/** A client that had no answer asks again with the same events: they must be recorded once, whether they had been or not. */
async function repeat(url: string, batches: readonly Batch[], tally: Tally): Promise<void> {
  const client = EventStoreDBClient.connectionString(url);
  for (const batch of batches) {
    if (batch.acknowledged) continue;
    tally.unanswered += 1;
    if (batch.found) tally.unansweredRecorded += 1;
    if (batch.expectedRevision === 'any') continue;
    const answer = await client.appendToStream(batch.stream, [...batch.events], {
      expectedRevision: batch.expectedRevision,
    });
    batch.acknowledged = { lastRevision: answer.nextExpectedRevision, commit: answer.position?.commit ?? -1n };
    const before = batch.expectedRevision === 'no_stream' ? -1n : batch.expectedRevision;
    if (answer.nextExpectedRevision !== (before as bigint) + BigInt(batch.events.length)) {
      tally.doubled += 1;
      tally.faults.push(`doubled: a repeat of ${batch.stream} was recorded beside the first`);
    }
  }
  await client.dispose();
}
