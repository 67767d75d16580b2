import type { LeaseStore } from '../../../src/platform/subscriptions/lease.js';
import { type Link, perfectLink } from './memory-view-store.js';

interface LeaseDocument {
  holder?: string;
  token: number;
  expiresAt: number;
  ttlMs: number;
}

/** Leases of all processes, on one clock that a test may turn back. */
export class MemoryLeases {
  readonly documents = new Map<string, LeaseDocument>();

  constructor(readonly now: () => number) {}

  backup(): () => void {
    const copy = structuredClone([...this.documents]);
    return () => {
      this.documents.clear();
      for (const [id, lease] of copy) this.documents.set(id, lease);
    };
  }

  through(link: Link = perfectLink): LeaseStore {
    return {
      acquire: (id, holder, ttlMs, above) => link.call(() => this.#acquire(id, holder, ttlMs, above)),
      renew: (id, holder, token, ttlMs) =>
        link.call(() => {
          const lease = this.documents.get(id);
          if (lease?.holder !== holder || lease.token !== token) return false;
          lease.expiresAt = this.now() + ttlMs;
          return true;
        }),
      release: (id, holder, token) =>
        link.call(() => {
          const lease = this.documents.get(id);
          if (lease?.holder === holder && lease.token === token) delete lease.holder;
        }),
      isHeld: (id) =>
        link.call(() => {
          const lease = this.documents.get(id);
          return lease?.holder !== undefined && !this.#isOver(lease);
        }),
    };
  }

  #acquire(id: string, holder: string, ttlMs: number, above = 0): number | undefined {
    const now = this.now();
    const lease = this.documents.get(id) ?? { token: 0, expiresAt: 0, ttlMs };
    const free = lease.holder === undefined || lease.holder === holder || this.#isOver(lease);
    if (!free) return undefined;
    const token = Math.max(lease.token, above) + 1;
    this.documents.set(id, { holder, token, expiresAt: now + ttlMs, ttlMs });
    return token;
  }

  #isOver({ expiresAt, ttlMs }: LeaseDocument): boolean {
    const now = this.now();
    return expiresAt <= now || expiresAt > now + 2 * ttlMs;
  }
}
