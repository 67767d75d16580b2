import type { EnquiryItem } from '../enquiries/queries/read-enquiries.js';
import type { Page } from '../platform/projections/page.js';
import { dateInWords } from './dates.js';
import { counted, dueWords, ownerName, plainWords } from './words.js';

export type EnquiriesShown = 'open' | 'closed' | 'all';

export interface EnquiriesPageInput {
  readonly page: Page<EnquiryItem>;
  readonly state: EnquiriesShown;
  readonly after: string | undefined;
  /** The date in England. */
  readonly today: string;
  /** Instant of looking, ISO 8601. */
  readonly now: string;
}

const SHOWN: readonly { readonly state: EnquiriesShown; readonly text: string }[] = [
  { state: 'open', text: 'Open' },
  { state: 'closed', text: 'Closed' },
  { state: 'all', text: 'All' },
];

/** What the template of the list of enquiries is given. */
export function enquiriesPage({ page, state, after, today, now }: EnquiriesPageInput) {
  return {
    section: 'enquiries',
    title: `Enquiries: ${counted(page.total, 'enquiry', 'enquiries')}`,
    now,
    missing: page.missing?.ids,
    shown: SHOWN.map((each) => ({ ...each, href: `/enquiries?state=${each.state}`, current: each.state === state })),
    rows: page.items.map((item) => rowOf(item, today)),
    next: page.next === null ? undefined : `/enquiries?state=${state}&after=${page.next}`,
    first: after === undefined ? undefined : `/enquiries?state=${state}`,
  };
}

function rowOf(item: EnquiryItem, today: string) {
  const { enquiryId, name, kind, organisation, receivedOn, childId, nextAction, owner, due, outcome } = item;
  return {
    href: `/enquiries/${enquiryId}`,
    name: name || 'No name given',
    from: organisation ?? 'A member of the public',
    kind: kind === 'enquiry' ? 'Enquiry' : 'Notification',
    received: receivedOn === '' ? undefined : dateInWords(receivedOn),
    record: childId === null ? undefined : `/children/${childId}`,
    nextAction: nextAction === null ? `Closed: ${(outcome ?? '').replaceAll('-', ' ')}` : plainWords(nextAction),
    owner: owner === null ? undefined : ownerName(owner),
    due: due === null ? undefined : dueWords(due, today),
    outOfDate: item.outOfDate ?? false,
  };
}
