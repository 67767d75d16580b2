import type { RecentIds } from './recent-ids.js';
import { TOMBSTONE } from './stored-event.js';
import type { StreamState } from './stream-table.js';
import type { ExpectedRevision } from './write.js';

export type Decision =
  | { readonly kind: 'go'; readonly recreates: boolean }
  | { readonly kind: 'wrong-revision'; readonly current: number }
  | { readonly kind: 'deleted' }
  /** These very events are in the stream already: answer as the first time. */
  | { readonly kind: 'repeated'; readonly revision: number };

/** Reads the id of an event of the stream; undefined where it is no longer there. */
export type IdAt = (stream: number, revision: number) => Uint8Array | undefined;

/**
 * Whether a write may go ahead. Repetition is recognised by event id: with an exact revision the events that follow it
 * in the stream are compared; with 'any' and 'stream-exists' the ids written lately. A write of which only a part is in
 * the stream is no repetition: the revision is wrong.
 */
export function decideWrite(
  state: StreamState | undefined,
  expected: ExpectedRevision,
  ids: readonly Uint8Array[],
  recent: RecentIds,
  idAt: IdAt,
): Decision {
  if (state === undefined) {
    return expected === 'any' || expected === 'no-stream'
      ? { kind: 'go', recreates: false }
      : { kind: 'wrong-revision', current: -1 };
  }
  if (state.last === TOMBSTONE) return { kind: 'deleted' };
  const { deleted } = state.retention;
  if (expected === 'stream-exists' && deleted) return { kind: 'deleted' };
  if (expected === 'any' || expected === 'stream-exists') return decideByIds(state, ids, recent);
  const revision = expected === 'no-stream' ? -1 : expected;
  if (revision > state.last) return { kind: 'wrong-revision', current: state.last };
  if (revision === state.last) return { kind: 'go', recreates: deleted };
  return decideByFollowing(state, revision, ids, idAt);
}

function decideByIds(state: StreamState, ids: readonly Uint8Array[], recent: RecentIds): Decision {
  let repeated = -1;
  for (const [index, id] of ids.entries()) {
    const appended = recent.find(id);
    if (appended === undefined || appended.stream !== state.name.id) {
      return index === 0
        ? { kind: 'go', recreates: state.retention.deleted }
        : { kind: 'wrong-revision', current: state.last };
    }
    repeated = appended.revision;
  }
  return repeated === -1
    ? { kind: 'go', recreates: state.retention.deleted }
    : { kind: 'repeated', revision: repeated };
}

function decideByFollowing(state: StreamState, revision: number, ids: readonly Uint8Array[], idAt: IdAt): Decision {
  let at = revision;
  for (const id of ids) {
    at += 1;
    const present = at > state.last ? undefined : idAt(state.name.id, at);
    if (present !== undefined && Buffer.compare(present, id) === 0) continue;
    const noneRepeated = at === revision + 1;
    if (noneRepeated && revision === -1 && state.retention.deleted) return { kind: 'go', recreates: true };
    return { kind: 'wrong-revision', current: state.last };
  }
  return at === revision ? { kind: 'wrong-revision', current: state.last } : { kind: 'repeated', revision: at };
}
