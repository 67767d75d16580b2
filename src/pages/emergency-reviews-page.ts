import type { AwaitedReview } from '../access/queries/read-emergency-reviews.js';
import type { Page } from '../platform/projections/page.js';
import { dateInWords, timeInWords } from './dates.js';
import { roleName } from './role-names.js';
import { counted, dueWords, ownerName, plainWords } from './words.js';

interface Reader {
  readonly today: string;
  /** The reader's own id: nobody reviews their own. */
  readonly me: string;
  readonly reviews: boolean;
  readonly after?: string;
}

/** The emergency accesses that wait for their review, as the page shows them. */
export function emergencyReviewsPage(page: Page<AwaitedReview>, { today, me, reviews, after }: Reader) {
  return {
    section: 'emergencies',
    title: `Emergency accesses to review: ${counted(page.total, 'access', 'accesses')}`,
    missing: page.missing?.ids.length ?? 0,
    rows: page.items.map(({ accessId, childId, name, by, role, at, owner, due, explanation }) => ({
      name: name === '' ? 'Name not known' : name,
      href: `/children/${childId}/access`,
      taken: `${dateInWords(at)} at ${timeInWords(at)}`,
      who: `${roleName({ role })}, ${by}`,
      owner: ownerName(owner),
      due: dueWords(due, today),
      sum: plainWords(explanation.sum),
      review: reviews && by !== me ? `/children/${childId}/emergency-access/${accessId}` : undefined,
    })),
    next: page.next === null ? undefined : `/emergency-accesses?after=${page.next}`,
    first: after === undefined ? undefined : '/emergency-accesses',
  };
}
