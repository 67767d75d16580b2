import { expect } from '@jest/globals';
import { compareWithShadow } from '../../../src/platform/projections/shadow.js';
import { silentObserver } from '../../../src/platform/projections/view-observer.js';
import { MongoLeaseStore } from '../../../src/platform/subscriptions/mongo-lease.js';
import type { Servers } from './servers.js';
import type { Views } from './views.js';

export interface Compared {
  readonly documents: number;
  readonly fields: number;
}

/** Each view is built a second time from the first event: no document differs in any field. Answers how many there were. */
export async function expectViewsEqualRebuild(
  { source, decoder, store, clock, timing, projections }: Views,
  { database }: Servers,
): Promise<Compared> {
  const deps = { source, decoder, store, clock, timing, leases: new MongoLeaseStore(database) };
  const sum = { documents: 0, fields: 0 };
  for (const projection of projections) {
    const found = await compareWithShadow({ ...deps, observer: silentObserver }, projection);
    expect({ view: projection.name, differences: found.differences }).toEqual({
      view: projection.name,
      differences: [],
    });
    sum.documents += found.compared;
    sum.fields += found.fields;
  }
  expect(sum.documents).toBeGreaterThan(0);
  return sum;
}
