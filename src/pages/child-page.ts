import type { Stage } from '../children/domain/stage.js';
import type { HistoryItem } from '../children/history-item.js';
import type { Moment } from '../children/queries/moment.js';
import type { ChildDocument } from '../children/queries/read-child.js';
import { dateInWords, fieldsOf, timeInWords } from './dates.js';
import { childForm, formOfDuty, formsFor } from './recording/child-forms.js';
import { type TimelineDay, timelineOf } from './timeline.js';
import { counted, dueWords, ownerName, plainWords, stageTag } from './words.js';

interface Identity {
  readonly givenName?: string;
  readonly familyName?: string;
  readonly knownAs?: string;
  readonly dateOfBirth?: string;
  readonly yearGroup?: string;
  readonly upn?: string;
  readonly sen?: string;
  readonly address?: {
    readonly lines: readonly string[] | string;
    readonly postcode?: string;
    readonly confidential?: boolean;
  };
  readonly parents?: readonly {
    readonly name: string;
    readonly relationship?: string;
    readonly phones?: readonly string[];
  }[];
}

interface Duty {
  readonly kind: string;
  readonly nextAction: string;
  readonly owner: string;
  readonly due: string;
  readonly by?: string;
  readonly paragraph: string;
  readonly explanation: {
    readonly sum: string;
    readonly days?: { readonly notCounted: readonly { date: string; why: string; note?: string }[] };
  };
}

interface Enrolment {
  readonly urn: string;
  readonly from: string;
  readonly to?: string;
}

/** The facets of the child's document that the page shows. */
interface Shown {
  readonly identity?: Identity;
  readonly duties?: readonly Duty[];
  readonly roll?: readonly Enrolment[];
  readonly risk?: { readonly reviewPending: boolean };
}

/** Days of the timeline that a page begins with. */
const DAYS_SHOWN = 20;
/** Facts of one action that are read at a glance. */
const SENTENCES_SHOWN = 8;

const SEN: Readonly<Record<string, string>> = {
  N: 'No special educational needs',
  K: 'SEN support',
  E: 'Education, health and care plan',
  S: 'Statement of special educational needs',
};

export interface ChildPageInput {
  readonly document: ChildDocument;
  readonly history: readonly HistoryItem[];
  readonly moment: Moment;
  /** The date in England that the document was computed for. */
  readonly today: string;
  readonly now: string;
  /** The whole timeline, however long. */
  readonly whole?: boolean;
  /** The reader's role: what it may record is offered. */
  readonly role: string;
  /** The form that was just recorded. */
  readonly recorded?: string;
  /** The form that was just sent and told nothing new. */
  readonly unchanged?: string;
  /** Facts and duties with their codes in words. */
  readonly inWords?: (text: string) => string;
}

/** What the template of the child's page is given. */
export function childPage(input: ChildPageInput) {
  const {
    document,
    history,
    moment,
    today,
    now,
    whole = false,
    role,
    recorded = '',
    unchanged = '',
    inWords = same,
  } = input;
  const { identity, duties = [], roll = [], risk } = document as unknown as Shown;
  const name = nameOf(identity);
  const days = timelineOf(
    document.childId,
    history.map((item) => ({ ...item, sentence: inWords(item.sentence) })),
  );
  const past = moment.asOf !== undefined || moment.atRevision !== undefined;
  const instant = moment.asOf ?? (moment.atRevision === undefined ? now : document.recordedAt);
  return {
    section: 'caseload',
    title: name,
    childId: document.childId,
    revision: document.revision,
    stage: stageTag(document.stage as Stage),
    stageMeaning: document.stageMeaning,
    owner: typeof document.owner === 'string' ? ownerName(document.owner) : 'Nobody',
    reviewPending: risk?.reviewPending ?? false,
    past,
    asOfWords: `${dateInWords(instant)} at ${timeInWords(instant)}`,
    fields: fieldsOf(instant),
    duties: groupedByKind(duties.map((duty) => ({ ...duty, nextAction: inWords(duty.nextAction) }))).map(
      ([first, ...more]) => ({
        ...dutyRow(first, today),
        does: past ? undefined : doesHref(document.childId, first.kind, role),
        more: more.map((duty) => dutyRow(duty, today)),
      }),
    ),
    recordHref: past || formsFor(role).length === 0 ? undefined : `/children/${document.childId}/record`,
    said: childForm(recorded)?.title,
    unchanged: childForm(unchanged)?.title,
    facts: factsOf(identity, roll),
    family: familyOf(identity),
    entryCount: counted(history.length, 'fact', 'facts'),
    days: (whole ? days : days.slice(0, DAYS_SHOWN)).map(folded),
    hiddenDays: whole ? 0 : Math.max(0, days.length - DAYS_SHOWN),
    wholeHref: `/children/${document.childId}?${new URLSearchParams({ ...momentQuery(moment), timeline: 'all' })}`,
    earlier: document.revision > 0 ? `/children/${document.childId}?atRevision=${document.revision - 1}` : undefined,
  };
}

/** A morning that finds weeks of duties not done tells them at once: what follows the first few is there to open. */
function folded({ entries, ...day }: TimelineDay) {
  return {
    ...day,
    entries: entries.map((entry) => {
      const shown = entry.sentences.length > SENTENCES_SHOWN + 1 ? SENTENCES_SHOWN : entry.sentences.length;
      return { ...entry, sentences: entry.sentences.slice(0, shown), more: entry.sentences.slice(shown) };
    }),
  };
}

const same = (text: string) => text;

function doesHref(childId: string, kind: string, role: string) {
  const form = formOfDuty(kind, role);
  return form && { href: `/children/${childId}/record/${form.name}`, text: form.title };
}

/** Duties of one kind together, where the first of them stands: forty days without a contact are one thing to see. */
function groupedByKind(duties: readonly Duty[]): [Duty, ...Duty[]][] {
  const groups = new Map<string, [Duty, ...Duty[]]>();
  for (const duty of duties) {
    const key = `${duty.kind} ${duty.owner}`;
    const group = groups.get(key);
    if (group) group.push(duty);
    else groups.set(key, [duty]);
  }
  return [...groups.values()];
}

function momentQuery({ asOf, atRevision }: Moment): Record<string, string> {
  if (asOf !== undefined) return { asOf };
  return atRevision === undefined ? {} : { atRevision: String(atRevision) };
}

function nameOf(identity: Identity | undefined): string {
  if (identity === undefined) return 'Name not known';
  const { givenName = '', familyName = '', knownAs } = identity;
  return `${knownAs ?? givenName} ${familyName.toUpperCase()}`.trim();
}

function dutyRow({ nextAction, owner, due, by, paragraph, explanation }: Duty, today: string) {
  const { text, overdue } = dueWords(due, today);
  const skipped = (explanation.days?.notCounted ?? [])
    .filter(({ why }) => why !== 'weekend')
    .map(({ date, why, note }) => `${dateInWords(date)}: ${note ?? why.replaceAll('-', ' ')}`);
  return {
    nextAction: plainWords(nextAction),
    owner: ownerName(owner),
    due: by === undefined ? text : `${text}, by ${by}`,
    overdue,
    paragraph,
    sum: plainWords(explanation.sum),
    skipped,
  };
}

interface Line {
  readonly key: string;
  readonly value: string;
}

function factsOf(identity: Identity | undefined, roll: readonly Enrolment[]): Line[] {
  const lines: Line[] = [];
  const add = (key: string, value: string | undefined) => value && lines.push({ key, value });
  add('Date of birth', identity?.dateOfBirth && wordsOfDate(identity.dateOfBirth));
  add('Year', identity?.yearGroup);
  add('Unique pupil number', identity?.upn);
  add('Special educational needs', identity?.sen && (SEN[identity.sen] ?? identity.sen));
  for (const { urn, from, to } of roll) {
    const until = to === undefined ? '' : `, name deleted on ${dateInWords(to)}`;
    lines.push({ key: 'On roll', value: `School ${urn} from ${dateInWords(from)}${until}` });
  }
  if (roll.length === 0) lines.push({ key: 'On roll', value: 'On the roll of no school' });
  return lines;
}

function familyOf(identity: Identity | undefined): Line[] {
  const lines: Line[] = [];
  const address = identity?.address;
  if (address !== undefined) {
    const words = [address.lines, address.postcode ?? []].flat(2).join(', ');
    lines.push({ key: 'Address', value: address.confidential ? 'Confidential: not shown here' : words });
  }
  for (const { name, relationship, phones = [] } of identity?.parents ?? []) {
    const said =
      relationship === undefined ? 'Parent or carer' : relationship.charAt(0).toUpperCase() + relationship.slice(1);
    lines.push({ key: said, value: [name, ...phones].join(', ') });
  }
  return lines;
}

/** A date that was erased is no date any more. */
function wordsOfDate(date: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(date) ? dateInWords(date) : date;
}
