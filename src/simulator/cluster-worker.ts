import { parentPort } from 'node:worker_threads';
import { loadPolicyPacks } from '../policy/policy-packs.js';
import { ClusterYear } from './cluster-year.js';
import type { Cluster } from './county-plan.js';
import type { ClusterSum, Word } from './county-year.js';

const book = loadPolicyPacks();
const say = (word: Word) => parentPort?.postMessage(word);

/** Tells the year of one cluster after another, as they are sent. */
parentPort?.on('message', (cluster: Cluster) => {
  const year = new ClusterYear(cluster, book);
  year.run((today) => {
    if (today.endsWith('-15')) say({ month: today.slice(0, 7) });
  });
  const { hash, commands, counts, events, refusals, faults } = year.ledger;
  const sum: ClusterSum = { name: cluster.name, hash, commands, counts, events, refusals, faults };
  say({ sum });
});
