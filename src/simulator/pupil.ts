import { type Child, type ChildCommand, type ChildEvent, initialChild } from '../children/domain/child.js';
import { SeededChance } from '../demonstration/chance.js';
import { type LocalDate, plusDays } from '../schools/domain/local-date.js';
import { pronenessOf, type Spell } from './absences.js';
import type { Cluster, PlannedSchool } from './county-plan.js';
import { seedOf } from './seed.js';

/** How a case will end, and when: drawn when it is opened, unknown to everyone in it. */
export interface CasePlan {
  readonly ends: LocalDate;
  readonly how: 'school' | 'home-education' | 'other-authority' | 'abroad' | 'untraced';
  step: number;
}

/** A child in the simulated county: what the program knows of it, and what the world has in store. */
export interface Pupil {
  readonly id: string;
  readonly chance: SeededChance;
  readonly proneness: number;
  /** Where the pupil goes to school; none when it has left the county or is out of school. */
  school: PlannedSchool | undefined;
  spell: Spell | undefined;
  /** The absence before: its reason may come late. */
  lastSpell: Spell | undefined;
  /** Absent at the last session that was held. */
  wasAway: boolean;
  /** Named things done so far, for ids. */
  count: number;
  casePlan: CasePlan | undefined;
  child: Child;
  readonly events: ChildEvent[];
}

const GIVEN = ['Ada', 'Ben', 'Cleo', 'Dan', 'Ella', 'Finn', 'Gia', 'Hugo', 'Ivy', 'Jon', 'Kit', 'Lena'] as const;
const FAMILY = ['Ashmere', 'Birchall', 'Cawston', 'Dunmere', 'Elsing', 'Felbrig', 'Guist', 'Hoveton'] as const;

/** A pupil not yet registered. */
export function newPupil(cluster: Cluster, school: PlannedSchool | undefined, number: number): Pupil {
  const id = `${cluster.name}/${number}`;
  const chance = new SeededChance(seedOf(cluster.seed, 'pupil', number));
  const proneness = pronenessOf(chance);
  return {
    id,
    chance,
    proneness,
    school,
    spell: undefined,
    lastSpell: undefined,
    wasAway: false,
    count: 0,
    casePlan: undefined,
    child: initialChild,
    events: [],
  };
}

/** How the pupil comes on record. Born so that it is of the age of its school in 2025/26. */
export function registrationOf({ id, chance, school }: Pupil, startDate: LocalDate): ChildCommand {
  const [youngest, oldest] = school?.phase === 'primary' ? [0, 6] : school?.phase === 'secondary' ? [7, 11] : [0, 11];
  const year = chance.whole(youngest, oldest);
  const sen = chance.happens(school?.phase === 'special' ? 1 : 0.045) ? 'E' : chance.happens(0.14) ? 'K' : 'N';
  return {
    type: 'RegisterChild',
    childId: id,
    givenName: chance.pick(GIVEN),
    familyName: chance.pick(FAMILY),
    dateOfBirth: plusDays(`${2020 - year}-09-01`, chance.whole(0, 364)),
    address: { lines: [`${chance.whole(1, 99)} Elm Road`], postcode: 'NR3 1AA', authority: '926' },
    parents: [{ parentId: `${id}/parent`, name: 'A Parent', livesWith: true, phones: ['01603 496 0123'] }],
    sen,
    ...(school === undefined ? {} : { school: { urn: school.urn, startDate } }),
  };
}

/** A new id about the pupil. */
export const nextId = (pupil: Pupil, kind: string): string => `${kind}-${pupil.id}-${++pupil.count}`;
