import { pageOfList } from '../../platform/http/list-page.js';
import { isLocalDate } from '../../platform/http/local-dates.js';
import { type QueryValues, wrong } from '../../platform/http/query-values.js';
import { STAGES, type Stage } from '../domain/stage.js';
import { type CaseloadFilter, MOST_ROWS, OPEN_STAGES, type SortKey } from '../queries/read-caseload.js';

const FILTERS = ['stage', 'school', 'owner', 'due', 'child', 'sort', 'minRevision'];
const SORTS: readonly SortKey[] = ['due', 'name', 'school', 'stage'];

/** The filter that an address asks for. Throws a 400 problem for a parameter that is unknown or wrong. */
export function caseloadFilterOf(query: QueryValues): CaseloadFilter {
  const school = textOf(query, 'school', /^\d{6}$/, 'Must be a URN: six digits.');
  const owner = textOf(query, 'owner', /^.{1,120}$/, 'Must be an owner, or none.');
  const childId = textOf(query, 'child', /^[0-9a-f-]{36}$/, 'Must be the id of a child.');
  const due = dueOf(query);
  const { page } = pageOfList(query, MOST_ROWS, FILTERS);
  return {
    ...page,
    stages: stagesOf(query),
    ...sortOf(query),
    ...(school === undefined ? {} : { school }),
    ...(owner === undefined ? {} : { owner: owner === 'none' ? null : owner }),
    ...(due === undefined ? {} : { due }),
    ...(childId === undefined ? {} : { childId }),
  };
}

function textOf(query: QueryValues, name: string, form: RegExp, wants: string): string | undefined {
  const value = query[name];
  if (value === undefined || value === '') return undefined;
  if (typeof value !== 'string' || !form.test(value)) throw wrong(`?${name}`, wants);
  return value;
}

/** `stage=absent&stage=referred` or `stage=absent,referred`; `open` stands for all but on-roll, closed and left. */
function stagesOf(query: QueryValues): Stage[] {
  const given = query.stage === undefined ? [] : [query.stage].flat();
  const words = given
    .flatMap((value) => (typeof value === 'string' ? value.split(',') : ['?']))
    .filter((word) => word !== '');
  const stages = new Set<Stage>();
  for (const word of words) {
    if (word === 'open') for (const stage of OPEN_STAGES) stages.add(stage);
    else if (word in STAGES) stages.add(word as Stage);
    else throw wrong('?stage', `Must be open or one of: ${Object.keys(STAGES).join(', ')}.`);
  }
  return [...stages];
}

function dueOf(query: QueryValues): CaseloadFilter['due'] {
  const { due } = query;
  if (due === undefined || due === '') return undefined;
  if (due === 'overdue' || due === 'this-week' || due === 'any') return due;
  if (isLocalDate(due)) return { before: due };
  throw wrong('?due', 'Must be overdue, this-week, any, or a date: all that is due before it.');
}

function sortOf({ sort }: QueryValues): Pick<CaseloadFilter, 'sort' | 'descending'> {
  if (sort === undefined || sort === '') return {};
  const descending = typeof sort === 'string' && sort.startsWith('-');
  const key = SORTS.find((known) => known === (descending ? String(sort).slice(1) : sort));
  if (key === undefined)
    throw wrong('?sort', `Must be one of: ${SORTS.join(', ')}; with - before it the other way round.`);
  return { sort: key, descending };
}
