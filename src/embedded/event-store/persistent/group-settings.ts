import type { FilterRequest, From } from '../wire/read-request.js';

export type ConsumerStrategy = 'RoundRobin' | 'DispatchToSingle' | 'Pinned' | 'PinnedByCorrelation';

/** What a persistent subscription group was made with, kept as JSON. */
export interface GroupSettings {
  readonly startFrom: From;
  /** The place after which the group began; where `startFrom` is 'end', the end as it was then. */
  readonly startAfter: number;
  readonly filter: FilterRequest | undefined;
  readonly resolveLinks: boolean;
  readonly extraStatistics: boolean;
  readonly maxRetryCount: number;
  readonly minCheckpointCount: number;
  readonly maxCheckpointCount: number;
  /** 0: as many as want. */
  readonly maxSubscriberCount: number;
  readonly liveBufferSize: number;
  readonly readBatchSize: number;
  readonly historyBufferSize: number;
  /** ms; 0: never. */
  readonly messageTimeout: number;
  /** ms; 0: never. */
  readonly checkpointAfter: number;
  readonly strategy: ConsumerStrategy;
}

export const ALL = '$all';

const STRATEGIES: readonly string[] = ['RoundRobin', 'DispatchToSingle', 'Pinned', 'PinnedByCorrelation'];

export function isStrategy(name: string): name is ConsumerStrategy {
  return STRATEGIES.includes(name);
}

/** Why a group cannot be made or changed like this, or undefined. `end` is the position of the last event in the log. */
export function objectionTo(
  stream: string,
  strategy: string,
  settings: Omit<GroupSettings, 'strategy' | 'startAfter'>,
  end: number,
): string | undefined {
  if (stream === '') return 'Bad stream name.';
  if (!isStrategy(strategy)) return `Consumer strategy ${strategy} does not exist.`;
  if (settings.readBatchSize >= settings.historyBufferSize) {
    return 'The read batch size may not be greater than or equal to the history buffer size.';
  }
  if (settings.readBatchSize < 1 || settings.historyBufferSize < 1) return 'Batch and buffer sizes must be at least 1.';
  if (settings.minCheckpointCount > settings.maxCheckpointCount) {
    return 'The lower bound of checkpoints may not be greater than the upper bound.';
  }
  if (stream === ALL && typeof settings.startFrom === 'number' && settings.startFrom > end) {
    return 'Invalid Start From position: commit position must be less than or equal to the last commit position in the transaction file.';
  }
  return undefined;
}

/** A place in the group's source, as the protocol writes it: a revision, or a position's two numbers. */
export function placeText(stream: string, place: number): string {
  return stream === ALL ? `C:${place}/P:${place}` : String(place);
}

/** `startFrom` as the protocol writes it. */
export function startText(stream: string, from: From): string {
  return placeText(stream, from === 'start' ? 0 : from === 'end' ? -1 : from);
}
