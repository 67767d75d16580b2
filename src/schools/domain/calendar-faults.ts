import { rangeOfSchoolYear, type SchoolYear } from './calendar.js';
import { faultsOfGroups, groupName } from './calendar-groups.js';
import { isLocalDate, type LocalDate } from './local-date.js';

/** One sentence for each thing in a school year that cannot be; none when it can. */
export function faultsOfSchoolYear(year: SchoolYear): string[] {
  if (!isSchoolYear(year.year)) return [`${year.year} is no school year: write 2025/26`];
  if (year.terms.length === 0) return [`${year.year}: there is no term`];
  return [...faultsOfTerms(year), ...faultsOfDays(year), ...faultsOfGroups(year), ...faultsWithinGroups(year)];
}

/** A group's own terms and closures are held to what those of a school are. */
function faultsWithinGroups({ groups = [], ...year }: SchoolYear): string[] {
  return groups.flatMap(({ yearGroup, terms = [], closures = [] }) => {
    const own = { ...year, terms, inset: [], bankHolidays: [], closures };
    return [...faultsOfTerms(own), ...faultsOfDays(own)].map((fault) => `${groupName(yearGroup)}, ${fault}`);
  });
}

/** True for '2025/26', false for '2025/27', and for years that nobody plans for. */
export function isSchoolYear(text: string): boolean {
  const parts = /^((?:19|20|21)\d{2})\/(\d{2})$/.exec(text);
  return parts !== null && (Number(parts[1]) + 1) % 100 === Number(parts[2]);
}

function faultsOfTerms(year: SchoolYear): string[] {
  const faults: string[] = [];
  let before: LocalDate | undefined;
  for (const term of year.terms) {
    faults.push(...outside(year, `start of term ${term.name}`, term.first));
    faults.push(...outside(year, `end of term ${term.name}`, term.last));
    if (term.last < term.first) faults.push(`${year.year}: term ${term.name} ends before it begins`);
    if (before !== undefined && term.first <= before) faults.push(`${year.year}: term ${term.name} overlaps`);
    before = term.last;
    const half = term.halfTerm;
    if (half !== undefined && (half.first <= term.first || half.last >= term.last || half.last < half.first)) {
      faults.push(`${year.year}: the half term of ${term.name} does not lie within it`);
    }
  }
  return faults;
}

function faultsOfDays(year: SchoolYear): string[] {
  return [
    ...year.inset.flatMap((date) => outside(year, 'staff training day', date)),
    ...year.bankHolidays.flatMap(({ date }) => outside(year, 'bank holiday', date)),
    ...year.closures.flatMap(({ date }) => outside(year, 'closure', date)),
  ];
}

function outside(year: SchoolYear, what: string, date: LocalDate): string[] {
  const { first, last } = rangeOfSchoolYear(year.year);
  const within = isLocalDate(date) && first <= date && date <= last;
  return within ? [] : [`${year.year}: ${what} ${date} is no day of the school year`];
}
