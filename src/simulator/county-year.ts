import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { planCounty } from './county-plan.js';
import type { Counts } from './ledger.js';

/** What became of one cluster's year. */
export interface ClusterSum {
  readonly name: string;
  readonly hash: string;
  readonly commands: number;
  readonly counts: Counts;
  readonly events: Counts;
  readonly refusals: Counts;
  readonly faults: readonly string[];
}

export interface CountySum extends Omit<ClusterSum, 'name'> {
  readonly clusters: readonly ClusterSum[];
}

/** A worker's word: a month is over, or a cluster is. */
export type Word = { readonly month: string } | { readonly sum: ClusterSum };

export interface CountyOptions {
  readonly pupils: number;
  readonly seed: number;
  /** Pupils of a cluster, about. Default: as in Norfolk. */
  readonly clusterPupils?: number;
  /** Threads. The result does not depend on it. Default: one a processor. */
  readonly workers?: number;
  /** Told how much of the whole is done, from 0 to 1, after each month of a cluster. */
  readonly progress?: (part: number) => void;
}

const MONTHS = 12;

/** Tells a county's year, clusters in parallel. @throws what a worker threw */
export async function tellCounty({
  pupils,
  seed,
  clusterPupils,
  workers,
  progress,
}: CountyOptions): Promise<CountySum> {
  const clusters = planCounty(pupils, seed, clusterPupils);
  const sums = new Array<ClusterSum>(clusters.length);
  const waiting = clusters.map((cluster, index) => ({ cluster, index }));
  let months = 0;
  const one = async (): Promise<void> => {
    const worker = new Worker(new URL('./cluster-worker.js', import.meta.url));
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const { cluster, index } = next;
        sums[index] = await new Promise<ClusterSum>((resolve, reject) => {
          worker.removeAllListeners();
          worker.on('error', reject);
          worker.on('message', (word: Word) => {
            if ('sum' in word) resolve(word.sum);
            else progress?.(++months / (clusters.length * MONTHS));
          });
          worker.postMessage(cluster);
        });
      }
    } finally {
      await worker.terminate();
    }
  };
  const threads = Math.min(workers ?? availableParallelism(), clusters.length);
  await Promise.all(Array.from({ length: threads }, one));
  return {
    clusters: sums,
    hash: createHash('sha256')
      .update(sums.map(({ name, hash }) => `${name} ${hash}`).join('\n'))
      .digest('hex'),
    commands: sums.reduce((sum, { commands }) => sum + commands, 0),
    counts: added(sums.map(({ counts }) => counts)),
    events: added(sums.map(({ events }) => events)),
    refusals: added(sums.map(({ refusals }) => refusals)),
    faults: sums.flatMap(({ faults }) => faults),
  };
}

function added(all: readonly Counts[]): Counts {
  const sum: Counts = {};
  for (const each of all) for (const [name, count] of Object.entries(each)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}
