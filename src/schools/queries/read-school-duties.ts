import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { CLOCK, type Clock, dateInEngland } from '../../platform/clock/clock.js';
import type { Person } from '../../platform/identity/person.js';
import { PolicyBook } from '../../policy/policy-packs.js';
import { rangeOfSchoolYear, schoolYearOf } from '../domain/calendar.js';
import { dutiesOfSchool, type SchoolDuty } from '../domain/duties.js';
import { KnownSchools } from '../known-schools.js';
import { assertMayRead, unknownSchool } from '../permissions.js';
import { PUBLISHED_GUIDANCE, type PublishedGuidance } from '../published-guidance.js';

export interface SchoolDuties {
  readonly urn: string;
  readonly day: string;
  readonly policyPack: string;
  readonly items: SchoolDuty[];
  readonly total: number;
}

/** What a school as such has to do, now or as it stood at an instant. */
export class ReadSchoolDuties extends Query<SchoolDuties> {
  constructor(
    readonly person: Person,
    readonly urn: string,
    readonly asOf?: string,
  ) {
    super();
  }
}

@QueryHandler(ReadSchoolDuties)
export class ReadSchoolDutiesHandler implements IQueryHandler<ReadSchoolDuties> {
  constructor(
    @Inject(KnownSchools) private readonly schools: KnownSchools,
    @Inject(PolicyBook) private readonly policies: PolicyBook,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PUBLISHED_GUIDANCE) private readonly published: PublishedGuidance,
  ) {}

  /** @throws Problem (403, 404) · StoreUnavailable */
  async execute({ person, urn, asOf }: ReadSchoolDuties): Promise<SchoolDuties> {
    assertMayRead(person, urn);
    const school = this.schools.school(urn, asOf);
    const known = this.schools.knownSince(urn);
    if (school === undefined || known === undefined) throw unknownSchool();
    const instant = asOf ?? this.clock.now();
    const today = dateInEngland(instant);
    const policyPack = this.schools.policyOf(urn, instant);
    // Of this school year, and not of weeks before the program knew the school.
    const { first } = rangeOfSchoolYear(schoolYearOf(today));
    const since = dateInEngland(known) > first ? dateInEngland(known) : first;
    const policy = this.policies.policyOn(policyPack, today);
    // A school that came on record later learnt of it then.
    const guidance = (await this.published.of(school.authority, asOf)).map((each) => ({
      ...each,
      since: each.since > dateInEngland(known) ? each.since : dateInEngland(known),
    }));
    const items = dutiesOfSchool(school, since, { today, policy, guidance });
    return { urn, day: today, policyPack, items, total: items.length };
  }
}
