import { instantOf } from '../../platform/http/local-dates.js';
import { wrong } from '../../platform/http/query-values.js';

/** A moment of the past to read a record at; now when neither is given. */
export interface Moment {
  /** Instant, ISO 8601 in UTC with milliseconds. */
  readonly asOf?: string;
  readonly atRevision?: number;
}

/** Throws a 400 problem that names what is wrong with the query. */
export function momentOf(query: { readonly asOf?: unknown; readonly atRevision?: unknown }): Moment {
  const { asOf, atRevision } = query;
  if (asOf !== undefined && atRevision !== undefined) {
    throw wrong('?atRevision', 'Give asOf or atRevision, not both.');
  }
  if (asOf !== undefined) {
    const instant = typeof asOf === 'string' ? instantOf(asOf) : undefined;
    if (instant === undefined) {
      throw wrong('?asOf', 'Must be an instant with its zone, such as 2026-11-10T09:30:00Z (write + as %2B).');
    }
    return { asOf: instant };
  }
  if (atRevision === undefined) return {};
  if (typeof atRevision !== 'string' || !/^\d{1,9}$/.test(atRevision)) {
    throw wrong('?atRevision', 'Must be a revision: 0 or a greater whole number.');
  }
  return { atRevision: Number(atRevision) };
}
