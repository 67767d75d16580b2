import { STAGES, type Stage } from '../children/domain/stage.js';
import type { CaseloadFilter, CaseloadItem, SortKey } from '../children/queries/read-caseload.js';
import type { CaseloadChoices } from '../children/queries/read-caseload-choices.js';
import type { Page } from '../platform/projections/page.js';
import { findFormView } from './find-child-form.js';
import { counted, dueWords, ownerName, plainWords, stageName, stageTag } from './words.js';

/** The address of the caseload: its query is the whole state of the page. */
type Address = URLSearchParams;

export interface CaseloadPageInput {
  readonly page: Page<CaseloadItem>;
  readonly filter: CaseloadFilter;
  readonly choices: CaseloadChoices;
  readonly query: Readonly<Record<string, unknown>>;
  /** The date in England. */
  readonly today: string;
  /** Instant of looking, ISO 8601. */
  readonly now: string;
}

/** What the caseload's template is given. */
export function caseloadPage({ page, filter, choices, query, today, now }: CaseloadPageInput) {
  const address = addressOf(query);
  return {
    section: 'caseload',
    title: `Caseload: ${counted(page.total, 'child', 'children')}`,
    now,
    missing: page.missing?.ids.map((id) => ({ id, href: `/children/${id}` })),
    find: findFormView(),
    tiles: tilesOf(choices),
    rows: page.items.map((item) => caseloadRow(item, today)),
    columns: columnsOf(address, filter),
    selected: selectedOf(address, filter),
    clear: '/caseload',
    anyFilter: selectedOf(address, filter).length > 0,
    sort: address.get('sort') ?? '',
    stages: (Object.keys(STAGES) as Stage[]).map((stage) => ({
      value: stage,
      text: stageName(stage),
      checked: filter.stages?.includes(stage) ?? false,
    })),
    schools: options(choices.schools, filter.school, (urn) => `School ${urn}`, 'Any school'),
    owners: [
      ...options(choices.owners, filter.owner ?? undefined, ownerName, 'Anybody'),
      { value: 'none', text: 'Nobody', selected: filter.owner === null },
    ],
    dues: [
      { value: '', text: 'Any time', checked: filter.due === undefined },
      { value: 'overdue', text: 'Overdue', checked: filter.due === 'overdue' },
      { value: 'this-week', text: 'Due this week', checked: filter.due === 'this-week' },
      { value: 'any', text: 'Something to be done', checked: filter.due === 'any' },
    ],
    next: page.next === null ? undefined : link(address, { after: page.next }),
    first: address.has('after') ? link(address, { after: undefined }) : undefined,
  };
}

/** A row as the table shows it. */
export function caseloadRow(item: CaseloadItem, today: string) {
  return {
    href: `/children/${item.childId}`,
    name: item.name || 'Name erased',
    yearGroup: item.yearGroup,
    school: item.school === null ? 'No school' : `School ${item.school}`,
    stage: stageTag(item.stage),
    owner: item.owner === null ? undefined : ownerName(item.owner),
    nextAction: item.nextAction === null ? undefined : plainWords(item.nextAction),
    due: item.due === null ? undefined : dueWords(item.due, today),
    outOfDate: item.outOfDate ?? false,
  };
}

function tilesOf({ overdue, thisWeek, toDo }: CaseloadChoices) {
  return [
    { number: overdue, text: 'overdue', href: '/caseload?due=overdue' },
    { number: thisWeek, text: 'due this week', href: '/caseload?due=this-week' },
    { number: toDo, text: 'with something to be done', href: '/caseload?due=any' },
  ];
}

/** Sorting by links: one that is in use turns round, and says so. */
function columnsOf(address: Address, filter: CaseloadFilter) {
  const column = (text: string, key?: SortKey) => {
    if (key === undefined) return { text };
    const inUse = (filter.sort ?? 'due') === key;
    const ascending = inUse && !filter.descending;
    return {
      text,
      href: link(address, { sort: ascending ? `-${key}` : key, after: undefined }),
      sorted: inUse ? (ascending ? 'ascending' : 'descending') : 'none',
    };
  };
  return [
    column('Child', 'name'),
    column('School', 'school'),
    column('Stage', 'stage'),
    column('Next action'),
    column('Owner'),
    column('Due', 'due'),
  ];
}

function selectedOf(address: Address, { stages, school, owner, due }: CaseloadFilter) {
  const pills: { text: string; href: string }[] = [];
  const without = (name: string) => link(address, { [name]: undefined, after: undefined });
  if (address.getAll('stage').join() === 'open') {
    pills.push({ text: 'Open stages', href: without('stage') });
  } else {
    for (const stage of stages ?? []) {
      const rest = (stages ?? []).filter((other) => other !== stage);
      pills.push({ text: stageName(stage), href: link(address, { stage: rest, after: undefined }) });
    }
  }
  if (school !== undefined) pills.push({ text: `School ${school}`, href: without('school') });
  if (owner !== undefined) pills.push({ text: owner === null ? 'Nobody’s' : ownerName(owner), href: without('owner') });
  if (due === 'overdue') pills.push({ text: 'Overdue', href: without('due') });
  else if (due === 'any') pills.push({ text: 'Something to be done', href: without('due') });
  else if (due === 'this-week') pills.push({ text: 'Due this week', href: without('due') });
  else if (due !== undefined) pills.push({ text: `Due before ${due.before}`, href: without('due') });
  return pills;
}

function options(
  values: readonly string[],
  chosen: string | undefined,
  nameOf: (value: string) => string,
  any: string,
) {
  const all = chosen === undefined || values.includes(chosen) ? values : [...values, chosen];
  return [
    { value: '', text: any, selected: chosen === undefined },
    ...all.map((value) => ({ value, text: nameOf(value), selected: value === chosen })),
  ];
}

function addressOf(query: Readonly<Record<string, unknown>>): Address {
  const address = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value].flat()) if (typeof one === 'string' && one !== '') address.append(name, one);
  }
  return address;
}

function link(address: Address, changes: Readonly<Record<string, string | readonly string[] | undefined>>): string {
  const changed = new URLSearchParams(address);
  for (const [name, value] of Object.entries(changes)) {
    changed.delete(name);
    for (const one of value === undefined ? [] : [value].flat()) changed.append(name, one);
  }
  const text = changed.toString();
  return text === '' ? '/caseload' : `/caseload?${text}`;
}
