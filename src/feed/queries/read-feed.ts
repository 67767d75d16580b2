import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { problem } from '../../platform/http/problem.js';
import type { Person } from '../../platform/identity/person.js';
import { type FeedPage, FeedReader } from '../feed-reader.js';
import { assertReadsFeed } from '../permissions.js';

/** What other services may know, from a place on (R66). */
export class ReadFeed extends Query<FeedPage> {
  constructor(
    readonly person: Person,
    readonly after: string,
    readonly limit: number,
  ) {
    super();
  }
}

@QueryHandler(ReadFeed)
export class ReadFeedHandler implements IQueryHandler<ReadFeed> {
  constructor(@Inject(FeedReader) private readonly feed: Pick<FeedReader<unknown>, 'page'>) {}

  /** @throws Problem (400, 403) */
  async execute({ person, after, limit }: ReadFeed): Promise<FeedPage> {
    assertReadsFeed(person);
    return this.feed.page(after, limit).catch((error: unknown) => {
      if (!(error instanceof RangeError)) throw error;
      const errors = [{ pointer: '?after', detail: 'Must be a position that this feed gave.' }];
      throw problem('invalid-fields', 'One field is missing or wrong.', { errors });
    });
  }
}
