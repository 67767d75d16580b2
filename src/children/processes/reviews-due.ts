import type { LocalDate } from '../../schools/domain/local-date.js';

/** A child whom the clock has something to say of. */
export interface ReviewDue {
  readonly childId: string;
  /** What the list was made from: another text once a fact about the child, or a calendar of its school, was added. */
  readonly basis: string;
}

/** The list of reviews that are due, from the caseload. */
export interface ReviewsDue {
  /** Those due on or before a date, of one school where one is given, a page at a time. */
  pages(upTo: LocalDate, school?: string): AsyncIterable<readonly ReviewDue[]>;
}
