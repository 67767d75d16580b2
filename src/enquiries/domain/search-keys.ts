import { checkNhsNumber, checkUpn } from '../../policy/domain/identifiers.js';
import { isLocalDate, type LocalDate } from '../../schools/domain/local-date.js';
import { normalPostcode } from './field-readings.js';
import { nameParts, normalName, soundOf } from './names.js';
import type { PersonDetails } from './person.js';

/**
 * What a child is found by, as text to be hashed (blind index): two persons that share one key are compared, no others
 * are. A record is filed under all its keys; an enquiry looks under all of its own, which take in the usual slips of a
 * date. Finding decides nothing.
 */
export function searchKeys(person: PersonDetails): string[] {
  const keys = new Set<string>();
  for (const text of [person.upn, ...(person.formerUpns ?? [])]) {
    const checked = text === undefined ? undefined : checkUpn(text);
    if (checked?.valid) keys.add(`upn ${checked.upn}`);
  }
  const nhs = person.nhsNumber === undefined ? undefined : checkNhsNumber(person.nhsNumber);
  if (nhs?.valid) keys.add(`nhs ${nhs.nhsNumber}`);
  for (const key of nameKeys(person, person.dateOfBirth)) keys.add(key);
  return [...keys];
}

/** The keys of an enquiry: those of a record, and those of the dates that a slip of the pen would have made. */
export function enquiryKeys(person: PersonDetails): string[] {
  const keys = new Set(searchKeys(person));
  for (const date of likelyDates(person.dateOfBirth)) for (const key of nameKeys(person, date)) keys.add(key);
  return [...keys];
}

function nameKeys(person: PersonDetails, dateOfBirth: LocalDate | undefined): string[] {
  const names = [person.familyName, person.givenName, person.knownAs, ...(person.otherFamilyNames ?? [])].filter(
    (name): name is string => name !== undefined && normalName(name) !== '',
  );
  const sounds = new Set(names.flatMap((name) => [soundOf(name), ...nameParts(name).map(soundOf)]));
  const keys: string[] = [];
  if (dateOfBirth !== undefined) {
    for (const sound of sounds) keys.push(`name-born ${sound} ${dateOfBirth}`);
    for (const { postcode } of person.addresses ?? []) {
      const code = normalPostcode(postcode);
      if (code !== '') keys.push(`born-postcode ${dateOfBirth} ${code}`);
    }
  }
  if (person.familyName !== undefined && person.givenName !== undefined) {
    keys.push(`names ${[soundOf(person.familyName), soundOf(person.givenName)].sort().join(' ')}`);
  }
  return keys;
}

function likelyDates(dateOfBirth: LocalDate | undefined): LocalDate[] {
  if (dateOfBirth === undefined) return [];
  const [year = '', month = '', day = ''] = dateOfBirth.split('-');
  const near = (text: string, by: number, width: number) => String(Number(text) + by).padStart(width, '0');
  return [
    `${year}-${day}-${month}`,
    ...[-1, 1].flatMap((by) => [
      `${near(year, by, 4)}-${month}-${day}`,
      `${year}-${near(month, by, 2)}-${day}`,
      `${year}-${month}-${near(day, by, 2)}`,
    ]),
  ].filter((date) => isLocalDate(date) && date !== dateOfBirth);
}
