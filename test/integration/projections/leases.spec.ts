import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { documentsNow } from '../../../src/platform/documents/connect.js';
import { MongoLeaseStore } from '../../../src/platform/subscriptions/mongo-lease.js';
import { Servers, until } from '../../support/views/servers.js';

const LONG_MS = 60_000;

let servers: Servers;
let leases: MongoLeaseStore;

beforeEach(async () => {
  servers = await Servers.start();
  leases = new MongoLeaseStore(servers.database);
});

afterEach(() => servers.close());

const terms = () =>
  servers.database
    .collection<{ _id: string; holder: string | null; number: number; expiresAt: Date; token: number; ttlMs: number }>(
      'leases',
    )
    .find({}, { sort: { _id: 1 } })
    .toArray();

/** Waits until the last term has run out, by the database's clock. */
const untilOver = () =>
  until('the end of the term', async () => {
    const { expiresAt } = (await terms()).at(-1) ?? {};
    return expiresAt !== undefined && expiresAt <= (await documentsNow(servers.mongo));
  });

const many = <T>(count: number, work: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));

describe('a lease on the database', () => {
  it('is had by exactly one of many who try at the same moment, each time it falls free', async () => {
    let token = 0;
    for (let round = 0; round < 20; round += 1) {
      const tokens = await many(16, (index) => leases.acquire('caseload_v1', `${round}-${index}`, LONG_MS));
      const winners = tokens.flatMap((each, index) => (each === undefined ? [] : [{ token: each, index }]));
      expect(winners).toHaveLength(1);
      const [winner] = winners;
      expect(winner?.token).toBeGreaterThan(token);
      token = winner?.token ?? 0;
      expect(await leases.isHeld('caseload_v1')).toBe(true);
      await leases.release('caseload_v1', `${round}-${winner?.index}`, token);
      expect(await leases.isHeld('caseload_v1')).toBe(false);
    }
  });

  it('that ended is either kept by its holder or taken by another, never both', async () => {
    const outcomes = { kept: 0, taken: 0 };
    let token = (await leases.acquire('caseload_v1', 'holder-0', 1)) ?? 0;
    // On a machine that asks within the millisecond nobody else finds it free: then more rounds are needed.
    for (let round = 1; round <= 40 || outcomes.taken === 0; round += 1) {
      if (round % 2 === 0) await untilOver();
      const [kept, ...others] = await Promise.all([
        leases.renew('caseload_v1', `holder-${round - 1}`, token, 1),
        ...Array.from({ length: 4 }, (_, index) => leases.acquire('caseload_v1', `other-${round}-${index}`, LONG_MS)),
      ]);
      const winners = others.flatMap((each, index) => (each === undefined ? [] : [{ token: each, index }]));
      if (winners.length === 0) {
        // Kept for a millisecond, or nobody found it free in time.
        outcomes.kept += 1;
        const next = await leases.acquire('caseload_v1', `holder-${round - 1}`, 1);
        token = next ?? token;
        expect(next).toBeDefined();
      } else {
        // Who kept it first has lost it since: it was for a millisecond.
        expect(winners).toHaveLength(1);
        if (kept) outcomes.kept += 1;
        outcomes.taken += 1;
        expect(await leases.renew('caseload_v1', `holder-${round - 1}`, token, 1)).toBe(false);
        await leases.release('caseload_v1', `other-${round}-${winners[0]?.index}`, winners[0]?.token ?? 0);
        token = (await leases.acquire('caseload_v1', `holder-${round}`, 1)) ?? 0;
        expect(token).toBeGreaterThan(winners[0]?.token ?? 0);
        continue;
      }
      await leases.release('caseload_v1', `holder-${round - 1}`, token);
      token = (await leases.acquire('caseload_v1', `holder-${round}`, 1)) ?? 0;
    }
    expect(outcomes.taken).toBeGreaterThan(0);
  });

  it('is not had by one who was held up and fills a place that was cleared away since', async () => {
    const first = (await leases.acquire('caseload_v1', 'slow', LONG_MS)) ?? 0;
    const [seen] = await terms();
    await leases.release('caseload_v1', 'slow', first);
    const second = (await leases.acquire('caseload_v1', 'quick', LONG_MS)) ?? 0;
    for (let renewals = 0; renewals < 3; renewals += 1)
      expect(await leases.renew('caseload_v1', 'quick', second, LONG_MS)).toBe(true);
    expect(await terms()).toHaveLength(1);
    // What the slow one would have inserted after the first term, arriving only now.
    const late = { ...seen, _id: 'caseload_v1#0000000000000002', number: 2 };
    await servers.database.collection<{ _id: string }>('leases').insertOne(late);
    expect(await leases.renew('caseload_v1', 'slow', first, LONG_MS)).toBe(false);
    expect(await leases.renew('caseload_v1', 'quick', second, LONG_MS)).toBe(true);
    expect(await terms()).toHaveLength(1);
  });

  it('is of one name alone, keeps one document, and never hands out a token twice', async () => {
    const one = await leases.acquire('caseload_v1', 'a', LONG_MS);
    const other = await leases.acquire('caseload_v1_r1', 'b', LONG_MS);
    expect([one, other]).not.toContain(undefined);
    expect(await terms()).toHaveLength(2);
    expect(await leases.acquire('caseload_v1', 'b', LONG_MS)).toBeUndefined();
    const again = (await leases.acquire('caseload_v1', 'a', LONG_MS)) ?? 0;
    expect(again).toBeGreaterThan(one ?? 0);
    expect(await leases.renew('caseload_v1', 'a', one ?? 0, LONG_MS)).toBe(false);
    expect(await leases.renew('caseload_v1', 'a', again, LONG_MS)).toBe(true);
  });

  it('falls to another by itself when its time is up', async () => {
    await leases.acquire('caseload_v1', 'dead', 200);
    const [{ expiresAt } = { expiresAt: new Date(Number.NaN) }] = await terms();
    await until('the end of the lease', async () => {
      const asked = await documentsNow(servers.mongo);
      const taken = await leases.acquire('caseload_v1', 'next', LONG_MS);
      const answered = await documentsNow(servers.mongo);
      // As soon as the database's clock says so and no sooner, however long the way there takes.
      if (taken === undefined) expect(asked.getTime()).toBeLessThan(expiresAt.getTime());
      else expect(answered.getTime()).toBeGreaterThanOrEqual(expiresAt.getTime());
      return taken !== undefined;
    });
    expect(await leases.isHeld('caseload_v1')).toBe(true);
  });

  it('is void when it ends later than it can, since the clock of the database has stepped back', async () => {
    await leases.acquire('caseload_v1', 'before', LONG_MS);
    const [term] = await terms();
    if (!term) throw new Error('no term');
    const expiresAt = new Date(term.expiresAt.getTime() + 3_600_000);
    await servers.database
      .collection<{ _id: string }>('leases')
      .insertOne({ ...term, _id: 'caseload_v1#0000000000000002', ...{ number: 2, expiresAt } });
    expect(await leases.acquire('caseload_v1', 'after', LONG_MS)).toBeGreaterThan(term.token);
  });
});
