import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ChildStreams } from '../../children/child-streams.js';
import { evolve, initialChild } from '../../children/domain/child.js';
import { type HistoryItem, historyItem } from '../../children/history-item.js';
import { assertMaySee, assertReader, unknownChild } from '../../children/permissions.js';
import type { Moment } from '../../children/queries/moment.js';
import { StreamNotFound } from '../../platform/event-store/errors.js';
import type { Person } from '../../platform/identity/person.js';

/** Every fact of one child, oldest first; as it stood at a moment where one is given. */
export class ReadHistory extends Query<readonly HistoryItem[]> {
  constructor(
    readonly person: Person,
    readonly childId: string,
    readonly moment: Moment = {},
  ) {
    super();
  }
}

@QueryHandler(ReadHistory)
export class ReadHistoryHandler implements IQueryHandler<ReadHistory> {
  constructor(@Inject(ChildStreams) private readonly children: ChildStreams) {}

  /** @throws Problem (403, 404) · StoreUnavailable */
  async execute({ person, childId, moment }: ReadHistory): Promise<readonly HistoryItem[]> {
    assertReader(person);
    const events = await this.children.history(childId).catch((error: unknown) => {
      throw error instanceof StreamNotFound ? unknownChild() : error;
    });
    assertMaySee(person, events.reduce(evolve, initialChild));
    const { asOf, atRevision } = moment;
    const known = events.filter(
      ({ revision, metadata }) =>
        (asOf === undefined || metadata.recordedAt <= asOf) && (atRevision === undefined || revision <= atRevision),
    );
    return known.map(historyItem);
  }
}
