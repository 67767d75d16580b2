import canonicalize from 'canonicalize';

/** With the `u` flag only a surrogate without its partner matches. */
const HALF = /\p{Cs}/u;
const INDEX = /^\d/;
/** Thrown and caught here: members that JavaScript would put in an order of its own. */
const NEEDS_CARE = new Error('members named by numbers');

/**
 * The canonical JSON (RFC 8785) of plain JSON values. The package's own way takes three times as long, and every event
 * pays it once when it is written and once when it is verified; it is left to the objects that need it.
 * @throws Error when something in it is no JSON: half a character, a number without end
 */
export function canonicalJson(value: unknown): string {
  try {
    return JSON.stringify(sorted(value));
  } catch (error) {
    if (error !== NEEDS_CARE) throw error;
    const text = canonicalize(value);
    if (text === undefined) throw new Error('there is nothing to write');
    return text;
  }
}

/** Names of members that were looked at and need no care: an event has a few dozen, and all events the same. */
const ordinary = new Set<string>();
const MOST_KEPT = 4_096;

function isOrdinary(key: string): boolean {
  if (ordinary.has(key)) return true;
  if (INDEX.test(key) || key === '__proto__' || key === 'toJSON' || HALF.test(key)) return false;
  if (ordinary.size < MOST_KEPT) ordinary.add(key);
  return true;
}

/** A copy whose members stand in the order of their names' UTF-16 code units. */
function sorted(value: unknown): unknown {
  if (typeof value === 'string' && HALF.test(value)) throw new Error('half a character is no JSON');
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`${value} is no JSON`);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value).sort()) {
    if (!isOrdinary(key)) throw NEEDS_CARE;
    copy[key] = sorted((value as Record<string, unknown>)[key]);
  }
  return copy;
}
