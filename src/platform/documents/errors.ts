import { MongoBulkWriteError, MongoError, MongoServerError } from 'mongodb';

/** The document store could not be reached, or is changing its primary. Whether a write was done is open. */
export class DocumentsUnavailable extends Error {
  override readonly name = 'DocumentsUnavailable';
  /** The same work can succeed later. */
  readonly transient = true;

  constructor(options?: ErrorOptions) {
    super('The document store cannot be reached.', options);
  }
}

const DUPLICATE_KEY = 11000;

/** Driver errors that say that the server is away, by name: the driver has no class for all of them. */
const AWAY: ReadonlySet<string> = new Set([
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoServerSelectionError',
  'MongoServerClosedError',
  'MongoNotConnectedError',
  'MongoTopologyClosedError',
  'MongoPoolClosedError',
  'MongoPoolClearedError',
  'PoolClearedOnNetworkError',
  'MongoWaitQueueTimeoutError',
  'MongoOperationTimeoutError',
  'MongoClientClosedError',
]);

/** HostUnreachable, HostNotFound, NetworkTimeout, ShutdownInProgress, PrimarySteppedDown, SocketException, NotWritablePrimary, Interrupted… */
const AWAY_CODES: ReadonlySet<number> = new Set([6, 7, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436]);

/** Whether an error of the driver means that the store is away for now. */
export function documentsAway(error: unknown): boolean {
  if (error instanceof DocumentsUnavailable) return true;
  if (!(error instanceof MongoError)) return false;
  return AWAY.has(error.name) || (typeof error.code === 'number' && AWAY_CODES.has(error.code));
}

/** The error in the project's words: DocumentsUnavailable if the store is away, otherwise the error itself. */
export function documentsError(error: unknown): unknown {
  return documentsAway(error) && !(error instanceof DocumentsUnavailable)
    ? new DocumentsUnavailable({ cause: error })
    : error;
}

/** Whether a write was refused because another document has the same `_id` or unique key (E11000), also in a batch of one. */
export function isDuplicateKey(error: unknown): boolean {
  if (error instanceof MongoServerError && error.code === DUPLICATE_KEY) return true;
  return error instanceof MongoBulkWriteError && [error.writeErrors].flat().every(({ code }) => code === DUPLICATE_KEY);
}
