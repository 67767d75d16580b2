/** What a route shows: parts of one child's record, of one outside enquiry, or a page of a list. */
export type Shown =
  | { readonly of: 'child' | 'enquiry'; readonly what: readonly string[] }
  | { readonly of: 'list'; readonly list: string }
  | { readonly of: 'search'; readonly list: string };

const ONE_RECORD = /^\/(?:v1\/)?(?<kind>children|enquiries)\/:id(?<rest>\/.*)?$/;

const LISTS: Readonly<Record<string, string>> = {
  '/v1/caseload': 'caseload',
  '/caseload': 'caseload',
  '/v1/team-work': 'team-work',
  '/team-work': 'team-work',
  '/v1/enquiries': 'enquiries',
  '/enquiries': 'enquiries',
  '/v1/reconciliation': 'reconciliation',
  '/reconciliation': 'reconciliation',
  '/v1/emergency-accesses': 'emergency-accesses',
  '/emergency-accesses': 'emergency-accesses',
  '/mail': 'mail',
  '/v1/safeguarding': 'safeguarding',
  '/safeguarding': 'safeguarding',
};

/** Reads that are asked for by POST, as what is looked for may not stand in an address. */
const SEARCHES: Readonly<Record<string, string>> = {
  '/v1/children/search': 'child-search',
  '/caseload/search': 'child-search',
};

const known = new Map<string, Shown | undefined>();

/**
 * What is shown at a route, by its pattern: every route below a child or an enquiry shows something of it, also one that
 * somebody adds and does not think of this. Its words without the ids are the name of the part.
 */
export function shownAt(route: string, method = 'GET'): Shown | undefined {
  if (method === 'POST') {
    const list = SEARCHES[route];
    return list === undefined ? undefined : { of: 'search', list };
  }
  if (method !== 'GET') return undefined;
  if (!known.has(route)) known.set(route, read(route));
  return known.get(route);
}

function read(route: string): Shown | undefined {
  const list = LISTS[route];
  if (list !== undefined) return { of: 'list', list };
  const { kind, rest = '' } = ONE_RECORD.exec(route)?.groups ?? {};
  if (kind === undefined) return undefined;
  const of = kind === 'children' ? 'child' : 'enquiry';
  const words = rest.split('/').filter((word) => word !== '' && !word.startsWith(':'));
  if (words.length > 0) return { of, what: [words.join('-')] };
  // A page shows both at once.
  return { of, what: route.startsWith('/v1/') ? ['record'] : ['record', 'history'] };
}

/** What of a list's filter may be written down: no names, no person's id, no cursor (it may hold what it is sorted by). */
const FILTERS = ['stage', 'school', 'due', 'state', 'sort'] as const;
const PLAIN = /^[a-z0-9-]{1,40}$/;

export function plainFilters(query: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const filters: Record<string, string> = {};
  for (const name of FILTERS) {
    const value = Array.isArray(query[name]) ? query[name].join('-') : query[name];
    if (typeof value === 'string' && PLAIN.test(value)) filters[name] = value;
  }
  return filters;
}
