import { SubjectErased } from '../crypto/errors.js';
import { documentsAway } from '../documents/errors.js';
import {
  CommandIdReused,
  EventTooLarge,
  isUnreadable,
  StoreUnavailable,
  StreamAlreadyExists,
  StreamNotFound,
  TooManyConflicts,
} from '../event-store/errors.js';
import { NoSuchPage } from '../projections/page.js';
import { ViewNotBuilt } from '../projections/view-reader.js';
import { noSuchPage } from './list-page.js';
import { type Problem, problem } from './problem.js';

const RETRY = { 'retry-after': '2' };

/** Problems of the two stores, the same for every room. */
export function storeProblem(error: unknown): Problem | undefined {
  if (error instanceof StreamNotFound) return problem('not-found', 'There is no such record.');
  if (isUnreadable(error)) {
    return problem('unreadable', 'It holds a fact that this version of the program does not know.');
  }
  if (error instanceof StreamAlreadyExists) return problem('already-exists', 'This record exists already.');
  if (error instanceof CommandIdReused) {
    return problem('key-reused', 'The key was sent before with another request. Use a new key for a new action.');
  }
  if (error instanceof SubjectErased) {
    return problem(
      'erased',
      'Nothing more can be recorded about this person: the key that their data needs is destroyed.',
    );
  }
  if (error instanceof EventTooLarge) return problem('too-large', 'This is more than one fact can hold.');
  if (error instanceof StoreUnavailable) {
    return problem('unavailable', 'The event store cannot be reached. Send the same request again.', {}, RETRY);
  }
  if (error instanceof TooManyConflicts) {
    return problem('unavailable', 'Others kept changing this record. Send the same request again.', {}, RETRY);
  }
  if (error instanceof ViewNotBuilt) return problem('unavailable', 'The list is being built.', {}, RETRY);
  if (error instanceof NoSuchPage) return noSuchPage();
  if (documentsAway(error)) {
    return problem('unavailable', 'The document store cannot be reached.', {}, RETRY);
  }
  return undefined;
}
