import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { CLOCK, type Clock } from '../../platform/clock/clock.js';
import type { Person } from '../../platform/identity/person.js';
import type { GuidanceInForce } from '../../schools/domain/guidance.js';
import { KnownSchools } from '../../schools/known-schools.js';
import { PUBLISHED_GUIDANCE, type PublishedGuidance } from '../../schools/published-guidance.js';
import { assertAtAuthority } from '../permissions.js';
import { ServedAuthority } from '../served-authority.js';

export interface SchoolCompliance {
  readonly urn: string;
  readonly name: string | null;
  /** Of each document in force: the edition the school acknowledged last, and whether it is the one that counts. */
  readonly documents: readonly {
    readonly document: string;
    readonly acknowledged: string | null;
    readonly on: string | null;
    readonly current: boolean;
  }[];
  /** All of them, in their current editions. */
  readonly complies: boolean;
}

export interface Compliance {
  readonly code: string;
  readonly inForce: readonly GuidanceInForce[];
  readonly items: readonly SchoolCompliance[];
  readonly total: number;
  readonly complying: number;
}

/** Which school of the authority follows which edition of the statutory guidance (R35), now or as it stood. */
export class ReadCompliance extends Query<Compliance> {
  constructor(
    readonly person: Person,
    readonly asOf?: string,
  ) {
    super();
  }
}

@QueryHandler(ReadCompliance)
export class ReadComplianceHandler implements IQueryHandler<ReadCompliance> {
  constructor(
    @Inject(KnownSchools) private readonly schools: KnownSchools,
    @Inject(PUBLISHED_GUIDANCE) private readonly guidance: PublishedGuidance,
    @Inject(ServedAuthority) private readonly served: ServedAuthority,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws Problem (403) · StoreUnavailable */
  async execute({ person, asOf }: ReadCompliance): Promise<Compliance> {
    assertAtAuthority(person);
    const code = this.served.codeAt(this.clock.now());
    const inForce = await this.guidance.of(code, asOf);
    const items = [...this.schools.urns()].sort().flatMap((urn) => {
      const school = this.schools.school(urn, asOf);
      if (school?.authority !== code) return [];
      const documents = inForce.map(({ document, version }) => {
        const held = school.acknowledged[document];
        return {
          document,
          acknowledged: held?.version ?? null,
          on: held?.on ?? null,
          current: held?.version === version,
        };
      });
      return [{ urn, name: school.name ?? null, documents, complies: documents.every(({ current }) => current) }];
    });
    const complying = items.filter(({ complies }) => complies).length;
    return { code, inForce, items, total: items.length, complying };
  }
}
