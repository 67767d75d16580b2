import type { Page } from '../platform/projections/page.js';
import type { QueueItem } from '../safeguarding/queries/read-queue.js';
import type { SafeguardingRead } from '../safeguarding/queries/read-safeguarding.js';
import { dateInWords } from './dates.js';
import { type FormTold, formView, problemOf, type SentForm } from './form-view.js';
import { type AtConcern, CONCERN_FORMS, RECORD_FORMS } from './safeguarding-forms.js';
import { decisionWords, indicatorWords, kindWords, toWords } from './safeguarding-words.js';
import { timelineOf } from './timeline.js';
import { counted, dueWords, ownerName, plainWords } from './words.js';

/** How a page was come to: what was recorded just now, or what could not be. */
export interface Arrival {
  /** The forms' hidden key. */
  readonly key: string;
  readonly said?: string;
  readonly sent?: SentForm;
}

export function queuePage(
  page: Page<QueueItem>,
  { today, now, after }: { readonly today: string; readonly now: string; readonly after?: string },
) {
  return {
    section: 'safeguarding',
    title: `Safeguarding: ${counted(page.total, 'child', 'children')}`,
    now,
    missing: page.missing?.ids.map((id) => ({ id, href: `/children/${id}` })),
    rows: page.items.map((item) => ({
      name: item.name,
      href: `/children/${item.childId}/safeguarding`,
      school: item.school ? `School ${item.school}` : undefined,
      kinds: item.kinds.map(kindWords).join(', '),
      since: dateInWords(item.since),
      nextAction: item.nextAction ?? 'Close the concern',
      owner: item.owner === null ? undefined : ownerName(item.owner),
      due: item.due === null ? undefined : dueWords(item.due, today),
    })),
    next: page.next === null ? undefined : `/safeguarding?after=${page.next}`,
    first: after === undefined ? undefined : '/safeguarding',
  };
}

/** The page of a child's restricted record. */
export function recordPage(read: SafeguardingRead, today: string, arrival: Arrival) {
  const path = `/children/${read.childId}/safeguarding`;
  const forms = read.emergency ? [] : RECORD_FORMS;
  return {
    ...headOf(read, path, arrival),
    concerns: read.concerns.map((concern) => ({
      href: `${path}/${concern.concernId}`,
      kind: kindWords(concern.kind),
      known: concern.confirmed ? 'Known' : 'Feared',
      since: dateInWords(concern.raisedOn),
      state:
        concern.closedOn === undefined
          ? concern.decision === undefined
            ? 'Open, not decided'
            : `Open: ${decisionWords(concern.decision)}`
          : `Closed on ${dateInWords(concern.closedOn)}`,
    })),
    prompts: read.prompts.map(({ indicators }) => indicators.map(indicatorWords).join(', ')),
    missing: read.missingPersonReports,
    duties: dutiesOf(read, today),
    offered: forms.map((form) => recordForm(form, read, arrival)),
    days: timelineOf(read.childId, read.history).map(withoutLinks),
  };
}

/** The page of one concern. */
export function concernPage(at: AtConcern, today: string, arrival: Arrival) {
  const { read, concern } = at;
  const record = `/children/${read.childId}/safeguarding`;
  const path = `${record}/${concern.concernId}`;
  const mine = <T extends { readonly concernId: string }>(list: readonly T[]) =>
    list.filter(({ concernId }) => concernId === concern.concernId);
  const keys = new Set([
    concern.concernId,
    ...mine(read.escalations).map(({ escalationId }) => escalationId),
    ...mine(read.actions).map(({ actionId }) => actionId),
  ]);
  const about = read.history.filter(({ data }) => keys.has(aboutOf(data)));
  const forms = read.emergency ? [] : CONCERN_FORMS.filter(({ offered }) => offered(at));
  return {
    ...headOf(read, path, arrival),
    back: record,
    facts: [
      { key: 'Feared', value: kindWords(concern.kind) },
      { key: 'Known', value: concern.confirmed ? 'Yes' : 'No, feared' },
      { key: 'Raised on', value: dateInWords(concern.raisedOn) },
      { key: 'Indicators', value: concern.indicators.map(indicatorWords).join(', ') || 'None recorded' },
      {
        key: 'Decided',
        value: concern.decision === undefined ? 'Not decided' : decisionWords(concern.decision),
      },
      ...(concern.closedOn === undefined ? [] : [{ key: 'Closed on', value: dateInWords(concern.closedOn) }]),
    ],
    escalations: mine(read.escalations).map(({ to, escalatedOn, acknowledgedOn, acknowledgementDue }) => ({
      to: toWords(to),
      on: dateInWords(escalatedOn),
      state:
        acknowledgedOn === undefined
          ? `Acknowledgement due by ${dateInWords(acknowledgementDue)}`
          : `Acknowledged on ${dateInWords(acknowledgedOn)}`,
    })),
    actions: mine(read.actions).map(({ owner, due, completedOn }) => ({
      owner: ownerName(owner),
      state: completedOn === undefined ? dueWords(due, today).text : `Done on ${dateInWords(completedOn)}`,
    })),
    duties: dutiesOf(read, today, keys),
    offered: forms.map((form) => recordForm({ ...form, controls: form.controls(at) }, read, arrival)),
    days: timelineOf(read.childId, about).map(withoutLinks),
  };
}

function headOf(read: SafeguardingRead, path: string, { said, sent }: Arrival) {
  return {
    section: 'safeguarding',
    title: `Restricted record: ${read.child.name}`,
    path,
    childId: read.childId,
    school: read.child.urn ? `School ${read.child.urn}` : undefined,
    emergency: read.emergency,
    said,
    problem: problemOf(sent?.action ?? '', sent),
  };
}

/** One of the forms of the page; the first fact of a record is written before it has a revision. */
function recordForm(form: FormTold, { revision }: SafeguardingRead, { key, sent }: Arrival) {
  const returned = sent?.action === form.action ? sent : undefined;
  return formView(form, { key, revision: revision < 0 ? undefined : revision, returned });
}

function dutiesOf(read: SafeguardingRead, today: string, about?: ReadonlySet<string>) {
  return read.duties
    .filter(({ key }) => about === undefined || about.has(key.slice(key.indexOf(':') + 1)))
    .map(({ nextAction, owner, due, paragraph, explanation }) => ({
      nextAction,
      owner: ownerName(owner),
      due: dueWords(due, today),
      sum: plainWords(explanation.sum),
      paragraph,
    }));
}

/** The thing that a fact is about. */
function aboutOf(data: object): string {
  const { concernId, escalationId, actionId } = data as Readonly<Record<string, string | undefined>>;
  return concernId ?? escalationId ?? actionId ?? '';
}

/** The restricted record has no page of its past. */
function withoutLinks({ entries, ...day }: ReturnType<typeof timelineOf>[number]) {
  return { ...day, entries: entries.map(({ href: _, ...entry }) => entry) };
}
