import type { Clock } from '../../platform/clock/clock.js';
import { ERASED } from '../../platform/event-store/definition.js';
import type { Actor, RecordedEvent } from '../../platform/event-store/envelope.js';
import { StreamNotFound } from '../../platform/event-store/errors.js';
import type { ReactingProcess, Reaction } from '../../platform/subscriptions/process.js';
import type { ChildStreams } from '../child-streams.js';
import type { DecidingContext } from '../commands/child-written.js';
import type { DayContexts } from '../day-contexts.js';
import { type Child, type ChildCommand, type ChildEvent, decide } from '../domain/child.js';

export interface FamiliesParts {
  readonly children: Pick<ChildStreams, 'execute' | 'history'>;
  readonly days: DayContexts;
  readonly clock: Clock;
  /** The process itself, as the actor of what it records. */
  readonly actor: Actor;
}

type FactOf<T extends ChildEvent['type']> = Extract<ChildEvent, { readonly type: T }>;
type Shared = FactOf<'SiblingLinked' | 'SiblingUnlinked' | 'HomeVisitLogged'>;
type Heard = Shared | FactOf<'FactCorrected'>;

/** The events that it acts on. */
export const FAMILY_EVENTS: ReadonlySet<string> = new Set<Heard['type']>([
  'SiblingLinked',
  'SiblingUnlinked',
  'HomeVisitLogged',
  'FactCorrected',
]);

const CHILD = 'child-';

/**
 * Brothers and sisters are seen together (R64): a link made on one record is made on the other, and a visit that covers
 * several children is recorded in the stream of each, under one visit id. When that visit is corrected for one of them it is
 * put in question for the others, for a person to look at. What it recorded itself it passes over, so that nothing goes back
 * and forth; told twice, it records once.
 */
export class Families implements ReactingProcess<ChildEvent> {
  readonly name = 'families';
  readonly streamPrefixes = [CHILD];
  readonly startFrom = 'start';

  constructor(private readonly parts: FamiliesParts) {}

  /** @throws StoreUnavailable · Refusal, where the sibling’s record contradicts it: a person must look */
  async react(event: RecordedEvent<ChildEvent>, reaction: Reaction): Promise<void> {
    if (!isHeard(event) || event.metadata.actor.role === this.parts.actor.role) return;
    const childId = event.streamId.slice(CHILD.length);
    if (isCorrection(event)) return this.corrected(event, childId, reaction);
    const siblings = event.type === 'HomeVisitLogged' ? (event.data.siblings ?? []) : [event.data.siblingId];
    for (const siblingId of new Set(siblings)) {
      if (siblingId === childId) continue;
      const order = (sibling: Child) => orderOf(event, childId, sibling);
      await this.record(siblingId, order, event, reaction.commandId(`in ${siblingId}`));
    }
  }

  /** A link that was taken back is taken back on the other record; a visit is put in question wherever it was recorded. */
  private async corrected(event: RecordedEvent<FactOf<'FactCorrected'>>, childId: string, reaction: Reaction) {
    const { eventId, withdrawn, why, occurredOn } = event.data;
    if (withdrawn?.kind === 'sibling') {
      const order = {
        type: 'UnlinkSibling',
        siblingId: childId,
        occurredOn,
        ...(why === ERASED ? {} : { why }),
      } as const;
      return this.record(withdrawn.id, () => order, event, reaction.commandId(`in ${withdrawn.id}`));
    }
    const isIt =
      withdrawn?.kind === 'visit'
        ? ({ data }: RecordedVisit) => data.visitId === withdrawn.id
        : ({ id }: RecordedVisit) => id === eventId;
    const visitId = (await this.visitsOf(childId)).find(isIt)?.data.visitId;
    if (visitId === undefined) return;
    // From record to record: each names the brothers and sisters that it is linked to itself.
    const reached = new Set([childId]);
    for (const id of reached) {
      const told = (await this.visitsOf(id)).find(({ data }) => data.visitId === visitId);
      if (told === undefined) continue;
      for (const siblingId of told.data.siblings ?? []) reached.add(siblingId);
      if (id === childId) continue;
      const question = { visitId, eventId: told.id, siblingId: childId, correctionId: event.id };
      const order = { type: 'QuestionHomeVisit', ...question } as const;
      await this.record(id, () => order, event, reaction.commandId(`in ${id}`));
    }
  }

  private async visitsOf(id: string): Promise<readonly RecordedVisit[]> {
    try {
      return (await this.parts.children.history(id)).filter(isVisit);
    } catch (error) {
      if (error instanceof StreamNotFound) return [];
      throw error;
    }
  }

  private async record(id: string, order: (sibling: Child) => ChildCommand, cause: RecordedEvent, commandId: string) {
    const { children, days, clock, actor } = this.parts;
    const { correlationId } = cause.metadata;
    const context: DecidingContext = { commandId, correlationId, causationId: cause.id, actor, now: clock.now() };
    const decision = (sibling: Child) => {
      const day = days.decision(sibling, context.now, actor);
      context.policy = day.policy.reference;
      return decide(sibling, order(sibling), day);
    };
    try {
      await children.execute(id, context, decision);
    } catch (error) {
      // A sibling that is not on record is named in one record only.
      if (!(error instanceof StreamNotFound)) throw error;
    }
  }
}

function isHeard(event: RecordedEvent<ChildEvent>): event is RecordedEvent<Heard> {
  return FAMILY_EVENTS.has(event.type);
}

type RecordedVisit = RecordedEvent<FactOf<'HomeVisitLogged'>>;

function isVisit(event: RecordedEvent<ChildEvent>): event is RecordedVisit {
  return event.type === 'HomeVisitLogged';
}

function isCorrection(event: RecordedEvent<Heard>): event is RecordedEvent<FactOf<'FactCorrected'>> {
  return event.type === 'FactCorrected';
}

/** What one child's fact is in the stream of another. */
function orderOf(event: RecordedEvent<Shared>, childId: string, sibling: Child): ChildCommand {
  const { occurredOn } = event.data;
  if (event.type === 'SiblingLinked') {
    return { type: 'LinkSibling', siblingId: childId, basis: event.data.basis, occurredOn };
  }
  if (event.type === 'SiblingUnlinked') {
    const { why } = event.data;
    return { type: 'UnlinkSibling', siblingId: childId, occurredOn, ...(why === undefined ? {} : { why }) };
  }
  const { visitId, by, outcome, at, address, notes, siblings = [] } = event.data;
  // The visit does what was asked for of this child too; only who goes on a request can have done it.
  const asked = sibling.visitRequests.find(({ state }) => state !== 'visited')?.requestId;
  const others = [childId, ...siblings].filter((id) => sibling.siblings.includes(id));
  return {
    type: 'LogHomeVisit',
    visitId,
    by,
    outcome,
    occurredOn,
    siblings: others,
    ...(at === undefined ? {} : { at }),
    ...(address === undefined || typeof address !== 'object' ? {} : { address }),
    ...(notes === undefined || notes === ERASED ? {} : { notes }),
    ...(asked === undefined || by !== 'attendance-team' ? {} : { requestId: asked }),
  };
}
