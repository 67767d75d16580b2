import { PURPOSES, type Purpose, REVIEW_OUTCOMES } from '../access/domain/access.js';
import type { AccessItem, AccessPage } from '../access/queries/looks.js';
import type { Actor } from '../platform/event-store/envelope.js';
import { dateInWords, longDateInWords, timeInWords } from './dates.js';
import type { Choice, Control } from './form-fields.js';
import { roleName } from './role-names.js';
import { counted } from './words.js';

const PURPOSE_WORDS: Readonly<Record<Purpose, string>> = {
  attendance: 'Attendance at school',
  'case-work': 'Work on a case',
  safeguarding: 'Safeguarding',
  supervision: 'Supervision',
  audit: 'Audit',
  complaint: 'A complaint',
  'subject-access': 'A request for one’s own data',
  emergency: 'Emergency',
};

export const purposeWords = (purpose: string): string => PURPOSE_WORDS[purpose as Purpose] ?? purpose;

export const PURPOSE_CHOICES: readonly Choice[] = PURPOSES.map((value) => ({ value, text: PURPOSE_WORDS[value] }));

export const REASON_CONTROLS: readonly Control[] = [
  {
    kind: 'textarea',
    name: 'reason',
    label: 'Why the record cannot wait for somebody who may read it',
    hint: 'It is kept with the record, and another person reviews it.',
    needed: 'Enter why the record cannot wait',
    max: 500,
  },
];

export const REVIEW_CONTROLS: readonly Control[] = [
  {
    kind: 'choice',
    name: 'outcome',
    label: 'Was the emergency access justified?',
    needed: 'Choose whether it was justified',
    choices: REVIEW_OUTCOMES.map((value) => ({ value, text: value === 'justified' ? 'Justified' : 'Not justified' })),
  },
  { kind: 'textarea', name: 'note', label: 'Why', max: 500 },
];

export interface AccessPageInput {
  readonly childId: string;
  readonly name: string;
  readonly page: AccessPage;
  readonly after?: string;
  /** Whether the reader reviews emergencies. */
  readonly reviews: boolean;
}

/** Who looked at a child's record, by days. */
export function accessPage({ childId, name, page, after, reviews }: AccessPageInput) {
  const judged = new Set(page.items.filter(({ outcome }) => outcome !== undefined).map(({ accessId }) => accessId));
  const reviewOf = ({ type, accessId }: AccessItem) =>
    reviews && type === 'EmergencyAccessUsed' && !judged.has(accessId)
      ? `/children/${childId}/emergency-access/${accessId}`
      : undefined;
  const title = `Who looked at the record of ${name}`;
  return { section: 'caseload', title, ...looksOf(`/children/${childId}`, page, after, reviewOf) };
}

/** Who looked at an outside enquiry, by days. */
export function enquiryAccessPage(enquiryId: string, page: AccessPage, after?: string) {
  const title = 'Who looked at the enquiry';
  return { section: 'enquiries', title, ...looksOf(`/enquiries/${enquiryId}`, page, after, () => undefined) };
}

function looksOf(
  record: string,
  page: AccessPage,
  after: string | undefined,
  reviewOf: (item: AccessItem) => string | undefined,
) {
  const path = `${record}/access`;
  return {
    record,
    total: counted(page.total, 'look', 'looks'),
    unrecorded: page.unrecorded,
    days: daysOf(page.items).map(([date, items]) => ({
      heading: longDateInWords(date),
      rows: items.map((item) => ({
        at: item.at,
        time: timeInWords(item.at),
        who: whoOf(item.actor),
        sentence: item.sentence,
        purpose: item.purpose === undefined ? undefined : purposeWords(item.purpose),
        until: item.until === undefined ? undefined : `${dateInWords(item.until)} at ${timeInWords(item.until)}`,
        review: reviewOf(item),
      })),
    })),
    next: page.next === null ? undefined : `${path}?after=${page.next}`,
    first: after === undefined ? undefined : path,
  };
}

function daysOf(items: readonly AccessItem[]): readonly [string, readonly AccessItem[]][] {
  const days = new Map<string, AccessItem[]>();
  for (const item of items) {
    const date = dateInWords(item.at);
    const day = days.get(date);
    if (day) day.push(item);
    else days.set(date, [item]);
  }
  return [...days.values()].map((day) => [day[0]?.at ?? '', day]);
}

/** By role and organisation, with the opaque id: names are not recorded. */
function whoOf(actor: Actor): string {
  const where = /^\d{6}$/.test(actor.organisation) ? `, school ${actor.organisation}` : '';
  return `${roleName(actor)}${where}, ${actor.id}`;
}
