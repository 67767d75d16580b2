import { expect } from '@jest/globals';
import { serverAbilities } from '../../../src/platform/documents/abilities.js';
import type { RecordedEvent } from '../../../src/platform/event-store/envelope.js';
import type { Projection, Stored, ViewDocument } from '../../../src/platform/projections/projection.js';
import { bare, naiveFold } from './naive-fold.js';
import { plainCodec } from './plain-codec.js';
import { placements, schoolTotals, tally } from './sample-projections.js';
import { type Servers, until } from './servers.js';

const UNKNOWN: ReadonlySet<string> = new Set(['FromTheFuture']);

export const sampleViews: readonly Projection<ViewDocument>[] = [tally(), schoolTotals, placements];

/** Everything in the log, as facts; an event of the future as it lies there. */
export async function allEvents(servers: Servers): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for await (const resolved of servers.client.readAll()) {
    const { event } = resolved;
    if (!event || event.type.startsWith('$')) continue;
    const readable = UNKNOWN.has(event.type) ? { ...resolved, event: { ...event, type: 'Readable' } } : resolved;
    events.push({ ...(await plainCodec.decode(readable as typeof resolved)), type: event.type });
  }
  return events;
}

/** Nothing lost, nothing doubled: every document equals a plain fold of the log, and there are no others. */
export async function expectViewsEqualLog(servers: Servers, views = sampleViews): Promise<void> {
  const events = await allEvents(servers);
  for (const projection of views) {
    const { documents, quarantined } = naiveFold(projection, events, UNKNOWN);
    const build = `${projection.name}_v${projection.version}`;
    const stored = await servers.database
      .collection<Stored>(build)
      .find({}, { sort: { _id: 1 } })
      .toArray();
    const shown = stored.filter(({ _deleted }) => !_deleted);
    const wanted = [...documents.values()].sort((one, other) => (one._id < other._id ? -1 : 1));
    expect(shown.map(bare)).toEqual(wanted.map(bare));
    const stale = shown.filter(({ _stale }) => _stale).map(({ _id }) => _id);
    expect(stale).toEqual([...quarantined].filter((key) => documents.has(key)).sort());
  }
}

/**
 * The same at once where updates are atomic. Elsewhere a late write may undo a document: whoever holds the lease then finds
 * and mends it within seconds, which is waited for.
 */
export async function untilViewsEqualLog(servers: Servers, views = sampleViews): Promise<void> {
  const { atomicUpdates } = await serverAbilities(servers.mongo);
  const equal = () =>
    expectViewsEqualLog(servers, views).then(
      () => true,
      () => false,
    );
  if (!atomicUpdates) await until('every view to equal the log', equal).catch(() => undefined);
  await expectViewsEqualLog(servers, views);
}

/** Waits until every view's checkpoint has reached the last event of its streams. */
export async function untilLevel(servers: Servers, views = sampleViews, withinMs = 30_000): Promise<void> {
  const last = (await allEvents(servers)).filter(({ streamId }) => /^(child|school)-/.test(streamId)).at(-1);
  if (!last) return;
  await until(
    'the views to be level with the log',
    async () => {
      const checkpoints = servers.database.collection<{ _id: string; position: string }>('checkpoints');
      const wanted = last.position.commit.toString().padStart(20, '0');
      for (const { name, version, streamPrefixes } of views) {
        if (!streamPrefixes.some((prefix) => last.streamId.startsWith(prefix))) continue;
        const stored = await checkpoints.findOne({ _id: `${name}_v${version}` }).catch(() => null);
        if (!stored || stored.position.slice(0, 20) < wanted) return false;
      }
      return true;
    },
    withinMs,
  );
}
