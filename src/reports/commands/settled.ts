import { setTimeout as pause } from 'node:timers/promises';
import type { ReportJob } from './cslt-reports.js';

/** How long a person waits for an answer rather than look again, in milliseconds. */
const PATIENCE_MS = 2_000;

/** Resolves when the report is made or has failed, or when somebody who waits should be told how far it is. */
export async function settled({ finished }: Pick<ReportJob, 'finished'>): Promise<void> {
  const enough = new AbortController();
  const late = pause(PATIENCE_MS, undefined, { signal: enough.signal }).catch(() => undefined);
  await Promise.race([finished, late]);
  enough.abort();
}
