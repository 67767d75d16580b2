import { SeededChance } from '../demonstration/chance.js';
import { seedOf } from './seed.js';

export type Phase = 'primary' | 'secondary' | 'special';

export interface PlannedSchool {
  readonly urn: string;
  readonly phase: Phase;
  readonly pupils: number;
}

/** A secondary school with its primaries: families move within it or out of the county, so a cluster can be told by itself. */
export interface Cluster {
  readonly name: string;
  readonly seed: number;
  readonly schools: readonly PlannedSchool[];
}

/** Pupils of a cluster in a county of usual size: 53 clusters and some 385 schools for Norfolk's 115,000. */
export const CLUSTER_PUPILS = 2_160;
const PRIMARIES = 6;
/** Of a cluster's pupils, those at its secondary school (DOMAIN 8.1: 3.67 of 8.28 million). */
const SECONDARY_SHARE = 0.44;
/** Every fourth cluster has a special school of up to this many pupils. */
const SPECIAL_PUPILS = 80;

/** The county's schools in clusters; the same for the same numbers and seed. The sizes add up to the number of pupils. */
export function planCounty(pupils: number, seed: number, clusterPupils = CLUSTER_PUPILS): readonly Cluster[] {
  const count = Math.max(1, Math.round(pupils / clusterPupils));
  let urn = 900_001;
  return Array.from({ length: count }, (_, index) => {
    const size = Math.floor(pupils / count) + (index < pupils % count ? 1 : 0);
    const name = `cluster-${String(index + 1).padStart(2, '0')}`;
    const own = seedOf(seed, name);
    const schools = sizesOf(size, index, new SeededChance(own)).map(
      ([phase, of]): PlannedSchool => ({ urn: String(urn++), phase, pupils: of }),
    );
    return { name, seed: own, schools };
  });
}

function sizesOf(pupils: number, index: number, chance: SeededChance): (readonly [Phase, number])[] {
  const special = index % 4 === 0 ? Math.min(SPECIAL_PUPILS, Math.floor(pupils / 20)) : 0;
  const secondary = Math.floor((pupils - special) * SECONDARY_SHARE);
  // A few large primaries and many small ones.
  const weights = Array.from({ length: PRIMARIES }, () => 0.35 + chance.next() ** 2 * 2);
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const rest = pupils - special - secondary;
  const primaries = weights.map((weight) => Math.floor((rest * weight) / whole));
  primaries[0] = (primaries[0] ?? 0) + rest - primaries.reduce((sum, each) => sum + each, 0);
  return [
    ['secondary', secondary] as const,
    ...primaries.map((each) => ['primary', each] as const),
    ...(special > 0 ? [['special', special] as const] : []),
  ];
}
