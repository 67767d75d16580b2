// Follows the children's streams of a cme-tracker with @kurrent/kurrentdb-client, from the first event on and then live.
//
//   EVENTSTORE_URL='esdb://127.0.0.1:2113?tls=false' node examples/subscribe-kurrent.mjs
//
// One line an event: revision, type, stream. Where it stopped is kept in CHECKPOINT_FILE, so that it can be ended and
// started again at any time. Start from this file for a service of your own: put your work where the line is printed.
import { readFile, rename, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { KurrentDBClient, START, streamNameFilter } from '@kurrent/kurrentdb-client';

// This client's own name of the protocol; the address is the same.
const url = (process.env.EVENTSTORE_URL ?? 'esdb://127.0.0.1:2113?tls=false').replace(/^esdb/, 'kurrentdb');
const checkpointFile = process.env.CHECKPOINT_FILE ?? 'subscribe-kurrent.checkpoint.json';
const LONGEST_PAUSE_MS = 30_000;

/** The place after the last event that was handled: commit and prepare, as the store gave them. */
async function loadCheckpoint() {
  try {
    const { commit, prepare } = JSON.parse(await readFile(checkpointFile, 'utf8'));
    return { commit: BigInt(commit), prepare: BigInt(prepare) };
  } catch (error) {
    if (error.code === 'ENOENT') return START;
    throw error;
  }
}

/** Whole or not at all: written beside the old one, then put in its place. */
async function saveCheckpoint({ commit, prepare }) {
  const text = JSON.stringify({ commit: String(commit), prepare: String(prepare) });
  await writeFile(`${checkpointFile}.new`, text);
  await rename(`${checkpointFile}.new`, checkpointFile);
}

async function handle({ streamId, revision, type }) {
  process.stdout.write(`${revision} ${type} ${streamId}\n`);
}

// Ends between two events, never between an event's work and its checkpoint.
let working = false;
let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    stopping = true;
    if (!working) process.exit(0);
  });
}

/** One connection's worth: ends, or throws, when the connection does. */
async function follow(onEvent) {
  const client = KurrentDBClient.connectionString(url);
  try {
    const subscription = client.subscribeToAll({
      fromPosition: await loadCheckpoint(),
      // The store filters; no other stream's event comes over the wire. A filter can also report checkpoints, but it does
      // so while events before them may still wait to be handled here: the events' own positions are the safe ones.
      filter: streamNameFilter({ prefixes: ['child-'] }),
    });
    // `for await` waits for each event's work before it asks for the next; `.on('data')` would not.
    for await (const { event } of subscription) {
      if (!event) continue;
      working = true;
      await handle(event);
      // After the work. Should this be lost, the event comes once more: make the work repeatable by `event.id`.
      await saveCheckpoint(event.position);
      working = false;
      if (stopping) process.exit(0);
      onEvent();
    }
  } finally {
    await client.dispose();
  }
}

// A subscription never comes back by itself, and one that ends without an error has been dropped as well: begin again,
// for ever, with a growing pause. Code 14 (UNAVAILABLE) is a store that is away; anything else is worth a line too.
for (let pauseMs = 250; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
  try {
    await follow(() => {
      pauseMs = 250;
    });
    process.stderr.write('the subscription ended; subscribing again\n');
  } catch (error) {
    const why = error.code === 14 ? 'the event store is away' : error.message;
    process.stderr.write(`${why}; trying again in ${pauseMs} ms\n`);
  }
  await pause(pauseMs);
}
