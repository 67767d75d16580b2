import { ChainFollower, carriesLink, type Finding } from './chain.js';
import type { StoredEvent } from './stored-event.js';

export interface Verification {
  /** Streams and events checked. */
  readonly streams: number;
  readonly events: number;
  /** Streams of others, left out. */
  readonly foreign: number;
  /** At most as many as asked for; `wrong` counts them all. */
  readonly findings: readonly Finding[];
  readonly wrong: number;
}

export interface VerifyOptions {
  /** Findings kept. Default 1,000. */
  readonly keep?: number;
  /** Whether a stream must carry a chain. One that need not, and does not from its first event on, is another service's. Default: all must. */
  readonly ours?: (streamId: string) => boolean;
  /** Told now and then how many events have been checked. */
  readonly progress?: (events: number) => void;
}

/** Events between two reports of progress. */
const STEP = 10_000;

/**
 * Checks the chain of each stream in what it reads: in log order, streams mixed, or one stream. Finds every event that was
 * edited, removed, exchanged, doubled, inserted, moved to another stream or stripped of its link. What it cannot find:
 * events cut off at the end of a stream, whole streams removed, a history rewritten by someone who recomputes all hashes.
 */
export async function verify(events: AsyncIterable<StoredEvent>, options: VerifyOptions = {}): Promise<Verification> {
  const { keep = 1_000, ours = () => true, progress } = options;
  const chains = new Map<string, ChainFollower>();
  const foreign = new Set<string>();
  const findings: Finding[] = [];
  let count = 0;
  let wrong = 0;
  for await (const event of events) {
    const { streamId } = event;
    let chain = chains.get(streamId);
    if (!chain) {
      if (foreign.has(streamId) || !(ours(streamId) || carriesLink(event))) {
        foreign.add(streamId);
        continue;
      }
      chain = new ChainFollower(streamId);
      chains.set(streamId, chain);
    }
    const finding = chain.follow(event);
    if (finding) {
      wrong++;
      if (findings.length < keep) findings.push(finding);
    }
    if (++count % STEP === 0) progress?.(count);
  }
  return { streams: chains.size, events: count, foreign: foreign.size, findings, wrong };
}

/** One line a finding, for people. */
export function describeFinding({ streamId, revision, eventId, faults, details }: Finding): string {
  return `${streamId} revision ${revision} (event ${eventId}): ${faults.join(', ')}: ${details.join('; ')}`;
}
