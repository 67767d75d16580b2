import type { Collection, Db } from 'mongodb';
import { documentsNow } from '../documents/connect.js';
import { isDuplicateKey } from '../documents/errors.js';
import type { LeaseStore } from './lease.js';

/** A term is inserted and never changed: only an insert of an agreed `_id` is atomic on every server. */
interface Term {
  /** `<lease>#<number>`, so that terms of one lease lie in their order. */
  readonly _id: string;
  readonly number: number;
  /** Null: it was set free. */
  readonly holder: string | null;
  /** Higher with each change of holder. */
  readonly token: number;
  readonly expiresAt: Date;
  readonly ttlMs: number;
}

const DIGITS = 16;

/**
 * Leases on the database's clock, as a log of terms: to take a lease, to keep it and to set it free is to insert the term
 * after the last one, and of all who try exactly one succeeds. The last term says who holds it. `hello` tells the
 * database's clock on every server, `$$NOW` does not; it is asked just before, so an answer that is late only makes a
 * lease shorter.
 */
export class MongoLeaseStore implements LeaseStore {
  readonly #terms: Collection<Term>;

  constructor(private readonly database: Db) {
    this.#terms = database.collection<Term>('leases');
  }

  async acquire(id: string, holder: string, ttlMs: number, above = 0): Promise<number | undefined> {
    const now = await this.#databaseNow();
    const last = await this.#last(id);
    if (last && !isFree(last, holder, now)) return undefined;
    // Where the terms were lost or put back and checkpoints were not, a token that is only counted on would be refused.
    const token = Math.max(last?.token ?? 0, above, now - 1) + 1;
    const taken = await this.#append(id, last, { holder, token, expiresAt: new Date(now + ttlMs), ttlMs });
    return taken ? token : undefined;
  }

  async renew(id: string, holder: string, token: number, ttlMs: number): Promise<boolean> {
    const now = await this.#databaseNow();
    const last = await this.#last(id);
    if (last?.holder !== holder || last.token !== token) return false;
    return this.#append(id, last, { holder, token, expiresAt: new Date(now + ttlMs), ttlMs });
  }

  async release(id: string, holder: string, token: number): Promise<void> {
    const last = await this.#last(id);
    if (last?.holder !== holder || last.token !== token) return;
    await this.#append(id, last, { holder: null, token, expiresAt: last.expiresAt, ttlMs: last.ttlMs });
  }

  async isHeld(id: string): Promise<boolean> {
    const now = await this.#databaseNow();
    const last = await this.#last(id);
    return typeof last?.holder === 'string' && !isOver(last, now);
  }

  /** True when the term came after `last` and is the last one now. */
  async #append(id: string, last: Term | undefined, term: Omit<Term, '_id' | 'number'>): Promise<boolean> {
    const number = (last?.number ?? 0) + 1;
    const _id = termId(id, number);
    try {
      await this.#terms.insertOne({ _id, number, ...term });
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
    // Who was held up since it read `last` may have filled a place that is long cleared away: then a later term stands.
    if ((await this.#last(id))?.number !== number) return false;
    await this.#terms.deleteMany({ _id: { $gte: `${id}#`, $lt: _id } });
    return true;
  }

  async #last(id: string): Promise<Term | undefined> {
    const ofLease = { _id: { $gte: `${id}#`, $lt: `${id}$` } };
    return (await this.#terms.findOne(ofLease, { sort: { _id: -1 } })) ?? undefined;
  }

  async #databaseNow(): Promise<number> {
    return (await documentsNow(this.database.client)).getTime();
  }
}

function isFree(term: Term, candidate: string, now: number): boolean {
  // Its own: taken by a call whose answer it did not get.
  return term.holder === null || term.holder === candidate || isOver(term, now);
}

function isOver({ expiresAt, ttlMs }: Term, now: number): boolean {
  // An end further away than it can be was written before the database's clock stepped back: it is void.
  return expiresAt.getTime() <= now || expiresAt.getTime() > now + 2 * ttlMs;
}

function termId(lease: string, number: number): string {
  return `${lease}#${String(number).padStart(DIGITS, '0')}`;
}
