import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ChildStreams } from '../../children/child-streams.js';
import { DayContexts } from '../../children/day-contexts.js';
import type { Child } from '../../children/domain/child.js';
import type { Duty } from '../../children/domain/duty.js';
import { atSchool } from '../../children/domain/owners.js';
import { onRoll } from '../../children/domain/roll.js';
import { type HistoryItem, toldAs } from '../../children/history-item.js';
import { maySee, unknownChild } from '../../children/permissions.js';
import { CLOCK, type Clock } from '../../platform/clock/clock.js';
import { StreamNotFound } from '../../platform/event-store/errors.js';
import type { Person } from '../../platform/identity/person.js';
import { suggestedIndicators } from '../domain/leave-risk.js';
import { type Safeguarding, safeguardingDuties } from '../domain/safeguarding.js';
import { maySafeguard } from '../permissions.js';
import { SafeguardingStreams } from '../safeguarding-streams.js';
import { sentenceOf } from '../sentences.js';
import { EMERGENCY_ACCESS, type EmergencyAccess } from './emergency.js';

/** A child's restricted record. */
export interface SafeguardingRead extends Safeguarding {
  readonly childId: string;
  /** Of the restricted record; -1 when nothing was ever recorded in it. */
  readonly revision: number;
  /** Leave requests that suggest indicators: a prompt, nothing that anybody has said. */
  readonly prompts: readonly { readonly leaveId: string; readonly indicators: readonly string[] }[];
  readonly duties: readonly (Duty & { readonly overdue: boolean })[];
  readonly history: readonly HistoryItem[];
  /** For the head of a page: the child's name, and the school whose roll it is on. */
  readonly child: { readonly name: string; readonly urn?: string };
  /** Read by somebody without the right, in an emergency. */
  readonly emergency: boolean;
}

export class ReadSafeguarding extends Query<SafeguardingRead> {
  constructor(
    readonly person: Person,
    readonly childId: string,
  ) {
    super();
  }
}

@QueryHandler(ReadSafeguarding)
export class ReadSafeguardingHandler implements IQueryHandler<ReadSafeguarding> {
  constructor(
    @Inject(SafeguardingStreams) private readonly safeguarding: SafeguardingStreams,
    @Inject(ChildStreams) private readonly children: ChildStreams,
    @Inject(DayContexts) private readonly days: DayContexts,
    @Inject(EMERGENCY_ACCESS) private readonly emergencies: EmergencyAccess,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * A record with nothing in it is read as an empty one, so that who may read learns which it is, and nobody else does.
   * @throws Problem (404) · StoreUnavailable
   */
  async execute({ person, childId }: ReadSafeguarding): Promise<SafeguardingRead> {
    const { state: child, revision: known } = await this.children.load(childId);
    if (known < 0) throw unknownChild();
    const emergency = !maySafeguard(person, child);
    if (emergency && !(maySee(person, child) && (await this.emergencies.readsUnder(person, childId)))) {
      throw unknownChild();
    }
    const { state, revision } = await this.safeguarding.load(childId);
    const day = this.days.day(child, this.clock.now());
    const lead = safeguardingOwner(child, day.policy.authorityCode);
    const duties = safeguardingDuties(state, lead, day).map((duty) => ({ ...duty, overdue: duty.due < day.today }));
    return {
      ...state,
      childId,
      revision,
      prompts: promptsOf(child, (leave) => suggestedIndicators(leave, day.policy)),
      duties,
      history: revision < 0 ? [] : await this.history(childId),
      child: headOf(child),
      emergency,
    };
  }

  private async history(childId: string): Promise<readonly HistoryItem[]> {
    try {
      return (await this.safeguarding.history(childId)).map((event) => toldAs(event, sentenceOf(event)));
    } catch (error) {
      if (error instanceof StreamNotFound) return [];
      throw error;
    }
  }
}

/** Whose the restricted duties are: the lead of the school whose roll the child is on, else the authority's officer. */
export function safeguardingOwner(child: Child, authorityCode = 'authority'): string {
  return onRoll(child).length > 0 ? atSchool('safeguarding-lead', child) : `safeguarding-officer@${authorityCode}`;
}

function promptsOf(child: Child, suggest: (leave: Parameters<typeof suggestedIndicators>[0]) => readonly string[]) {
  const sex = child.identity?.sex;
  return child.leave.flatMap(({ leaveId, first, last, countryCode, decision }) => {
    if (decision === 'refused') return [];
    const about = { first, last, ...(countryCode ? { countryCode } : {}), ...(sex ? { sex } : {}) };
    const indicators = suggest(about);
    return indicators.length === 0 ? [] : [{ leaveId, indicators }];
  });
}

/** Who the child is, for the head of a page. */
export function headOf({ identity, roll }: Child): SafeguardingRead['child'] {
  const name = identity === undefined ? '' : `${identity.knownAs ?? identity.givenName} ${identity.familyName}`;
  const urn = (roll.find(({ to }) => to === undefined) ?? roll.at(-1))?.urn;
  return { name, ...(urn === undefined ? {} : { urn }) };
}
