import type { Child } from '../children/domain/child.js';
import type { EnquiryOnList } from './domain/findings.js';

/** Everything that there is to reconcile, read so that nothing is missed: what is not listed one by one is counted. */
export interface Survey {
  /** The log of all records is in what follows as far as this; empty for an empty log. */
  readonly position: string;
  /** Children at stages at which there is nothing to find. */
  readonly quiet: number;
  /** All other children, one by one. */
  readonly children: AsyncIterable<{ readonly id: string; readonly child: Child }>;
  readonly enquiries: AsyncIterable<{ readonly id: string; readonly enquiry: EnquiryOnList }>;
  /** Records that could not be read, or not to their end. */
  readonly unreadable: readonly { readonly subject: 'child' | 'enquiry'; readonly id: string }[];
}

export interface Surveyor {
  /** @throws ViewsBehind when the lists do not catch up with the log in time */
  survey(): Promise<Survey>;
}

/** The lists do not show yet what was in the log when they were asked: try again, a check must miss nothing. */
export class ViewsBehind extends Error {
  override readonly name = 'ViewsBehind';
  readonly transient = true;
}
