import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { CLOCK, type Clock } from '../../platform/clock/clock.js';
import { problem } from '../../platform/http/problem.js';
import type { Person } from '../../platform/identity/person.js';
import { ChildStreams } from '../child-streams.js';
import { DayContexts } from '../day-contexts.js';
import type { Child } from '../domain/child.js';
import { type Json, snapshotForReaders } from '../domain/snapshot.js';
import { assertMaySee, assertReader, isAtSchool, unknownChild } from '../permissions.js';
import type { Moment } from './moment.js';

/** The workflow state of one child, now or as it stood. */
export interface ChildDocument {
  readonly childId: string;
  /** Of the last fact that it tells. */
  readonly revision: number;
  readonly recordedAt: string;
  readonly [facet: string]: Json;
}

export class ReadChild extends Query<ChildDocument> {
  constructor(
    readonly person: Person,
    readonly childId: string,
    readonly moment: Moment = {},
  ) {
    super();
  }
}

@QueryHandler(ReadChild)
export class ReadChildHandler implements IQueryHandler<ReadChild> {
  constructor(
    @Inject(ChildStreams) private readonly children: ChildStreams,
    @Inject(DayContexts) private readonly days: DayContexts,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Folds the stream itself, so that a reader sees what was written a moment ago. Now and then go through the same
   * function: what is told as of an instant is, byte for byte, what was served at that instant.
   * @throws Problem (403, 404) · StoreUnavailable
   */
  async execute({ person, childId, moment }: ReadChild): Promise<ChildDocument> {
    assertReader(person);
    const { asOf, atRevision } = moment;
    const past = asOf !== undefined || atRevision !== undefined;
    const upTo = {
      ...(asOf === undefined ? {} : { asOf }),
      ...(atRevision === undefined ? {} : { revision: atRevision }),
    };
    const { state, revision, recordedAt } = await this.children.load(childId, upTo);
    // Who may look at a child's past is decided on whose child it is today.
    if (past && isAtSchool(person)) assertMaySee(person, (await this.children.load(childId)).state);
    if (recordedAt === undefined) throw past ? await this.notYet(childId) : unknownChild();
    if (!past) assertMaySee(person, state);
    if (atRevision !== undefined && revision < atRevision) {
      throw problem('not-found', `The record has no revision ${atRevision}; its last is ${revision}.`);
    }
    const instant = asOf ?? (atRevision === undefined ? later(this.clock.now(), recordedAt) : recordedAt);
    return this.document(childId, state, { revision, recordedAt, instant });
  }

  private document(
    childId: string,
    child: Child,
    at: { readonly revision: number; readonly recordedAt: string; readonly instant: string },
  ): ChildDocument {
    const snapshot = snapshotForReaders(child, this.days.day(child, at.instant)) as Readonly<Record<string, Json>>;
    return { ...snapshot, childId, revision: at.revision, recordedAt: at.recordedAt };
  }

  private async notYet(childId: string) {
    const { revision } = await this.children.load(childId);
    if (revision < 0) return unknownChild();
    return problem('not-found', 'Nothing had been recorded of this child then.');
  }
}

/** Facts recorded within one millisecond are told apart by the next ones, so the last may be a little ahead of the clock. */
function later(a: string, b: string): string {
  return a > b ? a : b;
}
