import { dateInEngland } from '../platform/clock/clock.js';
import type { RecordedEvent } from '../platform/event-store/envelope.js';
import type { PolicyBook } from '../policy/policy-packs.js';
import type { SchoolCalendar } from './domain/calendar.js';
import { defaultCalendar } from './domain/default-calendar.js';
import type { LocalDate } from './domain/local-date.js';
import { policyPackOn } from './domain/registration.js';
import { evolve, initialSchool, type School, type SchoolEvent } from './domain/school.js';

const PREFIX = 'school-';

interface Moment {
  readonly recordedAt: string;
  readonly school: School;
}

/** A school that the program does not know goes by its authority's model and this pack. */
export interface SchoolsDefaults {
  readonly policyPack: string;
}

/**
 * Every school as it stands and as it stood, folded from the streams `school-<urn>`: a few hundred schools with a few
 * hundred events a year. Feed it each recorded event once and in order.
 */
export class KnownSchools {
  private readonly moments = new Map<string, Moment[]>();
  private readonly models = new Map<string, SchoolCalendar>();

  constructor(
    private readonly policies: PolicyBook,
    private readonly defaults: SchoolsDefaults,
  ) {}

  /** Takes what comes next of a school's stream; passes over what is known already, and what comes before its time. */
  know({ streamId, revision, metadata, ...event }: RecordedEvent): void {
    if (!streamId.startsWith(PREFIX)) return;
    const urn = streamId.slice(PREFIX.length);
    if (revision === this.revisionOf(urn) + 1) this.apply(urn, event as unknown as SchoolEvent, metadata.recordedAt);
  }

  /** Of the last event known of the school, or known at an instant; -1 when there is none. */
  revisionOf(urn: string, asOf?: string): number {
    const known = this.moments.get(urn) ?? [];
    return asOf === undefined ? known.length - 1 : known.findLastIndex(({ recordedAt }) => recordedAt <= asOf);
  }

  /** @param recordedAt instant, ISO 8601 with Z, not earlier than that of the school's event before */
  apply(urn: string, event: SchoolEvent, recordedAt: string): void {
    const known = this.moments.get(urn) ?? [];
    const before = known.at(-1)?.school ?? initialSchool;
    known.push({ recordedAt, school: evolve(before, event) });
    this.moments.set(urn, known);
  }

  /** The school as it stood at an instant; as it stands when none is given; undefined when it was not known then. */
  school(urn: string, asOf?: string): School | undefined {
    const known = this.moments.get(urn);
    if (known === undefined || asOf === undefined) return known?.at(-1)?.school;
    return known.findLast(({ recordedAt }) => recordedAt <= asOf)?.school;
  }

  /** URNs of the schools known, in the order in which they came. */
  urns(): readonly string[] {
    return [...this.moments.keys()];
  }

  /** The instant at which the program came to know the school; undefined when it does not. */
  knownSince(urn: string): string | undefined {
    return this.moments.get(urn)?.[0]?.recordedAt;
  }

  /** The schools whose calendar or policy was changed on a day. */
  changedOn(date: LocalDate): readonly string[] {
    return this.urns().filter((urn) => {
      const known = this.moments.get(urn) ?? [];
      const first = known.findIndex(({ recordedAt }) => dateInEngland(recordedAt) >= date);
      if (first < 0) return false;
      const [before, after] = [known[first - 1]?.school, known.at(-1)?.school];
      return before?.calendar !== after?.calendar || before?.policies !== after?.policies;
    });
  }

  /** Its own calendar as it stood, or the model of its authority in its place: the same object for the same version. */
  calendarOf(urn: string, asOf?: string): SchoolCalendar {
    return this.school(urn, asOf)?.calendar ?? this.modelFor(urn, asOf);
  }

  /** The name of the pack that governs the school on the day of an instant; the last it adopted when none is given. */
  policyOf(urn: string | undefined, asOf?: string): string {
    if (urn === undefined) return this.defaults.policyPack;
    const policies = this.school(urn, asOf)?.policies ?? [];
    const pack = asOf === undefined ? policies.at(-1)?.pack : policyPackOn(policies, dateInEngland(asOf));
    return pack ?? policies[0]?.pack ?? this.defaults.policyPack;
  }

  private modelFor(urn: string, asOf?: string): SchoolCalendar {
    const pack = this.policyOf(urn, asOf);
    const key = `${urn} ${pack}`;
    const kept = this.models.get(key);
    if (kept !== undefined) return kept;
    const years = this.policies.packs.filter((held) => held.pack === pack || this.under(pack) === held.pack);
    const model = defaultCalendar(
      urn,
      years.flatMap(({ modelCalendar = [] }) => modelCalendar),
    );
    this.models.set(key, model);
    return model;
  }

  private under(pack: string): string | undefined {
    return this.policies.packs.find((held) => held.pack === pack)?.under;
  }
}
