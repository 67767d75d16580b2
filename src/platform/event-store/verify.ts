import { ChainFollower, type Finding } from './chain.js';
import type { StoredEvent } from './stored-event.js';

export interface Verification {
  readonly streams: number;
  readonly events: number;
  /** At most as many as asked for; `wrong` counts them all. */
  readonly findings: readonly Finding[];
  readonly wrong: number;
}

export interface VerifyOptions {
  /** Findings kept. Default 1,000. */
  readonly keep?: number;
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
  const chains = new Map<string, ChainFollower>();
  const findings: Finding[] = [];
  let count = 0;
  let wrong = 0;
  for await (const event of events) {
    let chain = chains.get(event.streamId);
    if (!chain) {
      chain = new ChainFollower(event.streamId);
      chains.set(event.streamId, chain);
    }
    const finding = chain.follow(event);
    if (finding) {
      wrong++;
      if (findings.length < (options.keep ?? 1_000)) findings.push(finding);
    }
    if (++count % STEP === 0) options.progress?.(count);
  }
  return { streams: chains.size, events: count, findings, wrong };
}

/** One line a finding, for people. */
export function describeFinding({ streamId, revision, eventId, faults, details }: Finding): string {
  return `${streamId} revision ${revision} (event ${eventId}): ${faults.join(', ')}: ${details.join('; ')}`;
}
