import type { LocalDate } from '../../schools/domain/local-date.js';
import type { AttendanceCodes } from './attendance-codes.js';
import type { CodeListEntry, Policy, PolicyLayer, PolicyPack, Setting, Timescale } from './policy-pack.js';
import type { TimescaleName } from './timescale-names.js';

/** From the ground up: what is above adds to what is beneath and replaces it, save for statute. */
const LAYERS: readonly PolicyLayer[] = ['practice', 'law', 'authority', 'federation'];

export class PolicyUnknown extends Error {
  override readonly name = 'PolicyUnknown';
}

/**
 * The policy that governs a day: law, then the authority's, then the federation's pack of that name, as they stood on the
 * date (T7, A30).
 * @throws PolicyUnknown when a pack of the chain has no version for the date.
 */
export function policyOn(packs: readonly PolicyPack[], name: string, date: LocalDate): Policy {
  const chain = chainOf(packs, name, date).sort((a, b) => LAYERS.indexOf(a.layer) - LAYERS.indexOf(b.layer));
  const top = chain.at(-1);
  if (top === undefined) throw new PolicyUnknown(`no policy pack ${name}`);
  const { layer: _layer, validFrom: _from, validTo: _to, ...identity } = top;
  const merged = chain.reduce(lay, EMPTY);
  const layers = chain.map(({ pack, version, layer }) => ({ pack, version, layer }));
  return {
    ...identity,
    ...merged,
    on: date,
    layers,
    reference: { pack: name, version: layers.map(({ pack, version }) => `${pack}@${version}`).join('+') },
  };
}

type Merged = Pick<Policy, 'timescales' | 'settings' | 'mailboxes' | 'forms' | 'codeLists' | 'grounds'> &
  Partial<Pick<Policy, 'attendanceCodes' | 'modelCalendar' | 'authorityCode' | 'country'>>;

const EMPTY: Merged = { timescales: {}, settings: {}, mailboxes: {}, forms: {}, codeLists: {}, grounds: [] };

function lay(below: Merged, pack: PolicyPack): Merged {
  return {
    timescales: { ...below.timescales, ...pack.timescales, ...statuteOf(below.timescales) },
    settings: { ...below.settings, ...pack.settings, ...statuteOf(below.settings) },
    mailboxes: { ...below.mailboxes, ...pack.mailboxes },
    forms: { ...below.forms, ...pack.forms },
    codeLists: { ...below.codeLists, ...pack.codeLists },
    grounds: pack.grounds ?? below.grounds,
    ...present('attendanceCodes', pack.attendanceCodes ?? below.attendanceCodes),
    ...present('modelCalendar', pack.modelCalendar ?? below.modelCalendar),
    ...present('authorityCode', pack.authorityCode ?? below.authorityCode),
    ...present('country', pack.country ?? below.country),
  };
}

function statuteOf<R extends { readonly statutory?: boolean }>(rules: Readonly<Record<string, R>>): Record<string, R> {
  return Object.fromEntries(Object.entries(rules).filter(([, rule]) => rule.statutory));
}

function present<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, V>);
}

function chainOf(packs: readonly PolicyPack[], name: string, date: LocalDate): PolicyPack[] {
  const pack = inForce(packs, (candidate) => candidate.pack === name, date);
  if (pack === undefined) throw new PolicyUnknown(`no version of policy pack ${name} is in force on ${date}`);
  if (pack.under === undefined) return pack.country === undefined ? [pack] : ofCountry(packs, pack.country, date);
  const country = packs.some((candidate) => candidate.country === pack.under);
  return [pack, ...(country ? ofCountry(packs, pack.under, date) : chainOf(packs, pack.under, date))];
}

/** The law of the country on the date, with the practice that fills its gaps. */
function ofCountry(packs: readonly PolicyPack[], country: string, date: LocalDate): PolicyPack[] {
  const law = inForce(packs, (pack) => pack.layer === 'law' && pack.country === country, date);
  if (law === undefined) throw new PolicyUnknown(`no law of ${country} is held for ${date}`);
  const practice = inForce(packs, (pack) => pack.layer === 'practice' && pack.country === country, date);
  return practice === undefined ? [law] : [law, practice];
}

function inForce(
  packs: readonly PolicyPack[],
  wanted: (pack: PolicyPack) => boolean,
  date: LocalDate,
): PolicyPack | undefined {
  return packs
    .filter((pack) => wanted(pack) && pack.validFrom <= date && (pack.validTo === undefined || date <= pack.validTo))
    .sort((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0];
}

/** All versions of the attendance codes, whichever pack of law brings them. */
export function attendanceCodesOf(packs: readonly PolicyPack[]): AttendanceCodes {
  return { lists: packs.flatMap((pack) => (pack.attendanceCodes === undefined ? [] : [pack.attendanceCodes])) };
}

/** The timescale of that name; undefined when the law of the day had none. */
export function timescaleOf(policy: Policy, name: TimescaleName): Timescale | undefined {
  return policy.timescales[name];
}

/** @throws PolicyUnknown when no layer of the policy has the timescale. */
export function timescale(policy: Policy, name: TimescaleName): Timescale {
  const found = policy.timescales[name];
  if (found === undefined) throw new PolicyUnknown(`${policy.reference.version} has no timescale ${name}`);
  return found;
}

export function settingOf(policy: Policy, name: string): Setting['value'] | undefined {
  return policy.settings[name]?.value;
}

/** An entry of a code list as it stands on the policy's day; undefined when the list has none of that code. */
export function codeListEntry(policy: Policy, list: string, code: string): CodeListEntry | undefined {
  return policy.codeLists[list]?.entries.find(
    (entry) =>
      entry.code === code &&
      (entry.validFrom === undefined || entry.validFrom <= policy.on) &&
      (entry.validTo === undefined || policy.on <= entry.validTo),
  );
}
