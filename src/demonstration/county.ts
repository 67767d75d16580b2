import type { LocalDate } from '../schools/domain/local-date.js';
import { SeededChance } from './chance.js';
import { boys, girls, men, streets, surnames, women } from './names.js';
import { authorityCode, type DemonstrationSchool, demonstrationSchools } from './schools.js';

export interface DemonstrationParent {
  readonly name: string;
  readonly relationship: 'mother' | 'father';
  readonly phone: string;
}

export interface DemonstrationChild {
  /** Stable within the county, so that a story can name its child: `900001-07`. */
  readonly key: string;
  readonly family: string;
  readonly school: DemonstrationSchool;
  readonly given: string;
  readonly surname: string;
  readonly sex: 'F' | 'M';
  readonly dateOfBirth: LocalDate;
  /** `R`, `1` … `11`: National Curriculum year in 2026/27. */
  readonly yearGroup: string;
  readonly upn: string;
  readonly address: { readonly lines: readonly string[]; readonly postcode: string };
  readonly parents: readonly DemonstrationParent[];
  readonly senProvision: 'N' | 'K' | 'E';
}

interface Household {
  readonly name: string;
  readonly surname: string;
  readonly address: DemonstrationChild['address'];
  readonly parents: readonly DemonstrationParent[];
  /** Years that its children are in already: siblings are not all twins. */
  readonly years: Set<number>;
}

/** The year 2026/27 begins here; ages and UPN years follow from it. */
const firstYear = 2026;

const letters = 'ABCDEFGHJKLMNPQRTUVWXYZ';

function upn(establishment: string, year: number, serial: number): string {
  const body = `${authorityCode}${establishment}${String(year % 100).padStart(2, '0')}${String(serial).padStart(3, '0')}`;
  let sum = 0;
  for (const [index, digit] of [...body].entries()) sum += Number(digit) * (index + 2);
  return `${letters[sum % 23]}${body}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

function newHousehold(chance: SeededChance, school: DemonstrationSchool, number: number): Household {
  const surname = chance.pick(surnames);
  const phone = () => `07700 900${String(chance.whole(0, 999)).padStart(3, '0')}`;
  const parents: DemonstrationParent[] = [
    { name: `${chance.pick(women)} ${surname}`, relationship: 'mother', phone: phone() },
  ];
  if (chance.happens(0.7))
    parents.push({ name: `${chance.pick(men)} ${surname}`, relationship: 'father', phone: phone() });
  const postcode = `${school.postcodeArea} ${chance.whole(1, 9)}${chance.pick([...'ABDEFGHJLN'])}${chance.pick([...'PQRSTUWXYZ'])}`;
  return {
    name: `${school.urn}-family-${number}`,
    surname,
    address: { lines: [`${chance.whole(1, 96)} ${chance.pick(streets)}`, school.town], postcode },
    parents,
    years: new Set(),
  };
}

function pupilsOf(chance: SeededChance, school: DemonstrationSchool): DemonstrationChild[] {
  const [youngest, oldest] = school.phase === 'primary' ? [0, 6] : [7, 11];
  const households: Household[] = [];
  const pupils: DemonstrationChild[] = [];
  for (let serial = 1; serial <= school.pupils; serial++) {
    const year = youngest + ((serial * 5 + chance.whole(0, 1)) % (oldest - youngest + 1));
    const sharing = households.filter((household) => household.years.size < 3 && !household.years.has(year));
    let household = sharing.length > 0 && chance.happens(0.42) ? chance.pick(sharing) : undefined;
    if (!household) {
      household = newHousehold(chance, school, households.length + 1);
      households.push(household);
    }
    household.years.add(year);
    const sex = chance.happens(0.49) ? 'F' : 'M';
    // Year R turns five in its year: born from 1 September to 31 August, `year` years earlier for the older ones.
    const month = chance.whole(1, 12);
    const birthYear = firstYear - 5 - year + (month >= 9 ? 0 : 1);
    const sen = chance.next();
    pupils.push({
      key: `${school.urn}-${String(serial).padStart(2, '0')}`,
      family: household.name,
      school,
      given: chance.pick(sex === 'F' ? girls : boys),
      surname: household.surname,
      sex,
      dateOfBirth: `${birthYear}-${twoDigits(month)}-${twoDigits(chance.whole(1, 28))}`,
      yearGroup: year === 0 ? 'R' : String(year),
      upn: upn(school.establishment, firstYear - year, serial),
      address: household.address,
      parents: household.parents,
      senProvision: sen < 0.05 ? 'E' : sen < 0.18 ? 'K' : 'N',
    });
  }
  return pupils;
}

/** The county: some 300 children in families, the same for the same seed. */
export function demonstrationCounty(seed = 926): readonly DemonstrationChild[] {
  const chance = new SeededChance(seed);
  return demonstrationSchools.flatMap((school) => pupilsOf(chance, school));
}
