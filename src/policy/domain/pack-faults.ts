import { faultsOfSchoolYear } from '../../schools/domain/calendar-faults.js';
import type { PolicyPack } from './policy-pack.js';
import { TIMESCALE_NAMES } from './timescale-names.js';

/**
 * What a schema cannot see in a set of packs: names that lead nowhere, statute altered by a local pack, two versions in
 * force at once. One sentence per fault; none when the set is sound.
 */
export function faultsOfPacks(packs: readonly PolicyPack[]): string[] {
  return packs.flatMap((pack) =>
    [
      ...faultsOfPlace(pack, packs),
      ...faultsOfRules(pack, packs),
      ...faultsOfContents(pack),
      ...(pack.modelCalendar ?? []).flatMap(faultsOfSchoolYear),
    ].map((fault) => `${pack.pack} ${pack.version}: ${fault}`),
  );
}

function faultsOfPlace(pack: PolicyPack, packs: readonly PolicyPack[]): string[] {
  const faults: string[] = [];
  const known = packs.some((other) => other.pack === pack.under || other.country === pack.under);
  if (pack.under !== undefined && !known) faults.push(`lies under ${pack.under}, which is not held`);
  if (pack.validTo !== undefined && pack.validTo < pack.validFrom) faults.push('ends before it begins');
  const twin = packs.find((other) => other !== pack && sameNamed(other, pack) && overlap(other, pack));
  if (twin !== undefined) faults.push(`is in force at the same time as ${twin.pack} ${twin.version}`);
  return faults;
}

/** Packs of which only one may be in force on a day: versions of one pack, and the laws of one country. */
function sameNamed(a: PolicyPack, b: PolicyPack): boolean {
  return a.pack === b.pack || (a.country !== undefined && a.country === b.country && a.layer === b.layer);
}

/** A pack with no end gives way to one that begins later, unless that is the same day. */
function overlap(a: PolicyPack, b: PolicyPack): boolean {
  if (a.validFrom === b.validFrom) return true;
  const [first, second] = a.validFrom < b.validFrom ? [a, b] : [b, a];
  return first.validTo !== undefined && second.validFrom <= first.validTo;
}

function faultsOfRules(pack: PolicyPack, packs: readonly PolicyPack[]): string[] {
  const names = new Set<string>(TIMESCALE_NAMES);
  const unknown = Object.keys(pack.timescales).filter((name) => !names.has(name));
  return [
    ...unknown.map((name) => `timescale ${name} is asked for by nothing`),
    ...faultsOfStatute(pack, packs, 'timescales'),
    ...faultsOfStatute(pack, packs, 'settings'),
  ];
}

/** What a pack of law has set by statute is no other pack's to set, and no other pack may claim to be statute. */
function faultsOfStatute(pack: PolicyPack, packs: readonly PolicyPack[], kind: 'timescales' | 'settings'): string[] {
  if (pack.layer === 'law') return [];
  const laws = packs.filter((other) => other.layer === 'law');
  return Object.entries(pack[kind]).flatMap(([name, rule]) => [
    ...(laws.some((law) => law[kind][name]?.statutory)
      ? [`${kind}: ${name} is statute and not this pack's to set`]
      : []),
    ...(rule.statutory ? [`${kind}: ${name} claims to be statute`] : []),
  ]);
}

function faultsOfContents(pack: PolicyPack): string[] {
  const lists = Object.entries(pack.codeLists).flatMap(([name, list]) =>
    repeated(list.entries.map(({ code }) => code)).map((code) => `code list ${name} has ${code} twice`),
  );
  const grounds = repeated((pack.grounds ?? []).map(({ ground }) => ground)).map((it) => `ground ${it} is there twice`);
  const codes = repeated((pack.attendanceCodes?.codes ?? []).map(({ code }) => code));
  const forms = Object.entries(pack.forms).flatMap(([name, form]) =>
    form.mailbox === undefined || pack.mailboxes[form.mailbox] !== undefined
      ? []
      : [`form ${name} goes to a mailbox ${form.mailbox} that is not there`],
  );
  return [...lists, ...grounds, ...codes.map((code) => `attendance code ${code} is there twice`), ...forms];
}

function repeated(values: readonly string[]): string[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}
