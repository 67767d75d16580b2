import type { CommandContext } from '../../../src/platform/event-store/envelope.js';
import type { ExecuteOptions, StreamKind } from '../../../src/platform/event-store/stream-contract.js';
import { StreamRepository } from '../../../src/platform/event-store/stream-repository.js';
import { MemoryEventLog } from '../../support/memory-event-log.js';
import { contextOf, joined, type LoanEvent, lent, secrets } from './story.js';

export interface Reader {
  readonly name?: string;
  readonly books: readonly string[];
}

const reader: StreamKind<Reader, LoanEvent> = {
  category: 'reader',
  initial: { books: [] },
  evolve: (state, event) => {
    if (event.type === 'ReaderJoined') return { ...state, name: event.data.name };
    return event.type === 'BookLent' ? { ...state, books: [...state.books, event.data.book] } : state;
  },
};

export function setUp(cachedEvents?: number) {
  const log = new MemoryEventLog();
  const { codec, vault } = secrets();
  const open = () => new StreamRepository({ log, codec, ...(cachedEvents !== undefined && { cachedEvents }) }, reader);
  return { log, codec, vault, repository: open(), another: open() };
}

export type Repository = ReturnType<typeof setUp>['repository'];
export const join = (repository: Repository, commandId = 'join') =>
  repository.execute('1', contextOf(commandId), () => [joined], { stream: 'new' });
export const lend = (repository: Repository, book: string, options?: ExecuteOptions, context?: CommandContext) =>
  repository.execute('1', context ?? contextOf(`lend-${book}`), () => [lent(book)], options);
